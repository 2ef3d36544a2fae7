package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A timer that runs an action unless it is closed before a time has passed, by the monotonic clock. */
public final class Deadline implements AutoCloseable {
    private final Thread timer;

    /** Starts a timer that counts from now. */
    Deadline(Duration time, Runnable action) {
        this(time, always(System.nanoTime()), action);
    }

    /**
     * Starts a timer that restarts with each sign of progress. Sockets have no timeout for writing.
     *
     * @param movedNanos returns the time of the last progress, by {@link System#nanoTime}; the time counts from there
     */
    public Deadline(Duration time, LongSupplier movedNanos, Runnable action) {
        timer = Thread.ofVirtual().name("quayside-deadline").start(() -> {
            try {
                for (long left = left(time, movedNanos); left > 0; left = left(time, movedNanos)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                action.run();
            } catch (InterruptedException e) {
                // Closed in time.
            }
        });
    }

    private static LongSupplier always(long nanos) {
        return () -> nanos;
    }

    private static long left(Duration time, LongSupplier fromNanos) {
        return time.toNanos() - (System.nanoTime() - fromNanos.getAsLong());
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
