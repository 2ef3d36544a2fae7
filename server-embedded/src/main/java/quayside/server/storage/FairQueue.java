package quayside.server.storage;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Few places for work that takes long, for which askers take turns: whose line has waited longest since one of it had a turn comes next, however many
 * others have in theirs. Whoever works gives the place up now and then, so that the longest work holds nobody up for longer than its rounds take.
 * Thread-safe.
 */
final class FairQueue {
    private final ReentrantLock lock = new ReentrantLock();

    /** The lines, the next one to have a turn first; none is empty. */
    private final Map<String, Queue<Waiting>> lines = new LinkedHashMap<>();

    private int free;

    FairQueue(int places) {
        this.free = places;
    }

    private static final class Waiting {
        private final Condition called;
        private boolean isCalled;

        Waiting(Condition called) {
            this.called = called;
        }
    }

    /** Waits for a place, in the line of {@code asker}; to be followed by one {@link #leave}, unless it throws. */
    void enter(String asker) throws InterruptedException {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            Waiting own = new Waiting(lock.newCondition());
            lines.computeIfAbsent(asker, _ -> new ArrayDeque<>()).add(own);
            try {
                while (!own.isCalled) {
                    own.called.await();
                }
            } catch (InterruptedException e) {
                giveUp(asker, own);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(String asker, Waiting own) {
        if (own.isCalled) {
            callNext();
            return;
        }
        Queue<Waiting> line = lines.get(asker);
        if (line != null && line.remove(own) && line.isEmpty()) {
            lines.remove(asker);
        }
    }

    /** Gives the place up. */
    void leave() {
        lock.lock();
        try {
            callNext();
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        Map.Entry<String, Queue<Waiting>> next =
                lines.isEmpty() ? null : lines.entrySet().iterator().next();
        if (next == null) {
            free++;
            return;
        }
        lines.remove(next.getKey());
        Waiting called = next.getValue().remove();
        if (!next.getValue().isEmpty()) {
            // To the end: the others have their turns first.
            lines.put(next.getKey(), next.getValue());
        }
        called.isCalled = true;
        called.called.signal();
    }
}
