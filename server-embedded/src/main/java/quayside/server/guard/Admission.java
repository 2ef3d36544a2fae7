package quayside.server.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Limits open connections, in total and by source. Thread-safe; never blocks.
 *
 * <p>A connection that has shown the access key is admitted. Admitted connections share all places, of which one in
 * {@value #RESERVED_SHARE} is reserved for sources that had guests before. If all places are taken, the source of a
 * newcomer, with the newcomer counted, is compared with the source that has the most connections. If the newcomer's
 * source has fewer, the other source gives up a place: the connection that has been idle longest makes room, or, if all
 * are busy, the one that moved the fewest bytes recently. Otherwise the newcomer takes the place of an idle connection
 * of its own source, or is refused. So a guest with a few addresses cannot deny places to others for long.
 *
 * <p>Connections that have not shown the key yet have separate places and take none from guests. Those from sources
 * without earlier guests are strangers: at most {@value #STRANGERS} in all, {@value #STRANGERS_PER_SOURCE} per source,
 * and half as many as guests. Those from sources with earlier guests have a quarter as many places as guests, but at
 * least {@value #MIN_KNOWN}. If no such place is left, the source that has most of these connections gives up its
 * oldest one. An honest handshake takes a fraction of a second, while a silent connection stays as long as it may. If
 * newcomers were refused instead, silent connections would keep every guest out. A source loses its own connections
 * first, so an attacker needs many sources to cut another's handshake short.
 */
public final class Admission {
    static final int DEFAULT_TOTAL = 512;
    public static final int DEFAULT_PER_SOURCE = 128;
    static final int STRANGERS = 256;
    static final int STRANGERS_PER_SOURCE = 32;

    /** One place in this number is reserved for sources that had guests before. */
    private static final int RESERVED_SHARE = 8;

    /**
     * The maximum bytes that a connection holds besides bodies and listings: a frame that has not arrived whole, and
     * answers that the guest does not read.
     */
    private static final long HELD_BYTES = 512 * 1024;

    /** The minimum of concurrent handshakes for sources that had guests before: one program begins several. */
    private static final int MIN_KNOWN = 16;

    private static final int MIN_TOTAL = 64;

    private final int total;
    private final int perSource;
    private final int strangers;
    private final Map<Source, Integer> open = new HashMap<>();

    /** The connections that have not shown the key yet, the oldest of each source first. */
    private final Map<Source, ArrayDeque<Place>> pending = new HashMap<>();

    private final Map<Source, Set<Place>> admitted = new HashMap<>();
    private int admittedNow;
    private int strangersNow;
    private int knownNow;

    /** @param total the maximum number of admitted connections */
    public Admission(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
        this.strangers = Math.max(1, Math.min(STRANGERS, total / 2));
    }

    /** Returns how many connections a JVM with a heap of {@code bytes} can serve; at most {@value #DEFAULT_TOTAL}. */
    public static int totalFor(long bytes) {
        return Math.clamp(bytes / HELD_BYTES, MIN_TOTAL, DEFAULT_TOTAL);
    }

    /** An admitted connection. Its methods may be called from any thread and return at once. */
    public interface Occupant {
        /**
         * Returns the time since which it waits for a request, in nanoseconds of the monotonic clock; empty while it
         * answers one.
         */
        OptionalLong idleSince();

        /** Returns the bytes that it has moved recently. */
        long movedLately();

        /** Ends it, with a reason for the guest if it is idle. */
        void makeRoom();
    }

    /** The place of a connection, from {@link #enter} to {@link #leave}. */
    public final class Place {
        private final Source source;
        private final boolean stranger;
        private final Runnable cut;
        private boolean taken = true;
        private Optional<Occupant> occupant = Optional.empty();

        private Place(Source source, boolean stranger, Runnable cut) {
            this.source = source;
            this.stranger = stranger;
            this.cut = cut;
        }

        /**
         * Admits the connection, which has shown the access key. It then stays until it leaves, unless it has to make
         * room.
         *
         * @return false if there is no place for it among the admitted connections; it has then left
         */
        public boolean admitted(Occupant session) {
            Optional<Place> leaving;
            synchronized (Admission.this) {
                if (!taken || occupant.isPresent()) {
                    return taken;
                }
                leaving = admittedNow < maxFor(this) ? Optional.empty() : placeToVacate(source);
                if (leaving.isEmpty() && admittedNow >= maxFor(this)) {
                    free();
                    return false;
                }
                leaving.ifPresent(Place::free);
                forgetPending();
                occupant = Optional.of(session);
                admitted.computeIfAbsent(source, _ -> new LinkedHashSet<>()).add(this);
                admittedNow++;
            }
            leaving.flatMap(each -> each.occupant).ifPresent(Occupant::makeRoom);
            return true;
        }

        /** Frees the place of a connection that has ended. A second call does nothing. */
        public void leave() {
            synchronized (Admission.this) {
                free();
            }
        }

        private void free() {
            if (!taken) {
                return;
            }
            taken = false;
            if (occupant.isEmpty()) {
                forgetPending();
            } else {
                admittedNow--;
                Set<Place> own = admittedOf(source);
                own.remove(this);
                if (own.isEmpty()) {
                    admitted.remove(source);
                }
            }
            open.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
        }

        private void forgetPending() {
            ArrayDeque<Place> own = pendingOf(source);
            own.remove(this);
            if (own.isEmpty()) {
                pending.remove(source);
            }
            count(-1);
        }

        private void count(int more) {
            if (stranger) {
                strangersNow += more;
            } else {
                knownNow += more;
            }
        }
    }

    /**
     * Returns a place for a connection of {@code source}; empty if no place is free and no other connection makes room.
     *
     * @param known whether a guest came from there before
     * @param cut ends the connection if it has to make room before it is admitted, and returns at once; called by the
     *     thread of the connection that enters
     */
    public Optional<Place> enter(Source source, boolean known, Runnable cut) {
        List<Place> leaving = new ArrayList<>();
        Optional<Place> place = enter(source, known, cut, leaving);
        leaving.forEach(each -> each.cut.run());
        return place;
    }

    private synchronized Optional<Place> enter(Source source, boolean known, Runnable cut, List<Place> leaving) {
        Place place = new Place(source, !known, cut);
        if (admittedNow >= maxFor(place) && placeToVacate(source).isEmpty()) {
            return Optional.empty();
        }
        if (isFull(source, known) && !vacate(pendingOf(source).stream().findFirst(), leaving)) {
            return Optional.empty();
        }
        boolean pendingIsFull = known ? knownNow >= Math.max(MIN_KNOWN, total / 4) : strangersNow >= strangers;
        // If this fails, a connection above made room needlessly, but its source was over its own limit anyway.
        if (pendingIsFull && !vacate(oldestOfLargest(!known), leaving)) {
            return Optional.empty();
        }
        pending.computeIfAbsent(source, _ -> new ArrayDeque<>()).addLast(place);
        open.merge(source, 1, Integer::sum);
        place.count(1);
        return Optional.of(place);
    }

    private static boolean vacate(Optional<Place> oldest, List<Place> leaving) {
        oldest.ifPresent(each -> {
            each.free();
            leaving.add(each);
        });
        return oldest.isPresent();
    }

    private ArrayDeque<Place> pendingOf(Source source) {
        return pending.getOrDefault(source, new ArrayDeque<>());
    }

    private Set<Place> admittedOf(Source source) {
        return admitted.getOrDefault(source, new LinkedHashSet<>());
    }

    private int maxFor(Place place) {
        return total - (place.stranger ? total / RESERVED_SHARE : 0);
    }

    private boolean isFull(Source source, boolean known) {
        int waiting = pendingOf(source).size();
        return open.getOrDefault(source, 0) >= perSource || (!known && waiting >= STRANGERS_PER_SOURCE);
    }

    /** Returns the oldest pending connection of the source that has most of them. */
    private Optional<Place> oldestOfLargest(boolean strangers) {
        return pending.values().stream()
                .map(own ->
                        own.stream().filter(each -> each.stranger == strangers).toList())
                .max(Comparator.comparingInt(List::size))
                .map(List::getFirst);
    }

    /** Returns the admitted connection that has to leave for one more of {@code source}. */
    private Optional<Place> placeToVacate(Source source) {
        Set<Place> own = admittedOf(source);
        Set<Place> largest = admitted.values().stream()
                .max(Comparator.comparingInt(Set::size))
                .orElse(own);
        if (largest.size() <= own.size() + 1) {
            return longestIdle(own);
        }
        Optional<Place> idle = longestIdle(largest);
        return idle.isPresent()
                ? idle
                : largest.stream()
                        .min(Comparator.comparingLong(
                                each -> each.occupant.orElseThrow().movedLately()));
    }

    private static Optional<Place> longestIdle(Collection<Place> places) {
        record Idle(Place place, long since) {}
        return places.stream()
                .flatMap(each ->
                        each.occupant.orElseThrow().idleSince().stream().mapToObj(since -> new Idle(each, since)))
                // Monotonic times are compared by their difference.
                .min((one, other) -> Long.signum(one.since() - other.since()))
                .map(Idle::place);
    }
}
