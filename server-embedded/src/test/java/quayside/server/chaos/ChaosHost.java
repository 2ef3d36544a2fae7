package quayside.server.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ConnectOptions;
import quayside.protocol.client.RetryPolicy;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.ShareLink;
import quayside.server.TestHost;
import quayside.server.session.SessionTimes;

/** A server, and clients for it that do not wait long before they try again. */
final class ChaosHost implements AutoCloseable {
    private static final SessionTimes TIMES = new SessionTimes(
            Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(300));

    /** Tries again soon and often, for 8 s. */
    static final RetryPolicy AGAIN = new RetryPolicy(
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(8),
            RetryPolicy.standard().timer());

    private final TestHost host;

    private ChaosHost(TestHost host) {
        this.host = host;
    }

    /** Serves {@code share}, to guests who must not linger. */
    static ChaosHost hurried(Path share) throws IOException {
        TestHost host = new TestHost(share);
        host.times = TIMES;
        return started(host);
    }

    /** Serves {@code share} as every server does. */
    static ChaosHost patient(Path share) throws IOException {
        return started(new TestHost(share));
    }

    private static ChaosHost started(TestHost host) throws IOException {
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
        ConnectOptions options = new ConnectOptions(Optional.empty(), Duration.ofSeconds(10), retry);
        return ShareClient.connect(link, host.key, options, new Cancellation());
    }

    @Override
    public void close() {
        host.close();
    }
}
