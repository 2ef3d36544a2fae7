package quayside.server;

import java.time.Instant;
import java.util.OptionalDouble;
import quayside.protocol.text.Sentence;
import quayside.server.text.ServerPhrase;

/**
 * A snapshot of a connected guest.
 *
 * @param id identifies the guest for {@link ShareServer#disconnect}; stable while it is connected
 * @param address IP address, without port
 * @param name what the guest's program calls its computer, escaped for display; empty if it gave no name. Anybody can
 *     claim any name, so it is shown beside the address only
 * @param invitation the name of the invitation by which the guest came, escaped for display; empty if it used the
 *     share's own key
 * @param connections open connections
 * @param activity what the guest does ("browsing", "downloading a.txt")
 * @param progress the part of the file that the guest has or has sent, 0 to 1; empty if no file is under way
 * @param bytesPerSecond the mean speed of the last few seconds, both directions together
 * @param bytes all bytes moved, in both directions together
 */
public record Guest(
        String id,
        String address,
        String name,
        String invitation,
        Instant since,
        int connections,
        Sentence activity,
        OptionalDouble progress,
        long bytesPerSecond,
        long bytes) {

    /** A guest that used the share's own key. */
    public Guest(
            String id,
            String address,
            String name,
            Instant since,
            int connections,
            Sentence activity,
            OptionalDouble progress,
            long bytesPerSecond,
            long bytes) {
        this(id, address, name, "", since, connections, activity, progress, bytesPerSecond, bytes);
    }

    /** Returns a copy with this speed and these bytes. */
    public Guest moving(long bytesPerSecond, long bytes) {
        return new Guest(id, address, name, invitation, since, connections, activity, progress, bytesPerSecond, bytes);
    }

    /** Returns whether the guest transfers something at the moment. */
    public boolean isTransferring() {
        return activity.key() != ServerPhrase.BROWSING;
    }
}
