package quayside.app.core.transfer;

import java.util.List;

/** The transfers that were asked for, as far as they can be watched and ended. Thread-safe; nothing blocks. */
public interface TransferService {
    /** Returns all of them, in the order they were asked for. */
    List<TransferSnapshot> snapshot();

    /** Calls {@code listener} on any thread when {@link #snapshot} has something new. */
    void onChange(Runnable listener);

    /** Stops a transfer and keeps what arrived, so that a retry resumes from there. Does nothing if it has ended. */
    void pause(long id);

    /** Ends a transfer for good, also a paused one: a file that arrived in part is given up. Does nothing if it has ended. */
    void cancel(long id);

    /** Forgets a transfer that has ended. */
    void remove(long id);

    /** Forgets those that ended; a paused one has not. */
    void clearEnded();
}
