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
 * Counts open connections, all together and by source. Thread-safe; never blocks.
 *
 * <p>Those that have shown the access key are admitted, and have all the places, of which one in {@value #KEPT} is kept for sources that have been guests'
 * before. Where they are all taken, one of the source that has most makes room for a newcomer whose source has fewer: the one that has been idle for longest, or where all are
 * busy the one that moved least lately. A newcomer of the source that has most, or as many as any other, takes the place of an idle one of its own, or gets none. So a guest at a
 * few addresses takes no place from others for long.
 *
 * <p>Those that have not shown the key yet have places of their own, and cost no guest one. Those that come from where no guest came from before are strangers
 * ({@value #STRANGERS} in all, {@value #STRANGERS_PER_SOURCE} a source, and never more than half as many as guests); those from where a guest came
 * before have a quarter as many as guests. Where there is no such place left, the one that has been at it for longest makes room, of the source that has
 * most of them. An honest handshake takes a fraction of a second, and silence as long as it is let; were it the newcomer who has to go, silent
 * ones would keep everybody out. A source is made to pay for its own first, so that it takes many of them to cut a handshake of another's short.
 */
public final class Admission {
    static final int DEFAULT_TOTAL = 512;
    public static final int DEFAULT_PER_SOURCE = 128;
    static final int STRANGERS = 256;
    static final int STRANGERS_PER_SOURCE = 32;

    /** One place in so many is for sources that have been guests'. */
    private static final int KEPT = 8;

    /** What a connection may hold at most beside bodies and listings, in bytes: a frame that has not arrived whole, and answers that nobody reads. */
    private static final long HELD_BYTES = 512 * 1024;

    /** Handshakes at once of sources that have been guests': one program begins several. */
    private static final int LEAST_KNOWN = 16;

    private static final int LEAST_TOTAL = 64;

    private final int total;
    private final int perSource;
    private final int strangers;
    private final Map<Source, Integer> open = new HashMap<>();

    /** Those that have not shown the key yet, the oldest of each source first. */
    private final Map<Source, ArrayDeque<Place>> pending = new HashMap<>();

    private final Map<Source, Set<Place>> admitted = new HashMap<>();
    private int admittedNow;
    private int strangersNow;
    private int knownNow;

    /** @param total most that are admitted at once */
    public Admission(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
        this.strangers = Math.max(1, Math.min(STRANGERS, total / 2));
    }

    /** How many connections a JVM with a heap of {@code bytes} can bear; at most {@value #DEFAULT_TOTAL}. */
    public static int totalFor(long bytes) {
        return Math.clamp(bytes / HELD_BYTES, LEAST_TOTAL, DEFAULT_TOTAL);
    }

    /** Who has a place among the admitted. May be asked from any thread, and answers at once. */
    public interface Occupant {
        /** Since when it waits for a request, in nanoseconds of the monotonic clock; empty while it answers one. */
        OptionalLong idleSince();

        /** Bytes that it has moved lately. */
        long movedLately();

        /** Ends it, telling it why where it is idle. */
        void makeRoom();
    }

    /** A connection's place, from {@link #enter} to {@link #leave}. */
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
         * The connection has shown the access key, and stays for as long as it likes, unless it has to make room.
         *
         * @return false where there is no place for it among the admitted; it has left then
         */
        public boolean admitted(Occupant session) {
            Optional<Place> leaving;
            synchronized (Admission.this) {
                if (!taken || occupant.isPresent()) {
                    return taken;
                }
                leaving = admittedNow < mostFor(this) ? Optional.empty() : makesRoomFor(source);
                if (leaving.isEmpty() && admittedNow >= mostFor(this)) {
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

        /** The connection is over. Once more does nothing. */
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
     * A place for a connection of {@code source}; empty where there is none and nobody makes room.
     *
     * @param known whether a guest came from there before
     * @param cut ends the connection, if it has to make room before it is admitted, and returns at once; called by whoever enters then
     */
    public Optional<Place> enter(Source source, boolean known, Runnable cut) {
        List<Place> leaving = new ArrayList<>();
        Optional<Place> place = enter(source, known, cut, leaving);
        leaving.forEach(each -> each.cut.run());
        return place;
    }

    private synchronized Optional<Place> enter(Source source, boolean known, Runnable cut, List<Place> leaving) {
        Place place = new Place(source, !known, cut);
        if (admittedNow >= mostFor(place) && makesRoomFor(source).isEmpty()) {
            return Optional.empty();
        }
        if (isFull(source, known) && !leaves(pendingOf(source).stream().findFirst(), leaving)) {
            return Optional.empty();
        }
        boolean pendingIsFull = known ? knownNow >= Math.max(LEAST_KNOWN, total / 4) : strangersNow >= strangers;
        // Whoever made room above may have gone in vain; their source was over its own limit all the same.
        if (pendingIsFull && !leaves(oldestOfMost(!known), leaving)) {
            return Optional.empty();
        }
        pending.computeIfAbsent(source, _ -> new ArrayDeque<>()).addLast(place);
        open.merge(source, 1, Integer::sum);
        place.count(1);
        return Optional.of(place);
    }

    private static boolean leaves(Optional<Place> oldest, List<Place> leaving) {
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

    private int mostFor(Place place) {
        return total - (place.stranger ? total / KEPT : 0);
    }

    private boolean isFull(Source source, boolean known) {
        int waiting = pendingOf(source).size();
        return open.getOrDefault(source, 0) >= perSource || (!known && waiting >= STRANGERS_PER_SOURCE);
    }

    /** The oldest of those who may have to go, of the source that has most of them. */
    private Optional<Place> oldestOfMost(boolean strangers) {
        return pending.values().stream()
                .map(own ->
                        own.stream().filter(each -> each.stranger == strangers).toList())
                .max(Comparator.comparingInt(List::size))
                .map(List::getFirst);
    }

    /** Which of the admitted has to go for one more of {@code source}. */
    private Optional<Place> makesRoomFor(Source source) {
        Set<Place> own = admittedOf(source);
        Set<Place> most = admitted.values().stream()
                .max(Comparator.comparingInt(Set::size))
                .orElse(own);
        if (most.size() <= own.size() + 1) {
            return longestIdle(own);
        }
        Optional<Place> idle = longestIdle(most);
        return idle.isPresent()
                ? idle
                : most.stream()
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
