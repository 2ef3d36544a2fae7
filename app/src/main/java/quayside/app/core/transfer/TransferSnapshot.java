package quayside.app.core.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quayside.app.core.share.ShareId;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.wire.Fault;

/**
 * A snapshot of a transfer (a file, a folder with its content, or several of them). Immutable.
 *
 * @param name for display, escaped; the number of items if there are several
 * @param share the name of the share, for display
 * @param shareId the share itself
 * @param folder whether it is more than one file
 * @param place the destination, for display
 * @param bytesTotal -1 while not yet counted
 * @param bytesPerSecond smoothed over about 3 s
 * @param message what the transfer does or waits for, or what went wrong; empty if there is nothing to report
 * @param why why a queued transfer waits, or why a running one is not faster
 * @param fault why it failed, if it did
 * @param remarks notes, failures, and the next retry
 * @param result when, how fast and where it ended
 */
public record TransferSnapshot(
        long id,
        Direction direction,
        String name,
        String share,
        ShareId shareId,
        String place,
        boolean folder,
        State state,
        long bytesDone,
        long bytesTotal,
        long filesDone,
        long filesTotal,
        long bytesPerSecond,
        Optional<Duration> timeLeft,
        String message,
        Why why,
        Optional<Fault> fault,
        Remarks remarks,
        Result result) {
    public enum Direction {
        UPLOAD,
        DOWNLOAD
    }

    public enum State {
        QUEUED,
        RUNNING,
        /** The connection was lost; retried automatically. */
        WAITING,
        /** The user is asked for the passcode of a protected file; other transfers continue meanwhile. */
        ASKING,
        /** Paused; what arrived is kept for the next try. */
        PAUSED,
        DONE,
        SKIPPED,
        FAILED,
        CANCELLED;

        /** Returns whether it is neither paused nor over. */
        public boolean isActive() {
            return this == QUEUED || this == RUNNING || this == WAITING || this == ASKING;
        }

        /** Returns whether it is over and needs no attention, so that it may be cleared. */
        public boolean isClearable() {
            return this == DONE || this == SKIPPED || this == CANCELLED;
        }

        /** Returns whether it is over, unless the user asks for another try. */
        public boolean hasEnded() {
            return !isActive() && this != PAUSED;
        }
    }

    /**
     * Notes, failures, and the next retry.
     *
     * @param note the newest notice for the user that is not a failure; empty if there is none
     * @param untilNextTry while {@link State#WAITING}; zero while that try is under way
     * @param failedCount items that could not be transferred
     * @param failures the first {@link TransferReport#MAX_LISTED_FAILURES} of them, for display
     */
    public record Remarks(
            String note, Optional<Duration> untilNextTry, long failedCount, List<TransferReport.Failure> failures) {
        public static final Remarks NONE = new Remarks("", Optional.empty(), 0, List.of());

        public Remarks {
            failures = List.copyOf(failures);
        }
    }

    /**
     * The result of a transfer that has ended, or was paused. One that was paused has only its time.
     *
     * @param took the time of its tries, without pauses and waits; empty if it had none since the start of the program,
     *     or if it is done and other tries transferred a part of it
     * @param bytes of the files that were stored
     * @param path of a download: the file or folder that arrived, or the first of several
     * @param arrived what can be selected now; empty if it is not all there, or too much
     */
    public record Result(
            Optional<Instant> at, Optional<Duration> took, long bytes, Optional<Path> path, Optional<Arrived> arrived) {
        public static final Result NONE =
                new Result(Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    /**
     * Files and folders that have arrived.
     *
     * @param folder where: a path of the share for an upload, an absolute path of this computer for a download
     * @param names the names that they have there
     * @param asked when the transfer was asked for
     */
    public record Arrived(String folder, Set<String> names, Instant asked) {
        public Arrived {
            names = Set.copyOf(names);
        }
    }

    TransferSnapshot because(Why reason) {
        return new TransferSnapshot(
                id,
                direction,
                name,
                share,
                shareId,
                place,
                folder,
                state,
                bytesDone,
                bytesTotal,
                filesDone,
                filesTotal,
                bytesPerSecond,
                timeLeft,
                message,
                reason,
                fault,
                remarks,
                result);
    }

    /** Returns whether nothing failed but what the user gave no passcode for, when asked. */
    public boolean isLeftLocked() {
        return state == State.FAILED
                && !remarks.failures().isEmpty()
                && remarks.failures().stream().allMatch(TransferReport.Failure::isLeftLocked);
    }

    /** Returns 0 to 1, or -1 while the total is not known. */
    public double fraction() {
        if (state == State.DONE) {
            return 1;
        }
        return bytesTotal < 0 ? -1 : bytesTotal == 0 ? 0 : (double) bytesDone / bytesTotal;
    }
}
