package quayside.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.server.session.Activity;
import quayside.server.session.Session;
import quayside.server.session.Steering;
import quayside.server.text.ServerPhrase;

/**
 * The connected guests: the admitted sessions, grouped by address, and by installation if a guest's program names that
 * (PROTOCOL.md section 5.6). Thread-safe.
 */
final class GuestList {
    /** The number of installations at one address that are listed apart. The sessions of others are one guest. */
    static final int MAX_APART = 64;

    private final Map<Key, Present> present = new LinkedHashMap<>();
    private final Map<Session, Present> guests = new HashMap<>();

    /** The mark of the order that each session found for its guest when it joined. */
    private final Map<Session, String> foundOrders = new HashMap<>();

    private final Steerings orders;
    private long guestsSoFar;

    /** @param orders what the host has ordered; it is asked under the monitor of this list */
    GuestList(Steerings orders) {
        this.orders = orders;
    }

    /**
     * Identifies a guest.
     *
     * @param installation as the guest's program named it; empty if it did not
     * @param invitation the name of the invitation by which it came, escaped; empty if there is none
     */
    record Key(String address, String installation, String invitation) {}

    private static final class Present {
        private final String id;
        private final Instant since;
        private final Set<Session> sessions = new HashSet<>();
        private final Speed speed;
        private final Steering steering;
        private Guest.Totals totals = Guest.Totals.NONE;
        private Key key;
        private String name = "";
        private long bytesOfEnded;

        Present(String id, Key key, Instant since, long nanos, Steering steering) {
            this.steering = steering;
            this.id = id;
            this.key = key;
            this.since = since;
            this.speed = new Speed(nanos);
        }

        long bytes() {
            return bytesOfEnded + sessions.stream().mapToLong(Session::bytes).sum();
        }

        Guest snapshot() {
            // First a connection that transfers a file, then those that do anything.
            List<Activity.Now> doing = sessions.stream()
                    .map(Session::activity)
                    .filter(now -> now.words().key() != ServerPhrase.BROWSING)
                    .sorted(Comparator.comparing(
                                    (Activity.Now now) -> now.progress().isEmpty())
                            .thenComparing(now -> now.words().toString()))
                    .toList();
            Optional<Activity.Now> now = doing.stream().findFirst();
            return new Guest(
                    id,
                    key.address(),
                    name,
                    key.invitation(),
                    since,
                    sessions.size(),
                    now.map(Activity.Now::words).orElse(Sentence.of(ServerPhrase.BROWSING)),
                    now.map(Activity.Now::progress).orElse(OptionalDouble.empty()),
                    speed.bytesPerSecond(),
                    bytes(),
                    new Guest.Details(
                            steering.orders(),
                            !key.installation().isEmpty(),
                            doing.stream().map(Activity.Now::words).toList(),
                            totals));
        }

        void sample(long nanos) {
            speed.add(nanos, bytes());
        }
    }

    /** Adds a session and returns whether its guest is new. */
    synchronized boolean join(Session session, Instant now, long nanos) {
        Key key = new Key(session.address().getHostAddress(), "", DisplayText.escape(session.invitation()));
        foundOrders.put(session, orders.mark(key));
        return move(session, key, now, nanos);
    }

    /**
     * Notes what the guest's program says about itself; only the first installation that a session names counts. What
     * the host has ordered for the guest while the session was one of its own holds for that installation.
     *
     * @param name the name of the guest's computer, escaped; empty if there is none
     * @return whether the session was the only one of its guest before, or is the only one now, so that the guest may
     *     have to be announced
     */
    synchronized boolean introduce(Session session, String name, String installation, Instant now, long nanos) {
        Present guest = guests.get(session);
        if (guest == null) {
            return false;
        }
        boolean isNew = guest.sessions.size() == 1;
        Key key = new Key(guest.key.address(), installation, guest.key.invitation());
        if (guest.key.installation().isEmpty() && !installation.isEmpty() && mayBeApart(key)) {
            String order = orders.mark(guest.key);
            if (!order.isEmpty() && !order.equals(foundOrders.get(session))) {
                Who who = new Who(name.isEmpty() ? guest.name : name, key.address(), key.invitation());
                orders.carry(guest.key, new Known(key, who), guest.sessions.size() == 1);
            }
            if (isNew && !present.containsKey(key)) {
                present.remove(guest.key);
                guest.key = key;
                present.put(key, guest);
            } else {
                isNew = move(session, key, now, nanos);
            }
            Present named = Objects.requireNonNull(guests.get(session));
            if (named.steering.set(orders.of(key))) {
                named.sessions.forEach(Session::ordered);
            }
        }
        if (!name.isEmpty()) {
            Objects.requireNonNull(guests.get(session)).name = name;
        }
        return isNew;
    }

