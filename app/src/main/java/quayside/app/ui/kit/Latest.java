package quayside.app.ui.kit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers snapshots from worker threads to the JavaFX thread. The newest wins and those in between are dropped. At
 * most 30 are shown a second, and the last one offered is always shown.
 *
 * @param <T> an immutable snapshot
 */
public final class Latest<T> {
    private static final Duration PAUSE = Duration.millis(1000.0 / 30);

    private final Consumer<T> consumer;
    private final AtomicReference<@Nullable T> newest = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final PauseTransition pause;

    /** @param consumer called on the JavaFX thread */
    public Latest(Consumer<T> consumer) {
        this(PAUSE, consumer);
    }

    /** @param pause the minimum time between two calls, if 30 a second are too many */
    public Latest(Duration pause, Consumer<T> consumer) {
        this.consumer = consumer;
        this.pause = new PauseTransition(pause);
        this.pause.setOnFinished(event -> deliver());
    }

    /** Offers a snapshot. Callable from any thread; returns at once. */
    public void offer(T snapshot) {
        newest.set(snapshot);
        if (scheduled.compareAndSet(false, true)) {
            Platform.runLater(this::deliver);
        }
    }

    private void deliver() {
        T snapshot = newest.getAndSet(null);
        if (snapshot != null) {
            pause.playFromStart();
            consumer.accept(snapshot);
            return;
        }
        scheduled.set(false);
        // Another thread may have offered one after the check and before the flag was cleared.
        if (newest.get() != null && scheduled.compareAndSet(false, true)) {
            deliver();
        }
    }
}
