package quayside.app.ui.transfers;

import java.util.List;
import quayside.app.core.transfer.TransferSnapshot;

/** What the panel needs of the transfer queue. Thread-safe; nothing blocks. */
public interface Transfers {
    /** All, in the order they were asked for. */
    List<TransferSnapshot> snapshot();

    /** {@code listener} is called on any thread when {@link #snapshot} has something new. */
    void onChange(Runnable listener);

    /** Stops it and keeps what arrived, for {@link #retry}. */
    void pause(long id);

    /** Ends it for good. */
    void cancel(long id);

    /** Goes on with what was paused, failed or was cancelled; tries at once what waits for its connection. */
    void retry(long id);

    void remove(long id);

    /** Forgets those that ended. */
    void clearEnded();
}
