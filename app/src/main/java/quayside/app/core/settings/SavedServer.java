package quayside.app.core.settings;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.RemotePath;

/**
 * A share that was opened before. It holds no access key; {@link quayside.app.core.keys.SavedKeys} may have one.
 *
 * @param name the user's name for it; initially the share's own name
 * @param host without brackets
 * @param port TCP port
 * @param id the server's key, if it is known
 * @param lastUsed when it was last opened
 * @param folders where the user was last
 * @param invitation the tag of the invitation by which it was opened; empty for the share's own key. By another
 *     invitation it is another share, with another key, and perhaps another folder
 */
public record SavedServer(
        String name,
        String host,
        int port,
        Optional<Fingerprint> id,
        Instant lastUsed,
        Folders folders,
        String invitation) {
    /**
     * The folders that are shown side by side.
     *
     * @param remote the folder of the share
     * @param local the folder of this computer; empty if none was used with the share
     */
    public record Folders(RemotePath remote, Optional<Path> local) {
        public static final Folders NONE = new Folders(RemotePath.root(), Optional.empty());

        public Folders withRemote(RemotePath next) {
            return new Folders(next, local);
        }

        public Folders withLocal(Path next) {
            return new Folders(remote, Optional.of(next));
        }
    }

    /** Makes a share that was opened with its own key. */
    public SavedServer(
            String name, String host, int port, Optional<Fingerprint> id, Instant lastUsed, Folders folders) {
        this(name, host, port, id, lastUsed, folders, "");
    }

    /** Makes a share whose folders are not known. */
    public SavedServer(String name, String host, int port, Optional<Fingerprint> id, Instant lastUsed) {
        this(name, host, port, id, lastUsed, Folders.NONE);
    }

    SavedServer withFolders(Folders next) {
        return new SavedServer(name, host, port, id, lastUsed, next, invitation);
    }

    SavedServer withName(String next) {
        return new SavedServer(next, host, port, id, lastUsed, folders, invitation);
    }

    /** Returns the link to the folder that was shown last, without a key. */
    public ShareLink lastLink() {
        return link().withPath(folders.remote());
    }

    /** Returns the link to it, without a key. */
    public ShareLink link() {
        return ShareLink.of(host, port, id.orElse(null)).by(invitation);
    }
}
