package quayside.protocol.client.connection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Cancels one operation, from any thread. Its connection is closed and the call fails with {@link Fault#CANCELLED}. A
 * second cancellation has no effect.
 */
public final class Cancellation {
    private final List<Action> actions = new ArrayList<>();
    private final KeptParts kept;
    private boolean cancelled;
    private boolean discarding;

    /**
     * A part file that a try has left.
     *
     * @param folder the folder of this computer that holds it
     */
    public record LeftPart(Path folder, PartNames name) {}

    public Cancellation() {
        this(new KeptParts());
    }

    /** Creates a cancellation whose operation records in {@code kept} which part files it leaves. */
    Cancellation(KeptParts kept) {
        this.kept = kept;
    }

    /**
     * Returns a cancellation for another try of the same operation. It shares the part files that earlier tries left.
     */
    public Cancellation another() {
        return new Cancellation(kept);
    }

    public void cancel() {
        List<Action> now;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
        }
        now.forEach(Action::run);
    }

    /**
     * Cancels as {@link #cancel}, permanently: the operation deletes its part files on this computer before it ends. If
     * the operation has ended already, {@link #discardKept} deletes them.
     */
    public void cancelAndDiscard() {
        synchronized (this) {
            discarding = true;
        }
        cancel();
    }

    /** Returns whether the operation will not be resumed, so that its part files are to be deleted. */
    public synchronized boolean isDiscarding() {
        return discarding;
    }

    /**
     * Deletes the part files that ended operations left on this computer for a later try, and only those. Blocks on the
     * disk. A later sweep deletes what cannot be deleted now.
     */
    public void discardKept() {
        kept.delete();
    }

    /** Returns the part files that {@link #discardKept} would delete. */
    public Set<LeftPart> left() {
        return kept.all();
    }

    /** Adds a part file that an earlier start of the program has left, so that {@link #discardKept} deletes it. */
    public void hasLeft(LeftPart part) {
        kept.add(Disk.ofSystem(), part.folder(), part.name(), null);
    }

    /** Returns the part files that earlier tries left on this computer. */
    public KeptParts kept() {
        return kept;
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Throws {@link Fault#CANCELLED} once cancelled. */
    public void check() throws ProtocolException {
        if (isCancelled()) {
            throw new ProtocolException(Reason.CANCELLED);
        }
    }

    /**
     * Runs {@code action} on cancellation, or at once if already cancelled. Closing the result ends the registration.
     */
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                Action registered = new Action(action);
                actions.add(registered);
                return registered;
            }
        }
        action.run();
        return () -> {};
    }

    /**
     * A registered action. After {@link #close} it neither runs nor is running, so what it would end can be handed to
     * somebody else. Closing it twice has no effect.
     */
    public interface Registration extends AutoCloseable {
        /** Ends the registration. Waits if another thread runs the action now. */
        @Override
        void close();
    }

    /** Its monitor is held while the action runs. */
    private final class Action implements Registration {
        private @Nullable Runnable action;

        Action(Runnable action) {
            this.action = action;
        }

        synchronized void run() {
            if (action != null) {
                action.run();
            }
        }

        @Override
        public void close() {
            synchronized (Cancellation.this) {
                actions.remove(this);
            }
            synchronized (this) {
                action = null;
            }
        }
    }
}
