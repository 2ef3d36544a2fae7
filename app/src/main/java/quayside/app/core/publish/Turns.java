package quayside.app.core.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does one piece of work after the other, and perhaps a round at intervals. Work may block; an error of the
 * program in it is logged, and ends nothing but that work. Thread-safe. Only {@link #await} and {@link #awaitEnd} block.
 * While there is nothing to do, the thread, a virtual one, rests.
 */
public final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final ScheduledThreadPoolExecutor worker;
    private final String name;
    private volatile boolean isEnded;

    // Of the worker:
    private @Nullable ScheduledFuture<?> round;

    /** @param name of the thread, and of the work in the log */
    public Turns(String name) {
        this.name = name;
        worker =
                new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
        worker.setRemoveOnCancelPolicy(true);
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does this after what was given before; nothing after {@link #end}. */
    public void run(Runnable work) {
        later(work, Duration.ZERO);
    }

    /** Does this after a time; nothing after {@link #end}. */
    public void later(Runnable work, Duration wait) {
        var _ = schedule(work, wait);
    }

    /** Does this after a time, instead of the round that was planned before. Only for work of these turns. */
    public void nextRound(Runnable work, Duration wait) {
        noRound();
        round = schedule(work, wait);
    }

    /** Does not do the round that was planned. Only for work of these turns. */
    public void noRound() {
        if (round != null) {
            round.cancel(false);
            round = null;
        }
    }

    private @Nullable ScheduledFuture<?> schedule(Runnable work, Duration wait) {
        try {
            return worker.schedule(() -> guarded(work), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Called after the end of {}", name, e);
            return null;
        }
    }

    private void guarded(Runnable work) {
        if (isEnded) {
            return;
        }
        try {
            work.run();
        } catch (RejectedExecutionException e) {
            LOG.trace("Ended meanwhile: {}", name, e);
        } catch (RuntimeException | Error e) {
            LOG.error("An error in the program disturbs {}", name, e);
        }
    }

    /** Returns when everything that was given before is done. */
    public void await() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        worker.execute(done::countDown);
        done.await();
    }

    /** Returns whether {@link #end} was called. */
    public boolean isEnded() {
        return isEnded;
    }

    /**
     * Does no more. What waits for its turn is dropped.
     *
     * @param interrupts whether work that runs is interrupted, and otherwise ends by itself
     */
    public void end(boolean interrupts) {
        isEnded = true;
        if (interrupts) {
            List<Runnable> _ = worker.shutdownNow();
        } else {
            worker.shutdown();
        }
    }

    /** Waits for the end of the work that runs, however long it takes. Only after {@link #end}. */
    public void awaitEnd() {
        worker.close();
    }

    /** Waits for the end of the work that runs; returns false if it takes longer. */
    public boolean awaitEnd(Duration wait) throws InterruptedException {
        return worker.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
