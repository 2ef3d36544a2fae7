package quayside.app.core.publish;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The listeners to events of one kind; see {@link Published} for values. Thread-safe.
 *
 * @param <L> a listener
 */
public final class Listeners<L> {
    private final List<L> all = new CopyOnWriteArrayList<>();

    public Subscription add(L listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** Passes the listeners to {@code call} one after the other, on this thread. */
    public void tell(Consumer<L> call) {
        all.forEach(call);
    }
}
