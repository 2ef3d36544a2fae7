package quayside.app.ui.kit;

import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;

/**
 * Runs jobs of which only the newest matters, such as the listing that a pane shows. Starting one cancels the previous
 * one and drops its result. JavaFX thread only.
 */
public final class NewestOnly {
    private final Background background;
    private Cancellation running = new Cancellation();

    public NewestOnly(Background background) {
        this.background = background;
    }

    /** Starts a job and drops the previous one; see {@link Background#run(Background.Work, Consumer, Consumer)}. */
    public <T> void run(Background.Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        cancel();
        running = background.run(work, done, failed);
    }

    /** Cancels the running job, if there is one, and drops its result. */
    public void cancel() {
        running.cancel();
    }
}
