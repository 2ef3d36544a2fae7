package quayside.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Notifies a command that it is to end early (SIGINT, SIGTERM), and gives it time to clean up. */
@FunctionalInterface
public interface Interrupts {
    /**
     * Runs {@code action} on another thread when the program is asked to end. The program then waits until the
     * registration is closed, but at most 20 s.
     */
    Registration onInterrupt(Runnable action);

    /** Closing it ends the registration: the command has cleaned up. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Returns the interrupts of this process. */
    static Interrupts ofProcess() {
        return action -> {
            CountDownLatch cleaned = new CountDownLatch(1);
            Thread hook = new Thread(() -> {
                action.run();
                awaitQuietly(cleaned);
            });
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                cleaned.countDown();
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    // The program is ending: the hook is already running, and now returns.
                }
            };
        };
    }

    private static void awaitQuietly(CountDownLatch cleaned) {
        try {
            boolean _ = cleaned.await(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
