package quayside.protocol.client;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.crypto.Fingerprint;

/**
 * How to connect.
 *
 * @param pinned the server key expected; a link's own fingerprint counts before it; where both are empty the first key is trusted
 * @param connectTimeout for the TCP connection; the handshake has its own deadline
 * @param retry how the transfers of {@link FolderTransfer} go on after a lost connection
 */
public record ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout, RetryPolicy retry) {
    /** With {@link RetryPolicy#standard}. */
    public ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout) {
        this(pinned, connectTimeout, RetryPolicy.standard());
    }

    public static ConnectOptions standard() {
        return new ConnectOptions(Optional.empty(), Duration.ofSeconds(10));
    }

    public ConnectOptions pinnedTo(Fingerprint fingerprint) {
        return new ConnectOptions(Optional.of(fingerprint), connectTimeout, retry);
    }

    public ConnectOptions retrying(RetryPolicy policy) {
        return new ConnectOptions(pinned, connectTimeout, policy);
    }
}
