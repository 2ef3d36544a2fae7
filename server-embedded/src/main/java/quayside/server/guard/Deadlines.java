package quayside.server.guard;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short actions later, by the monotonic clock, all on one virtual thread. An action that fails is logged. */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("quayside-timer").factory());

    public Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A scheduled action that can be cancelled. */
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        /** Cancels the action if it has not begun. */
        @Override
        void close();
    }

    public Deadline after(Duration delay, Runnable action) {
        Future<?> task = timer.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    public Deadline every(Duration period, Runnable action) {
        long nanos = period.toNanos();
        Future<?> task = timer.scheduleWithFixedDelay(() -> run(action), nanos, nanos, TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("A timed action failed", e);
        }
    }

    /** Returns the number of actions that have not begun. */
    int pending() {
        return timer.getQueue().size();
    }

    /** Cancels all actions and waits for the end of the thread. */
    @Override
    public void close() {
        timer.shutdownNow();
        timer.close();
    }
}
