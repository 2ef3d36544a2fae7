package quayside.app.core.transfer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import quayside.app.core.publish.Listeners;

/**
 * Reports changes on its own thread, with a minimum gap between two calls. The last change is always reported. While
 * {@link #keepNotifying} is on, it also calls without a change, so that the shown speed of a stalled transfer falls.
 */
final class Throttle implements AutoCloseable {
    private static final Duration PULSE = Duration.ofMillis(500);

    /** It rests so many times as long as it has worked, because a report of thousands of transfers takes a while. */
    private static final int REST = 9;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Duration gap;
    private final Runnable notify;
    private final Thread thread;
    private boolean changed;
    private boolean notifying;
    private boolean closed;

    Throttle(Duration gap, Runnable notify) {
        this.gap = gap;
        this.notify = notify;
        this.thread = Thread.ofVirtual().name("transfer-changes").start(this::run);
    }

    void changed() {
        lock.lock();
        try {
            if (!changed) {
                changed = true;
                woken.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void keepNotifying(boolean on) {
        lock.lock();
        try {
            notifying = on;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reports a pending change, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (awaitChange()) {
                long began = System.nanoTime();
                Listeners.run(notify);
                long rest = REST * (System.nanoTime() - began);
                pause(Math.max(gap.toNanos(), Math.min(rest, PULSE.toNanos())));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    /** Returns false once closed with no pending change. */
    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            while (!changed && !closed) {
                if (!notifying) {
                    woken.await();
                } else if (!woken.await(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            boolean more = changed || !closed;
            changed = false;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !closed) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
