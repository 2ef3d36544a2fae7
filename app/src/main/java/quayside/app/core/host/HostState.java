package quayside.app.core.host;

import java.nio.file.Path;
import java.util.List;
import quayside.server.Guest;

/** Whether and how this computer hosts. Immutable; handed to listeners on worker threads. */
public sealed interface HostState {
    record Off() implements HostState {}

    record Starting(Path folder) implements HostState {}

    /**
     * The folder is on the network.
     *
     * @param addresses the addresses of this computer that guests may use, the likeliest first; links are made of each
     * @param link of the likeliest address, with the key: for the clipboard and the QR code
     * @param key as people read it
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
        /** The record holds the key, so nothing of it is printed. */
        @Override
        public String toString() {
            return "On[" + shareName + "]";
        }
    }

    record Stopping(Path folder) implements HostState {}

    record Failed(Path folder, String sentence) implements HostState {}
}
