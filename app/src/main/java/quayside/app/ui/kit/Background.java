package quayside.app.ui.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.connection.Cancellation;

/**
 * Runs blocking work off the JavaFX thread, each job on its own virtual thread, and delivers the result on the JavaFX
 * thread. Does things later, and ends what the window listens to. To be called on the JavaFX thread.
 */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ui-", 0).factory());
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Set<Later> waiting = new HashSet<>();
    private final Executor fx;

    /** An action whose time has not come. The clock of the JVM keeps this until then, but not the action. */
    private static final class Later {
        private @Nullable Runnable action;

        Later(Runnable action) {
            this.action = action;
        }
    }

    public Background() {
        this(Platform::runLater);
    }

    /** Makes a background that runs results on {@code fx}; a test may run them elsewhere. */
    Background(Executor fx) {
        this.fx = fx;
    }

    /** The work of a job. It runs off the JavaFX thread, may block, and should end when it is cancelled. */
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
     * Starts {@code work}. Exactly one of {@code done} and {@code failed} is called on the JavaFX thread, or neither
     * once the returned cancellation was cancelled. An {@link Error} is passed to {@code failed} as the cause of an
     * {@link ExecutionException}. After {@link #close} the job is not started, and the returned cancellation is
     * cancelled.
     */
    public <T> Cancellation run(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        Cancellation cancellation = new Cancellation();
        if (workers.isShutdown()) {
            // The window is closed, so a result would come too late.
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
            } catch (Error e) {
                LOG.error("A job of the window failed on a fault of the program", e);
                deliver(cancellation, () -> failed.accept(new ExecutionException(e)));
            }
        });
        return cancellation;
    }

    /** Starts a job without a result; see {@link #run(Work, Consumer, Consumer)}. */
    public Cancellation run(Action action, Runnable done, Consumer<Exception> failed) {
        return run(
                cancellation -> {
                    action.run();
                    return true;
                },
                ignored -> done.run(),
                failed);
    }

    /**
     * Runs {@code action} on the JavaFX thread after a time, unless this is closed by then. JavaFX draws nothing for it;
     * for an animation it would draw 60 times a second.
     *
     * @return ends the waiting; without effect once the action has run
     */
    public Runnable after(Duration time, Runnable action) {
        if (workers.isShutdown()) {
            return () -> {};
        }
        Later later = new Later(action);
        waiting.add(later);
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, fx)
                .execute(() -> {
                    Runnable due = later.action;
                    drop(later);
                    if (due != null) {
                        due.run();
                    }
                });
        return () -> drop(later);
    }

    private void drop(Later later) {
        waiting.remove(later);
        later.action = null;
    }

    private void deliver(Cancellation cancellation, Runnable result) {
        fx.execute(() -> {
            if (!cancellation.isCancelled()) {
                result.run();
            }
        });
    }

    /**
     * Returns whether this is closed and the last job has ended; its result may still be on its way. Callable from any
     * thread.
     */
    public boolean isTerminated() {
        return workers.isTerminated();
    }

    /**
     * Closes the subscription together with this: what is listened to lives longer than the window, and would keep it in
     * memory.
     */
    public void whileOpen(Subscription subscription) {
        if (workers.isShutdown()) {
            subscription.close();
        } else {
            subscriptions.add(subscription);
        }
    }

    /** Ends the subscriptions and the waiting, and accepts no more jobs; running ones end in their own time. */
    @Override
    public void close() {
        List.copyOf(waiting).forEach(this::drop);
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        workers.shutdown();
    }
}
