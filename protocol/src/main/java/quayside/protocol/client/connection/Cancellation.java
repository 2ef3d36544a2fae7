package quayside.protocol.client.connection;

import java.util.ArrayList;
import java.util.List;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Ends one operation from any thread: its connection is cut and the call fails with {@link Fault#CANCELLED}. Cancelling twice is fine. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private final KeptParts kept;
    private boolean cancelled;
    private boolean discarding;

    public Cancellation() {
        this(new KeptParts());
    }

    /** Of operations that leave what they keep in {@code kept}. */
    Cancellation(KeptParts kept) {
        this.kept = kept;
    }

    /** One for a further try of the same operation: what the tries before left is given up with it. */
    public Cancellation another() {
        return new Cancellation(kept);
    }

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

    /**
     * As {@link #cancel}, for good: what a later try could have gone on with is deleted on this computer, by the operation before it ends. Where
     * it has ended already, that is left to {@link #discardKept}.
     */
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

    /**
     * Deletes what operations that have ended left on this computer for a later try, and what is theirs alone. Blocks on the disk; what cannot
     * be deleted is swept one day.
     */
    public void discardKept() {
        kept.delete();
    }

    /** What the tries before left on this computer. */
    public KeptParts kept() {
        return kept;
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

    /** Runs {@code action} on cancelling, at once if that has happened; the registration ends when the result is closed. */
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
