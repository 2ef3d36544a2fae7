package quayside.app.core.settings;

import java.time.Instant;
import java.util.Optional;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;

/**
 * A share that was opened before. It holds no access key: that is asked for again.
 *
 * @param name what the user calls it; the share's own name at first
 * @param host without brackets
 * @param port TCP port
 * @param id the server's key, where it is known
 * @param lastUsed when it was opened last
 */
public record SavedServer(String name, String host, int port, Optional<Fingerprint> id, Instant lastUsed) {
    /** The link to it, without a key. */
    public ShareLink link() {
        return ShareLink.of(host, port, id.orElse(null));
    }
}
