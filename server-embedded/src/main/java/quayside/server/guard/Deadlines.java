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

    /** An action that has not run yet. */
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        /** Calls the action off, if it has not begun. */
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

    /** Actions that have not begun. */
    int pending() {
        return timer.getQueue().size();
    }

    /** Calls everything off and waits for the thread's end. */
    @Override
    public void close() {
        timer.shutdownNow();
        timer.close();
    }
}
