package quayside.protocol.client;

import java.time.Duration;

/** Runs an action once nothing was reported to move for a time, by the monotonic clock: sockets have no time limit for writing. */
final class StallGuard implements AutoCloseable {
    private final Thread watcher;
    private volatile long movedNanos = System.nanoTime();

    StallGuard(Duration limit, Runnable action) {
        watcher = Thread.ofVirtual().name("quayside-stall-guard").start(() -> {
            try {
                for (long left = limit.toNanos(); left > 0; left = limit.toNanos() - (System.nanoTime() - movedNanos)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                action.run();
            } catch (InterruptedException e) {
                // Closed in time.
            }
        });
    }

    void moved() {
        movedNanos = System.nanoTime();
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
