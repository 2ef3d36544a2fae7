package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Runs an action unless closed before a time has passed, by the monotonic clock. */
public final class Deadline implements AutoCloseable {
    private final Thread timer;

    /** Counts from now. */
    Deadline(Duration time, Runnable action) {
        this(time, always(System.nanoTime()), action);
    }

    /**
     * For what may take long while something moves: sockets have no time limit for writing.
     *
     * @param movedNanos when something moved last, by {@link System#nanoTime}; the time counts from there, each time anew
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
