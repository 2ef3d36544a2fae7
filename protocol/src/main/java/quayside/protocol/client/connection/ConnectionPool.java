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

/**
 * The connections of one client: each call has one to itself, the one used last is used next. Thread-safe.
 *
 * <p>The identity that the first connection proved is demanded of all others.
 */
public final class ConnectionPool implements AutoCloseable {
    /** Kept open between calls; more are closed when given back. */
    private static final int MAX_IDLE = 4;

    /** Well within the server's own idle limit, so that a leased connection is not about to be closed. */
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

    /** What the names of interrupted transfers are made with. */
    public ClientSecret secret() {
        return options.secret();
    }

    /** A connection for the caller alone, until {@link #giveBack} or {@link #discard}. Blocks while a new one is made. */
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

    /** Closes what is kept between calls: where one connection was lost, the others are likely to be so too. */
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

    /** Is cancelled on closing, before any connection is cut. */
    public Cancellation closing() {
        return closing;
    }

    /** Runs {@code action} on closing, before any connection is cut, or at once if that has happened. */
    public Cancellation.Registration onClose(Runnable action) {
        return closing.onCancel(action);
    }

    /** Fails with {@link Fault#CANCELLED} once closed: no other try will help. */
    void checkOpen() throws ProtocolException {
        if (closing.isCancelled()) {
            throw closed();
        }
    }

    public static ProtocolException closed() {
        return new ProtocolException(Fault.CANCELLED, "This share was closed.");
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
