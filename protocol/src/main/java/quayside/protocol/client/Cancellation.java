package quayside.protocol.client;

import java.util.ArrayList;
import java.util.List;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Ends one operation from any thread: its connection is cut and the call fails with {@link Fault#CANCELLED}. Cancelling twice is fine. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;
    private boolean discarding;

    public void cancel() {
        List<Runnable> now;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
        }
        now.forEach(Runnable::run);
    }

    /** As {@link #cancel}, for good: what a later try could have gone on with is deleted on this computer. */
    public void cancelAndDiscard() {
        synchronized (this) {
            discarding = true;
        }
        cancel();
    }

    /** Whether nobody will come back for what was transferred so far. */
    public synchronized boolean isDiscarding() {
        return discarding;
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Fails with {@link Fault#CANCELLED} once cancelled. */
    public void check() throws ProtocolException {
        if (isCancelled()) {
            throw new ProtocolException(Fault.CANCELLED, "Cancelled.");
        }
    }

    /** Runs {@code action} on cancelling, at once where that has happened; the registration ends when the result is closed. */
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> {
                    synchronized (this) {
                        actions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    /** Ends a registration; closing twice is fine. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
