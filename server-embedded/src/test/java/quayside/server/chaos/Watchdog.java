package quayside.server.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quayside.server.ServerThreads;

/** Bounds what must end by itself. */
final class Watchdog {
    private Watchdog() {}

    /**
     * Runs {@code call} on a thread of its own.
     *
     * @return what it returned
     * @throws Exception what it threw
     * @throws AssertionError with every thread's stack, where it has not ended within {@code limit}; it runs on
     */
    static <T> T within(Duration limit, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().name("chaos-run").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            AssertionError late = new AssertionError("still running after " + limit + "\n" + ServerThreads.dump(), e);
            thread.interrupt();
            throw late;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
