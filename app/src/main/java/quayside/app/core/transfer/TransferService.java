package quayside.app.core.transfer;

import java.util.List;

/** Lists the requested transfers, and pauses, cancels and removes them. Thread-safe; no method blocks. */
public interface TransferService {
    /** Returns all transfers in the order in which they were requested. */
    List<TransferSnapshot> snapshot();

    /** Calls {@code listener} on any thread when {@link #snapshot} has changed. */
    void onChange(Runnable listener);

    /** Stops a transfer and keeps what arrived, so that a retry resumes from there. Does nothing if it has ended. */
    void pause(long id);

    /**
     * Ends a transfer permanently, even a paused one, and discards a file that has arrived only in part. Does nothing
     * if it has ended.
     */
    void cancel(long id);

    /** Removes a transfer that has ended. */
    void remove(long id);

    /** Removes all transfers that have ended. A paused transfer has not ended. */
    void clearEnded();
}
