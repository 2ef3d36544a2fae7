package quayside.app.core.host;

import java.nio.file.Path;
import java.util.List;
import quayside.protocol.client.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.server.Guest;

/** Whether and how this computer hosts. Immutable; handed to listeners on worker threads. */
public sealed interface HostState {
    /** Nothing is shared. */
    record Off() implements HostState {}

    /** The server is being started. */
    record Starting(Path folder) implements HostState {}

    /**
     * The folder is on the network.
     *
     * @param shareName the folder's name, escaped for display
     * @param addresses the addresses of this computer that guests may use, the likeliest first; links are made of each
     * @param link of the likeliest address, with the key: for the clipboard and the QR code
     * @param key as people read it
     * @param guests those connected now
     */
    record On(
            Path folder,
            String shareName,
            int port,
            List<String> addresses,
            String link,
            String key,
            List<Guest> guests)
            implements HostState {
        /** The same share's link by another of the addresses above, with the key. */
        public String linkTo(String address) {
            ShareLink likeliest = ShareLink.parse(link);
            return ShareLink.of(address, port, likeliest.id().orElse(null)).withKey(AccessKey.of(key));
        }

        On withGuests(List<Guest> next) {
            return new On(folder, shareName, port, addresses, link, key, next);
        }

        /** The record holds the key, so nothing of it is printed. */
        @Override
        public String toString() {
            return "On[" + shareName + "]";
        }
    }

    /** No new guest is admitted; running transfers get a moment. */
    record Stopping(Path folder) implements HostState {}

    /** It could not be started. */
    record Failed(Path folder, String sentence) implements HostState {}
}
