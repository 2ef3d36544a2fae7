package quayside.app.ui.kit;

import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;

/**
 * A line of jobs of which only the newest matters, such as the listing that a pane shows: starting one cancels the one
 * before, and its result is dropped. JavaFX thread only.
 */
public final class NewestOnly {
    private final Background background;
    private Cancellation running = new Cancellation();

    public NewestOnly(Background background) {
        this.background = background;
    }

    /** As {@link Background#run(Background.Work, Consumer, Consumer)}; whatever this line ran before becomes stale. */
    public <T> void run(Background.Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        cancel();
        running = background.run(work, done, failed);
    }

    /** Makes the running job stale, where there is one. */
    public void cancel() {
        running.cancel();
    }
}
