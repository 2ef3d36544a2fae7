package quayside.protocol.client;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.crypto.Fingerprint;

/**
 * How to connect.
 *
 * @param pinned the server key expected; a link's own fingerprint counts before it; where both are empty the first key is trusted
 * @param connectTimeout for the TCP connection; the handshake has its own deadline
 */
public record ConnectOptions(Optional<Fingerprint> pinned, Duration connectTimeout) {
    public static ConnectOptions standard() {
        return new ConnectOptions(Optional.empty(), Duration.ofSeconds(10));
    }

    public ConnectOptions pinnedTo(Fingerprint fingerprint) {
        return new ConnectOptions(Optional.of(fingerprint), connectTimeout);
    }
}
