package quayside.server.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts open connections, all together and by source. Thread-safe; never blocks.
 *
 * <p>Those that have not shown the access key yet, and come from where no guest came from before, are strangers. They have a small part of the places
 * ({@value #STRANGERS} in all, {@value #STRANGERS_PER_SOURCE} a source, and never more than half of all), and some of the others are kept for sources that
 * have been guests'. So whoever says nothing locks no guest out.
 *
 * <p>Where there is no place left, somebody who has not shown the key yet makes room: the one that has been at it for longest, of the source that has
 * most of them. An honest handshake takes a fraction of a second, and silence as long as it is let; were it the newcomer who has to go, silent
 * ones would keep everybody out. A source is made to pay for its own first, so that it takes many of them to cut a handshake of another's short.
 */
public final class Admission {
    public static final int DEFAULT_TOTAL = 512;
    public static final int DEFAULT_PER_SOURCE = 128;
    static final int STRANGERS = 256;
    static final int STRANGERS_PER_SOURCE = 32;

    /** One place in so many is for sources that have been guests'. */
    private static final int KEPT = 8;

    private final int total;
    private final int perSource;
    private final int strangers;
    private final Map<Source, Integer> open = new HashMap<>();

    /** Those that have not shown the key yet, the oldest of each source first. */
    private final Map<Source, ArrayDeque<Place>> pending = new HashMap<>();

    private int sum;
    private int strangersNow;

    public Admission(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
        this.strangers = Math.max(1, Math.min(STRANGERS, total / 2));
    }

    /** A connection's place, from {@link #enter} to {@link #leave}. */
    public final class Place {
        private final Source source;
        private final boolean stranger;
        private final Runnable cut;
        private boolean taken = true;
        private boolean admitted;

        private Place(Source source, boolean stranger, Runnable cut) {
            this.source = source;
            this.stranger = stranger;
            this.cut = cut;
        }

        /** The connection has shown the access key, and stays for as long as it likes. */
        public void admitted() {
            synchronized (Admission.this) {
                if (taken && !admitted) {
                    forget();
                    admitted = true;
                }
            }
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
            if (!admitted) {
                forget();
            }
            sum--;
            open.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
        }

        private void forget() {
            ArrayDeque<Place> own = pendingOf(source);
            own.remove(this);
            if (own.isEmpty()) {
                pending.remove(source);
            }
            strangersNow -= stranger ? 1 : 0;
        }
    }

    /**
     * A place for a connection of {@code source}; empty where there is none and nobody makes room.
     *
     * @param known whether a guest came from there before
     * @param cut ends the connection, if it has to make room, and returns at once; called by whoever enters then
     */
    public Optional<Place> enter(Source source, boolean known, Runnable cut) {
        List<Place> leaving = new ArrayList<>();
        Optional<Place> place = enter(source, known, cut, leaving);
        leaving.forEach(each -> each.cut.run());
        return place;
    }

    private synchronized Optional<Place> enter(Source source, boolean known, Runnable cut, List<Place> leaving) {
        if (isFull(source, known)) {
            Place oldest = pendingOf(source).peekFirst();
            if (oldest == null) {
                return Optional.empty();
            }
            oldest.free();
            leaving.add(oldest);
        }
        int usable = total - (known ? 0 : total / KEPT);
        if (sum >= usable || (!known && strangersNow >= strangers)) {
            Optional<Place> oldest = oldestOfMost(true);
            if (oldest.isEmpty() && known) {
                oldest = oldestOfMost(false);
            }
            if (oldest.isEmpty()) {
                // Whoever made room above has gone in vain; their source was over its own limit all the same.
                return Optional.empty();
            }
            oldest.get().free();
            leaving.add(oldest.get());
        }
        Place place = new Place(source, !known, cut);
        pending.computeIfAbsent(source, _ -> new ArrayDeque<>()).addLast(place);
        open.merge(source, 1, Integer::sum);
        sum++;
        strangersNow += known ? 0 : 1;
        return Optional.of(place);
    }

    private ArrayDeque<Place> pendingOf(Source source) {
        return pending.getOrDefault(source, new ArrayDeque<>());
    }

    private boolean isFull(Source source, boolean known) {
        int waiting = pendingOf(source).size();
        return open.getOrDefault(source, 0) >= perSource || (!known && waiting >= STRANGERS_PER_SOURCE);
    }

    /** The oldest of those who may have to go, of the source that has most of them. */
    private Optional<Place> oldestOfMost(boolean strangersOnly) {
        return pending.values().stream()
                .map(own -> own.stream()
                        .filter(each -> each.stranger || !strangersOnly)
                        .toList())
                .filter(own -> !own.isEmpty())
                .max(Comparator.comparingInt(List::size))
                .map(List::getFirst);
    }
}
