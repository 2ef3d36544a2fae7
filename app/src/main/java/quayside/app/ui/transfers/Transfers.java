package quayside.app.ui.transfers;

import java.util.List;
import quayside.app.core.transfer.TransferSnapshot;

/** What the panel needs of the transfer queue. Thread-safe; nothing blocks. */
public interface Transfers {
    /** All, in the order they were asked for. */
    List<TransferSnapshot> snapshot();

    /** {@code listener} is called on any thread when {@link #snapshot} has something new. */
    void onChange(Runnable listener);

    void cancel(long id);

    /** Tries again what failed or was cancelled. */
    void retry(long id);

    void remove(long id);

    /** Forgets those that ended. */
    void clearEnded();
}
