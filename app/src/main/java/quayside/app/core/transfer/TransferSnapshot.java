package quayside.app.core.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.wire.Fault;

/**
 * A transfer (a file, a folder with all it holds, or several of them) as it is now. Immutable.
 *
 * @param name as shown, escaped; of several how many they are
 * @param folder whether it is more than one file
 * @param place where it goes, as shown
 * @param bytesTotal -1 while not yet counted
 * @param bytesPerSecond smoothed over about 3 s
 * @param message what it does, waits for, or what went wrong, a plain sentence; empty where there is nothing to say
 * @param fault why it failed, where it did
 * @param remarks what did not go smoothly
 */
public record TransferSnapshot(
        long id,
        Direction direction,
        String name,
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
        Optional<Fault> fault,
        Remarks remarks) {
    public enum Direction {
        UPLOAD,
        DOWNLOAD
    }

    public enum State {
        QUEUED,
        RUNNING,
        /** The connection was lost; tried again by itself. */
        WAITING,
        /** Somebody is asked for the passcode of a protected file; the others go on meanwhile. */
        ASKING,
        /** Held by the user; what arrived is kept for when they go on. */
        PAUSED,
        DONE,
        SKIPPED,
        FAILED,
        CANCELLED;

        /** Moves, or will without the user. */
        public boolean isActive() {
            return this == QUEUED || this == RUNNING || this == WAITING || this == ASKING;
        }

        /** Over, unless the user asks for another try. */
        public boolean hasEnded() {
            return !isActive() && this != PAUSED;
        }
    }

    /**
     * What did not go smoothly.
     *
     * @param note the newest thing that the user may want to know and that is no failure; empty where there is none
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

    /** 0 to 1, or -1 while the total is not known. */
    public double fraction() {
        if (state == State.DONE) {
            return 1;
        }
        return bytesTotal < 0 ? -1 : bytesTotal == 0 ? 0 : (double) bytesDone / bytesTotal;
    }
}
