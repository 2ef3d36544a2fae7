package quayside.server;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import quayside.protocol.message.Response;
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
 * @param details what else is known
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
        long bytes,
        Details details) {

    /**
     * What else is known of a guest.
     *
     * @param orders what the host has ordered for it
     * @param isRecognized whether its program says which installation it is, so that it can be blocked without its
     *     address
     * @param transfers the transfers under way, as {@link Guest#activity} says the first one
     * @param totals what it has transferred since it joined
     */
    public record Details(Response.Orders orders, boolean isRecognized, List<Sentence> transfers, Totals totals) {
        public static final Details NONE = new Details(Response.Orders.NONE, false, List.of(), Totals.NONE);

        public Details {
            transfers = List.copyOf(transfers);
        }
    }

    /**
     * What a guest has transferred since it joined. A file counts once it is complete.
     *
     * @param down the bytes of the files that it downloaded
     * @param up the bytes of the files that it uploaded
     */
    public record Totals(long filesDown, long down, long filesUp, long up) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals withDownload(long bytes) {
            return new Totals(filesDown + 1, down + bytes, filesUp, up);
        }

        Totals withUpload(long bytes) {
            return new Totals(filesDown, down, filesUp + 1, up + bytes);
        }
    }

    /** A guest of which nothing else is known. */
    public Guest(
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
        this(
                id,
                address,
                name,
                invitation,
                since,
                connections,
                activity,
                progress,
                bytesPerSecond,
                bytes,
                Details.NONE);
    }

    /** A guest that used the share's own key, and of which nothing else is known. */
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
        return new Guest(
                id, address, name, invitation, since, connections, activity, progress, bytesPerSecond, bytes, details);
    }

    /** Returns a copy with these details. */
    public Guest with(Details next) {
        return new Guest(
                id, address, name, invitation, since, connections, activity, progress, bytesPerSecond, bytes, next);
    }

    /** Returns whether the guest transfers something at the moment. */
    public boolean isTransferring() {
        return activity.key() != ServerPhrase.BROWSING;
    }
}
