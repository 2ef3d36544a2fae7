package quayside.protocol.client.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Follows on a connection of its own what the host orders for this client (PROTOCOL.md section 5.6), so that it is known
 * at once, also in the middle of a transfer. If that connection is lost, nothing is known until {@link #begin} is called
 * again. Thread-safe.
 */
public final class HostWatch {
    /** Well within the server's idle limit. */
    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    /** Longer than the host's word needs, which the server sends just before it cuts. */
    private static final Duration MOMENT = Duration.ofMillis(400);

    private final ConnectionPool pool;

    /** The monitor of this object guards the fields below. */
    private Response.Orders orders = Response.Orders.NONE;

    private Consumer<Response.Orders> listener = _ -> {};
    private boolean running;

    /** Whether the server is of a version that tells nothing. */
    private boolean untold;

    HostWatch(ConnectionPool pool) {
        this.pool = pool;
    }

    /** Returns what the host has ordered, as far as that is known. */
    public synchronized Response.Orders orders() {
        return orders;
    }

    /**
     * Sets the listener that is notified, on a thread of this client, when the orders have changed, and when the host
     * has ended the connection. One listener at a time.
     */
    public synchronized void onNews(Consumer<Response.Orders> next) {
        listener = next;
    }

    /** Begins to follow the orders, unless that is done already or the server does not tell them. Returns at once. */
    public synchronized void begin() {
        if (!running && !untold && !pool.closing().isCancelled()) {
            running = true;
            Thread.ofVirtual().name("quayside-host-watch").start(this::run);
        }
    }

    private void run() {
        try {
            follow();
        } catch (IOException e) {
            // The connection is over. Whoever finds that the server answers begins again.
        } finally {
            synchronized (this) {
                running = false;
            }
            know(Response.Orders.NONE, true);
        }
    }

    private void follow() throws IOException {
        Connection connection = pool.lease(pool.closing());
        boolean usable = false;
        try (Cancellation.Registration _ = pool.closing().onCancel(() -> leave(connection))) {
            Response answer = connection.ask(new Request.Watch());
            if (!(answer instanceof Response.Orders first)) {
                throw Connection.unexpected(answer);
            }
            know(first, false);
            connection.channel().readTimeout(PING_EVERY);
            read(connection);
        } catch (ProtocolException e) {
            usable = e.fault() == Fault.MALFORMED && !connection.channel().isClosed();
            if (!usable) {
                throw e;
            }
            synchronized (this) {
                untold = true;
            }
        } finally {
            if (usable) {
                pool.giveBack(connection);
            } else {
                pool.discard(connection);
            }
        }
    }

    private void read(Connection connection) throws IOException {
        boolean asked = false;
        while (true) {
            if (connection.channel().awaitInput()) {
                asked = false;
                take(connection, connection.channel().receive());
            } else if (asked) {
                throw new ProtocolException(Reason.STOPPED_ANSWERING);
            } else {
                asked = true;
                ping(connection);
            }
        }
    }

    private void take(Connection connection, Message message) throws ProtocolException {
        switch (message) {
            case Response.Orders next -> know(next, false);
            case Response.Pong _ -> {}
            case Goodbye goodbye -> throw connection.ended(goodbye);
            case Message other -> throw Connection.unexpected(other);
        }
    }

    private static void ping(Connection connection) throws IOException {
        // The client may be closed, which says goodbye, on another thread.
        synchronized (connection) {
            connection.channel().send(new Request.Ping());
            connection.channel().flush();
        }
    }

    private static void leave(Connection connection) {
        synchronized (connection) {
            connection.leave();
        }
    }

    /** @param over whether the listener is notified even if the orders are the same, because the connection is over */
    private void know(Response.Orders next, boolean over) {
        Consumer<Response.Orders> told;
        synchronized (this) {
            if (next.equals(orders) && !over) {
                return;
            }
            orders = next;
            told = listener;
            notifyAll();
        }
        told.accept(next);
    }

    /**
     * Waits a moment for the host's word about a transfer that was cut: for a pause, or the end of the connection on which
     * that is followed. Returns at once if nothing is followed.
     */
    void awaitWord(Cancellation cancellation) throws ProtocolException {
        try (Monitor monitor = new Monitor(this, cancellation)) {
            monitor.await(() -> !running || orders.paused(), MOMENT);
        }
    }

    /** Blocks while the host lets this client transfer nothing. Throws {@link Fault#CANCELLED} once cancelled. */
    void awaitResumption(Cancellation cancellation) throws ProtocolException {
        try (Monitor monitor = new Monitor(this, cancellation)) {
            monitor.await(() -> !orders.paused());
        }
    }
}
