package quayside.app.ui.kit;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.connection.Cancellation;

/**
 * Runs what blocks away from the JavaFX thread, each job on a virtual thread of its own, and brings its result back to
 * the JavaFX thread. To be called on the JavaFX thread.
 */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ui-", 0).factory());
    private final Executor fx;

    public Background() {
        this(Platform::runLater);
    }

    /** {@code fx} runs results: a test may run them elsewhere. */
    Background(Executor fx) {
        this.fx = fx;
    }

    /** What a job does: off the JavaFX thread, free to block, asked to end by its cancellation. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Cancellation cancellation) throws Exception;
    }

    /** A job without a result. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /**
     * Starts {@code work}. Exactly one of {@code done} and {@code failed} is called on the JavaFX thread, and none once
     * the returned cancellation was cancelled; after {@link #close} it is cancelled from the start.
     */
    public <T> Cancellation run(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        Cancellation cancellation = new Cancellation();
        if (workers.isShutdown()) {
            // The window has gone, and what a worker still tells it comes too late.
            cancellation.cancel();
            return cancellation;
        }
        workers.execute(() -> {
            try {
                T result = work.run(cancellation);
                deliver(cancellation, () -> done.accept(result));
            } catch (Exception e) {
                LOG.debug("A job of the window failed", e);
                deliver(cancellation, () -> failed.accept(e));
            }
        });
        return cancellation;
    }

    /** {@link #run} for what has no result. */
    public Cancellation run(Action action, Runnable done, Consumer<Exception> failed) {
        return run(
                cancellation -> {
                    action.run();
                    return true;
                },
                ignored -> done.run(),
                failed);
    }

    private void deliver(Cancellation cancellation, Runnable result) {
        fx.execute(() -> {
            if (!cancellation.isCancelled()) {
                result.run();
            }
        });
    }

    /** Whether it is closed and the last job has ended, though what it delivers may still be on its way. Any thread. */
    public boolean isTerminated() {
        return workers.isTerminated();
    }

    /** Takes no more jobs; running ones are left to end by themselves. */
    @Override
    public void close() {
        workers.shutdown();
    }
}
