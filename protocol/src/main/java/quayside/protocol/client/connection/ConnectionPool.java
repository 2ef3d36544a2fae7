package quayside.protocol.client.connection;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The connections of one client. Each call leases one for itself, preferably the one that was given back last.
 * Thread-safe.
 *
 * <p>Every connection has to prove the identity that the first one proved.
 */
public final class ConnectionPool implements AutoCloseable {
    /** The number of connections kept open between calls. Further ones are closed when given back. */
    private static final int MAX_IDLE = 4;

    /** Well within the server's idle limit, so that the server is not about to close a leased connection. */
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(60);

    private final ShareLink link;
    private final AccessKey key;
    private final ConnectOptions options;
    private final SecureRandom random = new SecureRandom();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> leased = new HashSet<>();
    private final Cancellation closing = new Cancellation();
    private @Nullable Fingerprint pinned;
    private boolean closed;

    public ConnectionPool(ShareLink link, AccessKey key, ConnectOptions options) {
        this.link = link;
        this.key = key;
        this.options = options;
        this.pinned = link.id().or(options::pinned).orElse(null);
    }

    /** Returns the secret from which the names of interrupted transfers are derived. */
    public ClientSecret secret() {
        return options.secret();
    }

    /**
     * Leases a connection for the caller alone, until {@link #giveBack} or {@link #discard}. Blocks while a new one is
     * made.
     */
    public Connection lease(Cancellation cancellation) throws IOException {
        Fingerprint expected;
        synchronized (this) {
            checkOpen();
            while (!idle.isEmpty()) {
                Connection newest = idle.pop();
                // Between requests a server sends nothing but goodbye.
                if (newest.silence().compareTo(MAX_IDLE_TIME) < 0
                        && !newest.channel().answerWaiting()) {
                    leased.add(newest);
                    return newest;
                }
                newest.leave();
            }
            expected = pinned;
        }
        Connection connection = Dialer.open(link, key, expected, options, random, cancellation);
        synchronized (this) {
            if (closed) {
                connection.close();
                throw closed();
            }
            pinned = connection.server();
            leased.add(connection);
        }
        return connection;
    }

    public void giveBack(Connection connection) {
        synchronized (this) {
            leased.remove(connection);
            if (!closed && !connection.channel().isClosed() && !connection.isForOneCall() && idle.size() < MAX_IDLE) {
                idle.push(connection);
                return;
            }
        }
        connection.leave();
    }

    /** Closes the idle connections. After one connection is lost, the others are probably lost too. */
    public void dropIdle() {
        Deque<Connection> dropped;
        synchronized (this) {
            dropped = new ArrayDeque<>(idle);
            idle.clear();
        }
        dropped.forEach(Connection::close);
    }

    void discard(Connection connection) {
        synchronized (this) {
            leased.remove(connection);
        }
        connection.close();
    }

    /** Returns the cancellation that is triggered on closing, before any connection is cut. */
    public Cancellation closing() {
        return closing;
    }

    /** Runs {@code action} on closing, before any connection is cut, or at once if already closed. */
    public Cancellation.Registration onClose(Runnable action) {
        return closing.onCancel(action);
    }

    /** Throws {@link Fault#CANCELLED} once closed, because no further try can help. */
    void checkOpen() throws ProtocolException {
        if (closing.isCancelled()) {
            throw closed();
        }
    }

    public static ProtocolException closed() {
        return new ProtocolException(Reason.SHARE_CLOSED);
    }

    @Override
    public void close() {
        Set<Connection> cut;
        Deque<Connection> leave;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        closing.cancel();
        synchronized (this) {
            cut = Set.copyOf(leased);
            leave = new ArrayDeque<>(idle);
            idle.clear();
        }
        cut.forEach(Connection::close);
        leave.forEach(Connection::leave);
    }
}
