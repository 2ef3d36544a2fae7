package quayside.protocol.files;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Waits before a file is read until it can no longer change without a trace (PROTOCOL.md section 4.2). A reader that
 * then finds the same times before and after has not read a mixture. If many files were written together, only the
 * first costs a wait. Thread-safe.
 */
public final class Settling {
    /** Uses the system's clock. */
    public static final Settling OF_SYSTEM = new Settling(InstantSource.system(), Thread::sleep);

    private final InstantSource clock;
    private final Sleep sleep;

    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    public Settling(InstantSource clock, Sleep sleep) {
        this.clock = clock;
        this.sleep = sleep;
    }

    /**
     * Blocks for at most 2 s if the disk has the same clock as this computer, and otherwise for at most 4 s.
     *
     * @param modified the modified time of the file as it was found, which is compared after reading
     * @param changed the time of its last change of any kind; null if the system does not report it
     * @throws ProtocolException {@link Fault#CANCELLED} if the thread is interrupted
     */
    public void await(FileTime modified, @Nullable FileTime changed) throws ProtocolException {
        Instant now = clock.instant();
        Duration left = Stream.of(modified, changed == null ? modified : changed)
                .map(time -> FileTimes.untilSettled(time.toInstant(), now))
                .max(Duration::compareTo)
                .orElseThrow();
        if (left.isZero()) {
            return;
        }
        try {
            sleep.sleep(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Reason.NO_LONGER_AWAITED, e);
        }
    }
}