    private boolean mayBeApart(Key key) {
        return present.containsKey(key)
                || present.keySet().stream()
                                .filter(other -> other.address().equals(key.address())
                                        && !other.installation().isEmpty())
                                .count()
                        < MAX_APART;
    }

    /** Makes the session one of the guest {@code key}; returns whether that guest is new. */
    private boolean move(Session session, Key key, Instant now, long nanos) {
        Present before = guests.remove(session);
        if (before != null) {
            before.sessions.remove(session);
            if (before.sessions.isEmpty()) {
                present.remove(before.key);
            }
        }
        Present guest = present.get(key);
        boolean isNew = guest == null;
        if (guest == null) {
            guest = new Present("guest-" + ++guestsSoFar, key, now, nanos, new Steering(orders.of(key)));
            present.put(key, guest);
        }
        guest.sessions.add(session);
        guests.put(session, guest);
        session.steer(guest.steering);
        return isNew;
    }

    /** Returns the guest of a session; empty if the session has left. */
    synchronized Optional<Key> key(Session session) {
        return Optional.ofNullable(guests.get(session)).map(guest -> guest.key);
    }

    /** Returns the name, the address and the invitation of the session's guest, as far as it has them. */
    synchronized Who who(Session session) {
        Present guest = guests.get(session);
        String address = session.address().getHostAddress();
        return guest == null ? new Who(address) : new Who(guest.name, address, guest.key.invitation());
    }

    /** Returns the key and the name of a guest; empty if it has left. */
    synchronized Optional<Known> known(String guestId) {
        return find(guestId)
                .map(guest -> new Known(guest.key, new Who(guest.name, guest.key.address(), guest.key.invitation())));
    }

    /** A connected guest. */
    record Known(Key key, Who who) {}

    /** Lets all guests obey the orders that hold now. */
    void order() {
        List<Session> ordered = new ArrayList<>();
        synchronized (this) {
            for (Present guest : present.values()) {
                if (guest.steering.set(orders.of(guest.key))) {
                    ordered.addAll(guest.sessions);
                }
            }
        }
        ordered.forEach(Session::ordered);
    }

    /** Counts a file that the session's guest has transferred. */
    synchronized void count(Session session, boolean isUpload, long bytes) {
        Present guest = guests.get(session);
        if (guest != null) {
            guest.totals = isUpload ? guest.totals.withUpload(bytes) : guest.totals.withDownload(bytes);
        }
    }

    /** Returns the sessions of all guests that named the installation. */
    synchronized List<Session> sessionsOf(String installation) {
        return present.values().stream()
                .filter(guest -> guest.key.installation().equals(installation))
                .flatMap(guest -> guest.sessions.stream())
                .toList();
    }

    private Optional<Present> find(String guestId) {
        return present.values().stream()
                .filter(guest -> guest.id.equals(guestId))
                .findFirst();
    }

    /** Returns whether the guest has a connection. */
    synchronized boolean isPresent(Key key) {
        return present.containsKey(key);
    }

    /** Returns whether a guest is connected from the address. */
    synchronized boolean isPresent(String address) {
        return present.keySet().stream().anyMatch(key -> key.address().equals(address));
    }

    /** Removes a session and returns whether it was its guest's last. */
    synchronized boolean leave(Session session) {
        foundOrders.remove(session);
        Present guest = guests.remove(session);
        if (guest == null || !guest.sessions.remove(session)) {
            return false;
        }
        guest.bytesOfEnded += session.bytes();
        if (guest.sessions.isEmpty()) {
            present.remove(guest.key);
            return true;
        }
        return false;
    }

    /** Measures speeds; to be called about twice a second. */
    synchronized boolean isEmpty() {
        return present.isEmpty();
    }

    synchronized void sample(long nanos) {
        present.values().forEach(guest -> guest.sample(nanos));
    }

    synchronized List<Guest> snapshot() {
        return present.values().stream().map(Present::snapshot).toList();
    }

    /** Returns the sessions of one guest; none if it has left. */
    synchronized Collection<Session> sessions(String guestId) {
        return find(guestId).map(guest -> new ArrayList<>(guest.sessions)).orElseGet(ArrayList::new);
    }
}
