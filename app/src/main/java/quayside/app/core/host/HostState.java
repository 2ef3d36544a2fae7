package quayside.app.core.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.DisplayText;
import quayside.server.Guest;
import quayside.server.storage.NamedFolder;
import quayside.server.text.ServerReason;

/** The state of hosting on this computer. Immutable. */
public sealed interface HostState {
    /** Nothing is shared. */
    record Off() implements HostState {}

    /** The server starts. */
    record Starting(Path folder) implements HostState {}

    /**
     * The folder is on the network.
     *
     * @param shareName the folder's name, escaped for display
     * @param addresses the addresses at which guests may reach this computer, the likeliest first
     * @param link the link to the likeliest address, with the key
     * @param key the access key as people read it
     * @param guests the connected guests
     * @param isEnding whether no new guest is admitted, and the share ends when the present ones are done
     * @param failed the other folder that could not be shared instead of this one, or beside it
     * @param folders several folders by the names that guests see; empty if guests see the content of {@code folder}
     */
    record On(
            Path folder,
            String shareName,
            int port,
            List<String> addresses,
            String link,
            String key,
            List<Guest> guests,
            boolean isEnding,
            Optional<Failed> failed,
            List<NamedFolder> folders)
            implements HostState {
        public On(
                Path folder,
                String shareName,
                int port,
                List<String> addresses,
                String link,
                String key,
                List<Guest> guests) {
            this(folder, shareName, port, addresses, link, key, guests, false, Optional.empty(), List.of());
        }

        /** Returns the link to another of the addresses, with the key. */
        public String linkTo(String address) {
            return linkTo(address, port);
        }

        /** Returns the link to an address outside, with the key; the port there may be another one. */
        public String linkTo(String address, int outside) {
            ShareLink likeliest = ShareLink.parse(link);
            return ShareLink.of(address, outside, likeliest.id().orElse(null)).withKey(AccessKey.of(key));
        }

        /** Returns the folders on this computer, also the only one. */
        public List<Path> places() {
            return SharedFolder.placesOf(folder, folders);
        }

        On withGuests(List<Guest> next) {
            return new On(folder, shareName, port, addresses, link, key, next, isEnding, failed, folders);
        }

        On asEnding() {
            return new On(folder, shareName, port, addresses, link, key, guests, true, failed, folders);
        }

        /** Returns the same share with the failure to share another folder instead, or without one. */
        public On withFailed(Optional<Failed> next) {
            return new On(folder, shareName, port, addresses, link, key, guests, isEnding, next, folders);
        }

        /** Returns the same share with the folders of {@code shared}, and its name. */
        public On withFolders(SharedFolder shared) {
            return new On(
                    shared.folder(),
                    DisplayText.escape(shared.title()),
                    port,
                    addresses,
                    link,
                    key,
                    guests,
                    isEnding,
                    failed,
                    shared.folders());
        }

        /** The key is part of the record, so none of it is printed. */
        @Override
        public String toString() {
            return "On[" + shareName + "]";
        }
    }

    /** The server admits no new guest and gives running transfers a moment to finish. */
    record Stopping(Path folder) implements HostState {}

    /**
     * The server could not start, and nothing is shared.
     *
     * @param reason empty if the server gave none, because the system failed
     */
    record Failed(Path folder, String sentence, Optional<ServerReason> reason) implements HostState {
        public Failed(Path folder, String sentence) {
            this(folder, sentence, Optional.empty());
        }
    }
}
