package quayside.app.core.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;

/**
 * Lists the requested transfers, and pauses, retries, cancels, moves and removes them. Thread-safe; only the methods of the
 * history block.
 */
public interface TransferService {
    /** Returns all transfers in the order of the queue: as they were requested, unless they were moved or tried again. */
    List<TransferSnapshot> snapshot();

    /**
     * Calls {@code listener} with the new {@link #snapshot} when it has changed: on a worker thread, one call after the
     * other, and no snapshot is older than the one before.
     */
    Subscription onChange(Consumer<List<TransferSnapshot>> listener);

    /** Stops a transfer and keeps what arrived, so that a retry resumes from there. Does nothing if it has ended. */
    void pause(long id);

    /**
     * Ends a transfer permanently, even a paused one, and discards a file that has arrived only in part. Does nothing
     * if it has ended.
     */
    void cancel(long id);

    /** Queues a paused, failed or cancelled transfer again; it resumes from what has arrived. */
    void retry(long id);

    /**
     * Moves a transfer to the place before another, or behind all others. The order matters for those that have not
     * begun.
     */
    void move(long id, Optional<Long> before);

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
        CANCEL,
        /** Removes those that are done, were skipped or cancelled. */
        CLEAR_DONE
    }

    /** Removes a transfer that has ended. A paused one has not ended. */
    void remove(long id);

    /** Returns the transfers of this and earlier starts that have ended, the newest first. Blocks on the disk. */
    List<History.Entry> history() throws IOException;

    /** Forgets all transfers of the history. Blocks on the disk. */
    void clearHistory() throws IOException;
}
