package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** SKELETON (PROTOCOL.md 3). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ClientHandshake {
    private ClientHandshake() {}

    /**
     * Shakes hands as the client.
     *
     * @param pinned the fingerprint expected (link or known server); null trusts on first use
     * @throws ProtocolException SERVER_KEY_CHANGED (before anything derived from key is sent; sentence with both fingerprints), WRONG_KEY,
     *     NOT_QUAYSIDE, SERVER_FULL, TOO_MANY_TRIES (with retryAfter), CONNECTION_LOST, BROKEN_PROTOCOL
     */
    public static SessionSecrets run(
            InputStream in, OutputStream out, AccessKey key, @Nullable Fingerprint pinned, SecureRandom random)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
