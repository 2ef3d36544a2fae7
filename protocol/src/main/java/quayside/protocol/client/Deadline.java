package quayside.protocol.client;

import java.time.Duration;

/** Runs an action unless closed before a time has passed, by the monotonic clock. */
final class Deadline implements AutoCloseable {
    private final Thread timer;

    Deadline(Duration time, Runnable action) {
        timer = Thread.ofVirtual().name("quayside-deadline").start(() -> {
            try {
                Thread.sleep(time);
                action.run();
            } catch (InterruptedException e) {
                // Closed in time.
            }
        });
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
