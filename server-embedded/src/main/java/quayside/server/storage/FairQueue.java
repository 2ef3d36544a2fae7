package quayside.server.storage;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few slots for long work, which askers take in turn. The next slot goes to the asker whose last turn is longest ago,
 * regardless of how many requests others have queued. A worker releases its slot after each round, so even the longest
 * work delays others only by one round at a time. Thread-safe.
 */
final class FairQueue {
    private final ReentrantLock lock = new ReentrantLock();

    /** The waiting requests by asker. The next one to have a turn is first; no queue is empty. */
    private final Map<String, Queue<Waiting>> queues = new LinkedHashMap<>();

    private int free;

    FairQueue(int slots) {
        this.free = slots;
    }

    private static final class Waiting {
        private final Condition condition;
        private boolean isGranted;

        Waiting(Condition condition) {
            this.condition = condition;
        }
    }

    /** Waits for a slot, in the queue of {@code asker}. Unless it throws, one {@link #release} must follow. */
    void acquire(String asker) throws InterruptedException {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            Waiting own = new Waiting(lock.newCondition());
            queues.computeIfAbsent(asker, _ -> new ArrayDeque<>()).add(own);
            try {
                while (!own.isGranted) {
                    own.condition.await();
                }
            } catch (InterruptedException e) {
                withdraw(asker, own);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(String asker, Waiting own) {
        if (own.isGranted) {
            grantNext();
            return;
        }
        Queue<Waiting> queue = queues.get(asker);
        if (queue != null && queue.remove(own) && queue.isEmpty()) {
            queues.remove(asker);
        }
    }

    void release() {
        lock.lock();
        try {
            grantNext();
        } finally {
            lock.unlock();
        }
    }

    private void grantNext() {
        Map.Entry<String, Queue<Waiting>> next =
                queues.isEmpty() ? null : queues.entrySet().iterator().next();
        if (next == null) {
            free++;
            return;
        }
        queues.remove(next.getKey());
        Waiting granted = next.getValue().remove();
        if (!next.getValue().isEmpty()) {
            // At the end, because the others have their turns first.
            queues.put(next.getKey(), next.getValue());
        }
        granted.isGranted = true;
        granted.condition.signal();
    }
}
