package quayside.protocol.client.connection;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;

/**
 * The options of a connection to a share.
 *
 * @param pinned the server key expected. A link's own fingerprint takes precedence; if both are empty, the first key is
 *     trusted
 * @param connectTimeout the timeout of the TCP connection; the handshake has its own deadline
 * @param retry how transfers resume after a lost connection
 * @param secret the secret of this installation. Only a client with the same secret resumes what another client left
 */
public record ConnectOptions(
        Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry, ClientSecret secret) {
    /** Creates options with a random secret. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry) {
        this(pinned, connectTimeout, retry, ClientSecret.random(new SecureRandom()));
    }

    /** Creates options with {@link RetryPolicy#standard} and a random secret. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout) {
        this(pinned, connectTimeout, RetryPolicy.standard());
    }

    public static ConnectOptions standard() {
        return new ConnectOptions(Optional.empty(), Duration.ofSeconds(10));
    }

    public ConnectOptions pinnedTo(Fingerprint fingerprint) {
        return new ConnectOptions(Optional.of(fingerprint), connectTimeout, retry, secret);
    }

    public ConnectOptions retrying(RetryPolicy policy) {
        return new ConnectOptions(pinned, connectTimeout, policy, secret);
    }

    /** Returns a copy with the secret of {@code installation}. */
    public ConnectOptions of(ClientSecret installation) {
        return new ConnectOptions(pinned, connectTimeout, retry, installation);
    }
}
