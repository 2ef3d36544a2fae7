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
    private long guestsSoFar;

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
        private Key key;
        private String name = "";
        private long bytesOfEnded;

        Present(String id, Key key, Instant since, long nanos) {
            this.id = id;
            this.key = key;
            this.since = since;
            this.speed = new Speed(nanos);
        }

        long bytes() {
            return bytesOfEnded + sessions.stream().mapToLong(Session::bytes).sum();
        }

        /** Returns a connection that transfers a file, or else one that does anything, or else any. */
        private Optional<Activity.Now> activity() {
            return sessions.stream()
                    .map(Session::activity)
                    .max(Comparator.comparing(
                                    (Activity.Now now) -> now.progress().isPresent())
                            .thenComparing(now -> now.words().key() != ServerPhrase.BROWSING));
        }

        Guest snapshot() {
            Optional<Activity.Now> now = activity();
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
                    bytes());
        }

        void sample(long nanos) {
            speed.add(nanos, bytes());
        }
    }

    /** Adds a session and returns whether its guest is new. */
    synchronized boolean join(Session session, Instant now, long nanos) {
        return move(
                session,
                new Key(session.address().getHostAddress(), "", DisplayText.escape(session.invitation())),
                now,
                nanos);
    }

    /**
     * Notes what the guest's program says about itself; only the first installation that a session names counts.
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
            if (isNew && !present.containsKey(key)) {
                present.remove(guest.key);
                guest.key = key;
                present.put(key, guest);
            } else {
                isNew = move(session, key, now, nanos);
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
            guest = new Present("guest-" + ++guestsSoFar, key, now, nanos);
            present.put(key, guest);
        }
        guest.sessions.add(session);
        guests.put(session, guest);
        return isNew;
    }

    /** Returns the guest of a session; empty if the session has left. */
    synchronized Optional<Key> key(Session session) {
        return Optional.ofNullable(guests.get(session)).map(guest -> guest.key);
    }

    /** Returns the name, the address and the invitation of the session's guest, as far as it has them, for display. */
    synchronized String who(Session session) {
        String who = computer(session);
        String invitation = key(session).map(Key::invitation).orElse("");
        return invitation.isEmpty()
                ? who
                : Sentence.of(ServerPhrase.GUEST_INVITED, who, invitation).toString();
    }

    /** Returns the name and the address of the session's guest, for display. */
    synchronized String computer(Session session) {
        Present guest = guests.get(session);
        String address = session.address().getHostAddress();
        return guest == null || guest.name.isEmpty()
                ? address
                : Sentence.of(ServerPhrase.GUEST_AT, guest.name, address).toString();
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
        return present.values().stream()
                .filter(guest -> guest.id.equals(guestId))
                .findFirst()
                .map(guest -> new ArrayList<>(guest.sessions))
                .orElseGet(ArrayList::new);
    }
}
