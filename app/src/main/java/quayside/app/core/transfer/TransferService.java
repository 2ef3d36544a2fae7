package quayside.app.core.transfer;

import java.util.List;

/** Lists the requested transfers, and pauses, retries, cancels and removes them. Thread-safe; no method blocks. */
public interface TransferService {
    /** Returns all transfers in the order of the queue: as they were requested, unless they were moved or tried again. */
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

    /** Queues a paused, failed or cancelled transfer again; it resumes from what has arrived. */
    void retry(long id);

    /** Does the same to all transfers to which it applies. */
    void all(Act act);

    /** What can be done to all transfers at once. */
    enum Act {
        /** Pauses those that are active. */
        PAUSE,
        /** Queues the paused ones again. */
        RESUME,
        /** Queues the failed ones again. */
        RETRY_FAILED,
        /** Cancels those that have not ended. */
        CANCEL
    }

    /** Removes a transfer that has ended. */
    void remove(long id);

    /** Removes all transfers that have ended. A paused transfer has not ended. */
    void clearEnded();
}
