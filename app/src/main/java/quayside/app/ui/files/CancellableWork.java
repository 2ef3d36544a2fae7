package quayside.app.ui.files;

import java.util.function.Consumer;
import javafx.beans.property.SimpleBooleanProperty;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;

/**
 * Work on files that may take long. Until it has ended, it shows what is being done, with a button that cancels. JavaFX
 * thread only, except for {@link #next}.
 */
final class CancellableWork {
    private final UiServices services;
    private final SimpleBooleanProperty ended = new SimpleBooleanProperty();
    private final Latest<String> progress;

    /** @param busy gets the words of each step, and nothing once the work has ended */
    CancellableWork(UiServices services, Consumer<String> busy) {
        this.services = services;
        this.progress = new Latest<>(words -> busy.accept(ended.get() ? "" : words));
    }

    /** Reports the next step. Callable from any thread; returns at once. */
    void next(String words) {
        progress.offer(words);
    }

    /**
     * Starts the work. Exactly one of {@code done}, {@code failed} and {@code cancelled} is called.
     *
     * @param words what is being done
     */
    <T> void start(
            String words, Background.Work<T> work, Consumer<T> done, Consumer<Exception> failed, Runnable cancelled) {
        Cancellation running = services.background()
                .run(
                        work,
                        result -> {
                            end();
                            done.accept(result);
                        },
                        e -> {
                            end();
                            failed.accept(e);
                        });
        show(words, () -> {
            running.cancel();
            end();
            cancelled.run();
        });
    }

    /**
     * Starts work that also has a result after it was cancelled. Exactly one of {@code done} and {@code failed} is
     * called.
     *
     * @param words what is being done
     */
    <T> void start(String words, Background.Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        Cancellation stop = new Cancellation();
        var _ = services.background()
                .run(
                        never -> work.run(stop),
                        result -> {
                            end();
                            done.accept(result);
                        },
                        e -> {
                            end();
                            failed.accept(e);
                        });
        show(words, stop::cancel);
    }

    private void show(String words, Runnable cancel) {
        services.toasts()
                .show(Toast.news(words, "")
                        .action(Texts.get("shared.cancel"), cancel)
                        .lasting(ended));
    }

    private void end() {
        ended.set(true);
        progress.offer("");
    }
}
