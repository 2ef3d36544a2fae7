package quayside.protocol.client.connection;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Request;
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
    private Optional<Goodbye.Why> parting = Optional.empty();
    private String partingNote = "";
    private final HostWatch watch = new HostWatch(this);
    private boolean admitted;
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
        Connection kept = keptOne();
        if (kept != null) {
            return kept;
        }
        Fingerprint expected;
        boolean again;
        synchronized (this) {
            checkAdmitted();
            expected = pinned;
            again = admitted;
        }
        Connection connection;
        try {
            connection = Dialer.open(link, key, expected, options, random, cancellation);
        } catch (ProtocolException e) {
            // For the user of an open share, nothing is being set up.
            throw again && e.sentence().key() == Reason.LOST_IN_SETUP
                    ? new ProtocolException(Reason.CONNECTION_LOST, e)
                    : e;
        }
        try {
            connection.slowedWhile(() -> watch.orders().bytesPerSecond() > 0);
            connection.introduce(new Request.Ping(options.computer(), Optional.of(installation(connection.server()))));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        synchronized (this) {
            if (closed) {
                connection.close();
                throw closed();
            }
            // The host may have ended the others while this one was made.
            if (!isDismissed()) {
                pinned = connection.server();
                admitted = true;
                parting = Optional.empty();
                partingNote = "";
                leased.add(connection);
                return connection;
            }
        }
        connection.leave();
        throw Connection.ended(parting().orElseThrow());
    }

    /** Returns a word for this installation that differs from server to server, so that they cannot compare guests. */
    private String installation(Fingerprint server) {
        return options.secret().word("quayside guest of " + server);
    }

    /** Leases an idle connection that the server has not ended; null if there is none. */
    private @Nullable Connection keptOne() throws ProtocolException {
        List<Connection> ended = new ArrayList<>();
        Connection kept;
        synchronized (this) {
            checkOpen();
            // All of them: an ended one below the newest would be news for ever.
            idle.removeIf(each -> isOver(each) && ended.add(each));
            kept = idle.poll();
            if (kept != null) {
                leased.add(kept);
            }
        }
        for (Connection each : ended) {
            note(each, each.readFarewell());
            each.leave();
        }
        return kept;
    }

    private static boolean isOver(Connection kept) {
        // Between requests a server sends nothing but goodbye.
        return kept.silence().compareTo(MAX_IDLE_TIME) >= 0 || kept.channel().answerWaiting();
    }

    private synchronized void note(Connection ended, Optional<Goodbye.Why> farewell) {
        if (farewell.isPresent()) {
            partingNote = ended.note();
            parting = farewell;
        }
    }

    /**
     * Returns the host's action that ended connections since the last one was admitted. As long as that is {@link
     * Goodbye.Why#DISCONNECTED} or {@link Goodbye.Why#BLOCKED}, no new connection is made: only the user may ask the
     * host again, by {@link #readmit}.
     */
    public synchronized Optional<Goodbye.Why> parting() {
        return parting;
    }

    /** Returns what the host wrote to this client about {@link #parting}, not escaped; empty if nothing. */
    public synchronized String partingNote() {
        return partingNote;
    }

    /** Returns the watch over what the host orders for this client. It follows nothing before it is told to. */
    public HostWatch watch() {
        return watch;
    }

    /** Returns whether something has arrived on an idle connection. Between requests a server sends only a goodbye. */
    public synchronized boolean hasNews() {
        return idle.stream().anyMatch(connection -> connection.channel().answerWaiting());
    }

    /** Allows new connections again after the host had ended this client's. */
    public synchronized void readmit() {
        parting = Optional.empty();
        partingNote = "";
    }

    private void checkAdmitted() throws ProtocolException {
        if (isDismissed()) {
            throw Connection.ended(parting.get());
        }
    }

    private boolean isDismissed() {
        return parting.isPresent() && parting.get() != Goodbye.Why.STOPPED;
    }

    /** Applies the limits of transfers to a leased connection, until it is given back. */
    public void limit(Connection connection) {
        connection.limit(options.up(), options.down());
    }

    public void giveBack(Connection connection) {
        connection.limit(RateLimit.NONE, RateLimit.NONE);
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
        for (Connection each : dropped) {
            note(each, each.readFarewell());
            each.close();
        }
    }

    void discard(Connection connection) {
        synchronized (this) {
            leased.remove(connection);
        }
        note(connection, connection.farewell());
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
        // A server that reads the goodbye first knows that the transfers were stopped on purpose.
        leave.forEach(Connection::leave);
        cut.forEach(Connection::close);
    }
}
