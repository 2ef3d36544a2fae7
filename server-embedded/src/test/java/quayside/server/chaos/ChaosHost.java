package quayside.server.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.wire.Limits;
import quayside.server.TestHost;
import quayside.server.session.SessionTimes;

/** A server, and clients for it that do not wait long before they try again. */
final class ChaosHost implements AutoCloseable {
    /** The handshake has its usual time: a machine that is slow must not look like a wire that is. */
    private static final SessionTimes HURRIED = new SessionTimes(
            Limits.HANDSHAKE_DEADLINE, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(300));

    /** Tries again soon and often, for 15 s. */
    static final RetryPolicy AGAIN = new RetryPolicy(
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(15),
            RetryPolicy.standard().timer());

    private final TestHost host;

    private ChaosHost(TestHost host) {
        this.host = host;
    }

    /** Serves {@code share}, to guests who must not linger. */
    static ChaosHost hurried(Path share, ServerIdentity identity) throws IOException {
        TestHost host = new TestHost(share);
        host.times = HURRIED;
        return started(host, identity);
    }

    /** Serves {@code share} as every server does. */
    static ChaosHost patient(Path share, ServerIdentity identity) throws IOException {
        return started(new TestHost(share), identity);
    }

    private static ChaosHost started(TestHost host, ServerIdentity identity) throws IOException {
        host.identity = identity;
        host.start();
        return new ChaosHost(host);
    }

    int port() {
        return host.link().port();
    }

    /** A client that comes to the server itself. */
    ShareClient connect() throws IOException {
        return connect(port(), RetryPolicy.never());
    }

    /** A client that comes through {@code port}. */
    ShareClient connect(int port, RetryPolicy retry) throws IOException {
        ShareLink link = ShareLink.of("127.0.0.1", port, host.identity.fingerprint());
        ConnectOptions options =
                new ConnectOptions(Optional.empty(), Duration.ofSeconds(10), retry).of(TestHost.INSTALLATION);
        return ShareClient.connect(link, host.key, options, new Cancellation());
    }

    @Override
    public void close() {
        host.close();
    }
}
