package quayside.server;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quayside.protocol.message.Response;

/**
 * What the host has ordered: for single guests, for those of an invitation, and for each guest. Orders for a guest hold
 * until the host lifts them or the server stops, also if the guest connects again. Thread-safe.
 */
final class Steerings {
    /** The number of guests with orders that are remembered. The oldest order is forgotten first. */
    static final int MAX_GUESTS = 1000;

    private final Map<Whom, Ordered> guests = new LinkedHashMap<>();
    private final Map<String, Response.Orders> invitations = new HashMap<>();
    private long limitOfEach;
    private long ordersSoFar;

    /** Orders for a guest, which may be away. */
    private record Ordered(String id, GuestList.Known guest, Response.Orders orders) {
        AwayGuest away() {
            return new AwayGuest(id, guest.who(), orders);
        }
    }

    /** A guest, whatever its address, if it names its installation; otherwise those of an address and an invitation. */
    private record Whom(String address, String installation, String invitation) {
        static Whom of(GuestList.Key key) {
            return key.installation().isEmpty()
                    ? new Whom(key.address(), "", key.invitation())
                    : new Whom("", key.installation(), "");
        }
    }

    /** Returns what holds for a guest: it is paused if it or its invitation is, and the limit that is most its own counts. */
    synchronized Response.Orders of(GuestList.Key key) {
        Response.Orders own = own(Whom.of(key));
        Response.Orders invited = key.invitation().isEmpty()
                ? Response.Orders.NONE
                : invitations.getOrDefault(key.invitation(), Response.Orders.NONE);
        long limit = own.bytesPerSecond() > 0
                ? own.bytesPerSecond()
                : invited.bytesPerSecond() > 0 ? invited.bytesPerSecond() : limitOfEach;
        return new Response.Orders(
                own.paused() || invited.paused(), limit, own.note().isEmpty() ? invited.note() : own.note());
    }

    private Response.Orders own(Whom whom) {
        Ordered ordered = guests.get(whom);
        return ordered == null ? Response.Orders.NONE : ordered.orders();
    }

    /** Returns what tells the order for this guest itself from every other; empty if there is none. */
    synchronized String mark(GuestList.Key key) {
        Ordered ordered = guests.get(Whom.of(key));
        return ordered == null ? "" : ordered.id();
    }

    /**
     * Lets the order for a guest hold for {@code to}, as which it is known from now on, beside what holds for that.
     *
     * @param isLeft whether nobody is known as {@code from} any more
     */
    synchronized void carry(GuestList.Key from, GuestList.Known to, boolean isLeft) {
        Response.Orders given = own(Whom.of(from));
        Response.Orders own = own(Whom.of(to.key()));
        order(
                to,
                new Response.Orders(
                        given.paused() || own.paused(),
                        own.bytesPerSecond() > 0 ? own.bytesPerSecond() : given.bytesPerSecond(),
                        own.note().isEmpty() ? given.note() : own.note()));
        if (isLeft) {
            guests.remove(Whom.of(from));
        }
    }

    synchronized void pause(GuestList.Known guest, boolean paused, String note) {
        order(guest, new Response.Orders(paused, own(Whom.of(guest.key())).bytesPerSecond(), note));
    }

    /** @param bytesPerSecond 0 for no limit of its own */
    synchronized void limit(GuestList.Known guest, long bytesPerSecond, String note) {
        order(guest, new Response.Orders(own(Whom.of(guest.key())).paused(), bytesPerSecond, note));
    }

    private void order(GuestList.Known guest, Response.Orders orders) {
        Whom whom = Whom.of(guest.key());
        guests.remove(whom);
        if (orders.paused() || orders.bytesPerSecond() > 0) {
            guests.put(whom, new Ordered("order-" + ++ordersSoFar, guest, orders));
        }
        if (guests.size() > MAX_GUESTS) {
            Iterator<Whom> oldest = guests.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns the guests with orders that have no connection now. */
    List<AwayGuest> away(GuestList present) {
        List<Ordered> all;
        // The list asks for orders while it holds its own monitor, so it must not be asked under this one.
        synchronized (this) {
            all = List.copyOf(guests.values());
        }
        return all.stream()
                .filter(each -> !present.isPresent(each.guest().key()))
                .map(Ordered::away)
                .toList();
    }

    /** Lifts the orders for a guest that is away; returns it with them, or nothing if there is none of that id. */
    synchronized Optional<AwayGuest> lift(String id) {
        Optional<Ordered> found =
                guests.values().stream().filter(each -> each.id().equals(id)).findFirst();
        found.ifPresent(each -> guests.remove(Whom.of(each.guest().key())));
        return found.map(Ordered::away);
    }

    /** @param invitation the name of an invitation, escaped */
    synchronized void pauseInvited(String invitation, boolean paused, String note) {
        Response.Orders before = invitations.getOrDefault(invitation, Response.Orders.NONE);
        orderInvited(invitation, new Response.Orders(paused, before.bytesPerSecond(), note));
    }

    /** @param invitation the name of an invitation, escaped */
    synchronized void limitInvited(String invitation, long bytesPerSecond, String note) {
        Response.Orders before = invitations.getOrDefault(invitation, Response.Orders.NONE);
        orderInvited(invitation, new Response.Orders(before.paused(), bytesPerSecond, note));
    }

    private void orderInvited(String invitation, Response.Orders orders) {
        if (orders.paused() || orders.bytesPerSecond() > 0) {
            invitations.put(invitation, orders);
        } else {
            invitations.remove(invitation);
        }
    }

    /** @param bytesPerSecond the limit of each guest that has no other; 0 for none */
    synchronized void limitEach(long bytesPerSecond) {
        limitOfEach = bytesPerSecond;
    }
}
