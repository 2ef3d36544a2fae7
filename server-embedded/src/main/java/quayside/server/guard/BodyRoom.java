package quayside.server.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Bounds in bytes what all bodies and listings under way hold in memory, and shares that room fairly between sources (PROTOCOL.md section 4.3).
 *
 * <p>A source may hold as much as it leaves free: alone half of the room, with one other a third, and so on. So whoever takes all it gets leaves
 * room for a newcomer, who holds nothing and only needs what is free. Others wait; who is served next is the source that holds least, and of those
 * that hold the same the one whose turn is longest ago.
 *
 * <p>A body on which nearly nothing moves in a whole {@link BodyLimits#window} is ended, and one that is slow is ended where somebody waits for its
 * room: those of the source that holds most first.
 *
 * <p>Thread-safe. Nobody holds room while waiting for more, so that nobody waits for ever.
 */
public final class BodyRoom {
    private final BodyLimits limits;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Place> places = new LinkedHashSet<>();
    private final Map<Source, Long> held = new HashMap<>();

    /** Those who wait, by source; whose turn is longest ago is first, and none is empty. */
    private final Map<Source, Queue<Waiting>> lines = new LinkedHashMap<>();

    private long free;

    /** @param nanos the monotonic clock */
    public BodyRoom(BodyLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.free = limits.bytes();
    }

    /** What moves a body, for the looks at its speed. */
    public interface Mover {
        /** Bytes that it has moved in all. */
        long moved();

        /** Ends it, and returns at once; its room is given back by whoever works on it. */
        void end();
    }

    private static final class Waiting {
        private final Place place;
        private final Condition called;
        private boolean isCalled;

        Waiting(Place place, Condition called) {
            this.place = place;
            this.called = called;
        }
    }

    /** Room that is held, until it is closed. */
    public final class Place implements AutoCloseable {
        private final Source source;
        private final long bytes;
        private final Mover mover;
        private long lookedAt;
        private long movedThen;
        private boolean slow;
        private boolean ended;

        private Place(Source source, long bytes, Mover mover) {
            this.source = source;
            this.bytes = Math.min(bytes, limits.bytes());
            this.mover = mover;
        }

        private boolean fits() {
            long own = held.getOrDefault(source, 0L);
            return bytes <= free && (own == 0 || own + bytes <= free - bytes);
        }

        private void take() {
            free -= bytes;
            held.merge(source, bytes, Long::sum);
            places.add(this);
            lookedAt = nanos.getAsLong();
            movedThen = mover.moved();
        }

        /** Gives the room back. Once more does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (places.remove(this)) {
                    free += bytes;
                    held.computeIfPresent(source, (_, own) -> own == bytes ? null : own - bytes);
                    callNext();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Looks at what has moved, once a window is over. */
        private void look(long now) {
            if (now - lookedAt < limits.window().toNanos()) {
                return;
            }
            long moved = mover.moved() - movedThen;
            slow = moved < limits.slow();
            ended |= moved < limits.nearlyNothing();
            lookedAt = now;
            movedThen += moved;
        }
    }

    /** Room for {@code bytes}, if there is some for {@code source} and nobody waits for it. Never blocks. */
    public Optional<Place> tryEnter(Source source, long bytes, Mover mover) {
        lock.lock();
        try {
            Place place = new Place(source, bytes, mover);
            if (!lines.isEmpty() || !place.fits()) {
                return Optional.empty();
            }
            place.take();
            return Optional.of(place);
        } finally {
            lock.unlock();
        }
    }

    /** Room for {@code bytes}; more than there is in all counts as all. Blocks until it is the turn of {@code source}, which must hold none for the same body. */
    public Place enter(Source source, long bytes, Mover mover) throws InterruptedException {
        lock.lock();
        try {
            Waiting own = new Waiting(new Place(source, bytes, mover), lock.newCondition());
            lines.computeIfAbsent(source, _ -> new ArrayDeque<>()).add(own);
            callNext();
            try {
                while (!own.isCalled) {
                    own.called.await();
                }
            } catch (InterruptedException e) {
                giveUp(own);
                throw e;
            }
            return own.place;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Waiting own) {
        if (own.isCalled) {
            own.place.close();
            return;
        }
        Queue<Waiting> line = lines.get(own.place.source);
        if (line != null && line.remove(own) && line.isEmpty()) {
            lines.remove(own.place.source);
        }
        callNext();
    }

    private void callNext() {
        while (!lines.isEmpty()) {
            Source source = lines.keySet().stream()
                    .min(Comparator.comparingLong(each -> held.getOrDefault(each, 0L)))
                    .orElseThrow();
            Queue<Waiting> line = lines.get(source);
            if (line == null || !line.element().place.fits()) {
                // Those who hold more wait as well, or they would take what this one waits for.
                return;
            }
            Waiting called = line.remove();
            lines.remove(source);
            if (!line.isEmpty()) {
                lines.put(source, line);
            }
            called.place.take();
            called.isCalled = true;
            called.called.signal();
        }
    }

    /** Ends what is too slow; to be called several times a window. */
    public void endSlow() {
        List<Place> ending;
        lock.lock();
        try {
            ending = tooSlow();
        } finally {
            lock.unlock();
        }
        ending.forEach(each -> each.mover.end());
    }

    private List<Place> tooSlow() {
        long now = nanos.getAsLong();
        List<Place> ending = new ArrayList<>();
        for (Place each : places) {
            boolean was = each.ended;
            each.look(now);
            if (each.ended && !was) {
                ending.add(each);
            }
        }
        long waiting = lines.values().stream().mapToLong(Queue::size).sum();
        long leaving = places.stream().filter(each -> each.ended).count();
        places.stream()
                .filter(each -> each.slow && !each.ended)
                .sorted(Comparator.comparingLong(each -> -held.getOrDefault(each.source, 0L)))
                .limit(Math.max(0, waiting - leaving))
                .forEach(each -> {
                    each.ended = true;
                    ending.add(each);
                });
        return ending;
    }

    /** Bytes that are free now. */
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait now. */
    int waiting() {
        lock.lock();
        try {
            return lines.values().stream().mapToInt(Queue::size).sum();
        } finally {
            lock.unlock();
        }
    }
}
