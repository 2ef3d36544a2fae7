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
 * Limits the memory that all bodies and listings under way hold, and shares it fairly between sources (PROTOCOL.md
 * section 4.3).
 *
 * <p>A source may hold as much as it leaves free: a single source half of the room, each of two sources a third, and so
 * on. So even a source that takes as much as it may leaves room for a newcomer. A newcomer holds nothing, so it needs
 * only enough free room. Others wait. The source that holds least is served next. Among sources that hold the same, it
 * is the one whose last turn is longest ago.
 *
 * <p>A body on which nearly nothing moves in a whole {@link BodyLimits#window} is ended. A slow body is ended if
 * another waits for its room, beginning with the source that holds most.
 *
 * <p>Thread-safe. A body holds no room while it waits for more, so that no body waits forever.
 */
public final class BodyRoom {
    private final BodyLimits limits;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Place> places = new LinkedHashSet<>();
    private final Map<Source, Long> held = new HashMap<>();

    /** The waiting bodies by source. The source whose last turn is longest ago is first; no queue is empty. */
    private final Map<Source, Queue<Waiting>> queues = new LinkedHashMap<>();

    private long free;

    /** @param nanos the monotonic clock */
    public BodyRoom(BodyLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.free = limits.bytes();
    }

    /** Moves a body; its speed is checked. */
    public interface Mover {
        /** Returns the total of bytes that it has moved. */
        long moved();

        /** Ends it and returns at once. The thread that works on it gives its room back. */
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

    /** Room that is held until it is closed. */
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

        /** Gives the room back. A second call does nothing. */
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

        /** Measures how many bytes have moved, once a window is over. */
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

    /** Returns room for {@code bytes}, if {@code source} may have it and no other body waits. Never blocks. */
    public Optional<Place> tryEnter(Source source, long bytes, Mover mover) {
        lock.lock();
        try {
            Place place = new Place(source, bytes, mover);
            if (!queues.isEmpty() || !place.fits()) {
                return Optional.empty();
            }
            place.take();
            return Optional.of(place);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns room for {@code bytes}, limited to the whole room. Blocks until it is the turn of {@code source}. The
     * caller must hold no room for the same body.
     */
    public Place enter(Source source, long bytes, Mover mover) throws InterruptedException {
        lock.lock();
        try {
            Waiting own = new Waiting(new Place(source, bytes, mover), lock.newCondition());
            queues.computeIfAbsent(source, _ -> new ArrayDeque<>()).add(own);
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
        Queue<Waiting> queue = queues.get(own.place.source);
        if (queue != null && queue.remove(own) && queue.isEmpty()) {
            queues.remove(own.place.source);
        }
        callNext();
    }

    private void callNext() {
        while (!queues.isEmpty()) {
            Source source = queues.keySet().stream()
                    .min(Comparator.comparingLong(each -> held.getOrDefault(each, 0L)))
                    .orElseThrow();
            Queue<Waiting> queue = queues.get(source);
            if (queue == null || !queue.element().place.fits()) {
                // The sources that hold more wait too; otherwise they would take the room that this one waits for.
                return;
            }
            Waiting called = queue.remove();
            queues.remove(source);
            if (!queue.isEmpty()) {
                queues.put(source, queue);
            }
            called.place.take();
            called.isCalled = true;
            called.called.signal();
        }
    }

    /** Ends the bodies that are too slow; to be called several times a window. */
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
        long waiting = queues.values().stream().mapToLong(Queue::size).sum();
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

    /** Returns the bytes that are free now. */
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bodies wait now. */
    int waiting() {
        lock.lock();
        try {
            return queues.values().stream().mapToInt(Queue::size).sum();
        } finally {
            lock.unlock();
        }
    }
}
