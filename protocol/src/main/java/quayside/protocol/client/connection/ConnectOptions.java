package quayside.protocol.client.connection;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.Names;

/**
 * The options of a connection to a share.
 *
 * @param pinned the server key expected. A link's own fingerprint takes precedence; if both are empty, the first key is
 *     trusted
 * @param connectTimeout the timeout of the TCP connection; the handshake has its own deadline
 * @param retry how transfers resume after a lost connection
 * @param secret the secret of this installation. Only a client with the same secret resumes what another client left
 * @param computer what the host is told as the name of this computer
 * @param up the limit on what transfers send; other calls are not limited
 * @param down the limit on what transfers receive
 */
public record ConnectOptions(
        Optional<Fingerprint> pinned,
        Duration connectTimeout,
        RetryPolicy retry,
        ClientSecret secret,
        Optional<String> computer,
        RateLimit up,
        RateLimit down) {
    /** Creates options with a random secret. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry) {
        this(
                pinned,
                connectTimeout,
                retry,
                ClientSecret.random(new SecureRandom()),
                Optional.empty(),
                RateLimit.NONE,
                RateLimit.NONE);
    }

    /** Creates options with {@link RetryPolicy#standard} and a random secret. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout) {
        this(pinned, connectTimeout, RetryPolicy.standard());
    }

    public static ConnectOptions standard() {
        return new ConnectOptions(Optional.empty(), Duration.ofSeconds(10));
    }

    public ConnectOptions pinnedTo(Fingerprint fingerprint) {
        return new ConnectOptions(Optional.of(fingerprint), connectTimeout, retry, secret, computer, up, down);
    }

    public ConnectOptions retrying(RetryPolicy policy) {
        return new ConnectOptions(pinned, connectTimeout, policy, secret, computer, up, down);
    }

    /** Returns a copy with the secret of {@code installation}. */
    public ConnectOptions of(ClientSecret installation) {
        return new ConnectOptions(pinned, connectTimeout, retry, installation, computer, up, down);
    }

    /**
     * Returns a copy that tells the host this name of the computer, shortened to what the protocol allows. A name
     * without visible characters counts as none.
     */
    public ConnectOptions named(String name) {
        return new ConnectOptions(pinned, connectTimeout, retry, secret, Names.label(name), up, down);
    }

    /** Returns a copy whose transfers share these limits, also with the transfers of other clients. */
    public ConnectOptions limited(RateLimit sent, RateLimit received) {
        return new ConnectOptions(pinned, connectTimeout, retry, secret, computer, sent, received);
    }
}
