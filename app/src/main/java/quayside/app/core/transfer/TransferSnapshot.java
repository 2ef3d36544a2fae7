package quayside.app.core.transfer;

import java.time.Duration;
import java.util.Optional;
import quayside.protocol.wire.Fault;

/**
 * A transfer (a file, or a folder with all it holds) as it is now. Immutable.
 *
 * @param name as shown, escaped
 * @param place where it goes, as shown
 * @param bytesTotal -1 while not yet counted
 * @param bytesPerSecond smoothed over about 3 s
 * @param message what it does or what went wrong, a plain sentence; empty where there is nothing to say
 * @param fault why it failed, where it did
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
        Optional<Fault> fault) {
    public enum Direction {
        UPLOAD,
        DOWNLOAD
    }

    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        SKIPPED,
        FAILED,
        CANCELLED;

        public boolean isActive() {
            return this == QUEUED || this == RUNNING;
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
