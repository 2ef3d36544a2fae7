package quayside.app.core.settings;

import java.time.Instant;
import java.util.Optional;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;

/**
 * A share that was opened before. It holds no access key; {@link quayside.app.core.keys.SavedKeys} may have one.
 *
 * @param name the user's name for it; initially the share's own name
 * @param host without brackets
 * @param port TCP port
 * @param id the server's key, if it is known
 * @param lastUsed when it was last opened
 */
public record SavedServer(String name, String host, int port, Optional<Fingerprint> id, Instant lastUsed) {
    /** Returns the link to it, without a key. */
    public ShareLink link() {
        return ShareLink.of(host, port, id.orElse(null));
    }
}
