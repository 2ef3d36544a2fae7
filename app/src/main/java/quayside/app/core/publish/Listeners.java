package quayside.app.core.publish;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners to events of one kind; see {@link Published} for values. Thread-safe.
 *
 * @param <L> a listener
 */
public final class Listeners<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<L> all = new CopyOnWriteArrayList<>();

    public Subscription add(L listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** Passes the listeners to {@code call} one after the other, on this thread. One that fails keeps no other from it. */
    public void tell(Consumer<L> call) {
        all.forEach(listener -> run(() -> call.accept(listener)));
    }

    /**
     * Runs the call of a listener. A failure goes to the log: it is a mistake in that listener, and must stop neither the
     * others nor the thread that brings the news, whether it is an exception or an {@link Error}.
     */
    public static void run(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A listener failed", e);
        }
    }
}
