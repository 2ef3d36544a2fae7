package quayside.server.session;

import quayside.protocol.channel.RateLimit;
import quayside.protocol.message.Response;

/**
 * What the host has ordered for one guest, which all sessions of the guest obey: whether it may transfer anything, and
 * how fast. Thread-safe.
 */
public final class Steering {
    private final RateLimit sent = new RateLimit(() -> orders().bytesPerSecond());
    private final RateLimit received = new RateLimit(() -> orders().bytesPerSecond());
    private volatile Response.Orders orders;

    public Steering(Response.Orders orders) {
        this.orders = orders;
    }

    public Response.Orders orders() {
        return orders;
    }

    /** Sets other orders and returns whether they differ. The caller then calls {@link Session#ordered}. */
    public boolean set(Response.Orders next) {
        boolean differs = !next.equals(orders);
        orders = next;
        return differs;
    }

    /** Returns the limit of what is sent to the guest. */
    RateLimit sent() {
        return sent;
    }

    /** Returns the limit of what is received from the guest. */
    RateLimit received() {
        return received;
    }
}
