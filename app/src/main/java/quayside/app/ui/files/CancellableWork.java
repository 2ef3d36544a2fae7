package quayside.app.ui.files;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.SimpleBooleanProperty;
import quayside.app.core.share.ShareId;
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
    private final List<CancellableWork> underWay;
    private final Optional<ShareId> server;
    private final SimpleBooleanProperty ended = new SimpleBooleanProperty();
    private final Latest<String> progress;

    /** What ends the work without a word. */
    private Runnable drop = () -> {};

    /**
     * Creates the work without starting it.
     *
     * @param underWay holds the work from its start to its end
     * @param server the server of the files; empty for those of this computer
     * @param busy gets the words of each step, and nothing once the work has ended
     */
    CancellableWork(
            UiServices services, List<CancellableWork> underWay, Optional<ShareId> server, Consumer<String> busy) {
        this.services = services;
        this.underWay = underWay;
        this.server = server;
        this.progress = new Latest<>(words -> busy.accept(ended.get() ? "" : words));
    }

    /** Returns whether the files are on {@code other}; always, if it is empty. */
    boolean isOn(Optional<ShareId> other) {
        return other.isEmpty() || server.equals(other);
    }

    /** Cancels the work, because its tab or its window is closed. None of the callbacks is called. */
    void drop() {
        drop.run();
        end();
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
        begin(words, running::cancel, () -> {
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
        Cancellation running = services.background()
                .run(
                        dropped -> work.run(stop),
                        result -> {
                            end();
                            done.accept(result);
                        },
                        e -> {
                            end();
                            failed.accept(e);
                        });
        begin(
                words,
                () -> {
                    running.cancel();
                    stop.cancel();
                },
                stop::cancel);
    }

    private void begin(String words, Runnable toDrop, Runnable cancel) {
        drop = toDrop;
        underWay.add(this);
        services.toasts()
                .show(Toast.news(words, "")
                        .action(Texts.get("shared.cancel"), cancel)
                        .lasting(ended));
    }

    private void end() {
        boolean _ = underWay.remove(this);
        ended.set(true);
        progress.offer("");
    }
}
