package quayside.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quayside.protocol.text.Sentence;
import quayside.server.session.Session;
import quayside.server.text.ServerPhrase;

/** The connected guests: the admitted sessions, grouped by address. Thread-safe. */
final class GuestList {
    private final Map<String, Present> present = new LinkedHashMap<>();
    private long guestsSoFar;

    private static final class Present {
        private final String id;
        private final String address;
        private final Instant since;
        private final Set<Session> sessions = new HashSet<>();
        private long bytesOfEnded;
        private final Speed speed;

        Present(String id, String address, Instant since, long nanos) {
            this.id = id;
            this.address = address;
            this.since = since;
            this.speed = new Speed(nanos);
        }

        long bytes() {
            return bytesOfEnded + sessions.stream().mapToLong(Session::bytes).sum();
        }

        /** Returns the activity of a connection that transfers, if there is one. */
        Sentence activity() {
            return sessions.stream()
                    .map(Session::activity)
                    .max(Comparator.comparing(activity -> activity.key() != ServerPhrase.BROWSING))
                    .orElse(Sentence.of(ServerPhrase.BROWSING));
        }

        Guest snapshot() {
            return new Guest(id, address, since, sessions.size(), activity(), speed.bytesPerSecond(), bytes());
        }

        void sample(long nanos) {
            speed.add(nanos, bytes());
        }
    }

    /** Adds a session and returns whether its guest is new. */
    synchronized boolean join(Session session, Instant now, long nanos) {
        String address = session.address().getHostAddress();
        Present guest = present.get(address);
        boolean isNew = guest == null;
        if (guest == null) {
            guest = new Present("guest-" + ++guestsSoFar, address, now, nanos);
            present.put(address, guest);
        }
        guest.sessions.add(session);
        return isNew;
    }

    /** Removes a session and returns whether it was its guest's last. */
    synchronized boolean leave(Session session) {
        String address = session.address().getHostAddress();
        Present guest = present.get(address);
        if (guest == null || !guest.sessions.remove(session)) {
            return false;
        }
        guest.bytesOfEnded += session.bytes();
        if (guest.sessions.isEmpty()) {
            present.remove(address);
            return true;
        }
        return false;
    }

    /** Measures speeds; to be called about twice a second. */
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
