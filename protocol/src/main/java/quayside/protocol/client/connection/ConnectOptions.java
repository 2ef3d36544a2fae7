package quayside.protocol.client.connection;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;

/**
 * How to connect.
 *
 * @param pinned the server key expected; a link's own fingerprint counts before it; where both are empty the first key is trusted
 * @param connectTimeout for the TCP connection; the handshake has its own deadline
 * @param retry how transfers resume after a lost connection
 * @param secret of this installation; only a client with the same one resumes what another left
 */
public record ConnectOptions(
        Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry, ClientSecret secret) {
    /** With a secret of their own. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry) {
        this(pinned, connectTimeout, retry, ClientSecret.random(new SecureRandom()));
    }

    /** With {@link RetryPolicy#standard}, and a secret of their own. */
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

    /** The same for another installation. */
    public ConnectOptions of(ClientSecret installation) {
        return new ConnectOptions(pinned, connectTimeout, retry, installation);
    }
}
