package quayside.protocol.client;

import java.time.Duration;

/**
 * Runs an action unless closed before a time has passed, by the monotonic clock. {@link #restart} begins the time anew, for what
 * has to move but may take long: sockets have no time limit for writing.
 */
final class Deadline implements AutoCloseable {
    private final Thread timer;
    private volatile long begunNanos = System.nanoTime();

    Deadline(Duration time, Runnable action) {
        timer = Thread.ofVirtual().name("quayside-deadline").start(() -> {
            try {
                for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - begunNanos)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                action.run();
            } catch (InterruptedException e) {
                // Closed in time.
            }
        });
    }

    void restart() {
        begunNanos = System.nanoTime();
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
