package quayside.app.ui.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Gathers what may happen fast, so that others cannot cause notifications at will: it is shown after a moment, and what
 * happens in the pause after that is shown together. JavaFX thread only.
 *
 * @param <T> one thing that happened
 */
final class Gathered<T> {
    /** More are not kept. Then there is one notification too few. */
    private static final int MAX_KEPT = 1000;

    private final BiConsumer<Duration, Runnable> timer;
    private final Duration moment;
    private final Duration pause;
    private final Consumer<List<T>> show;
    private final List<T> kept = new ArrayList<>();
    private boolean waits;

    /**
     * @param timer runs an action after a time
     * @param moment how long the first one waits for others
     * @param pause the time after each showing in which nothing is shown
     * @param show gets at least one, in their order
     */
    Gathered(BiConsumer<Duration, Runnable> timer, Duration moment, Duration pause, Consumer<List<T>> show) {
        this.timer = timer;
        this.moment = moment;
        this.pause = pause;
        this.show = show;
    }

    void add(T happened) {
        if (kept.size() < MAX_KEPT) {
            kept.add(happened);
        }
        if (!waits) {
            waits = true;
            if (moment.isZero()) {
                showKept();
            } else {
                timer.accept(moment, this::showKept);
            }
        }
    }

    private void showKept() {
        waits = !kept.isEmpty();
        if (waits) {
            List<T> shown = List.copyOf(kept);
            kept.clear();
            timer.accept(pause, this::showKept);
            show.accept(shown);
        }
    }
}
