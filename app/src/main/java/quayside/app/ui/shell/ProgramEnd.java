package quayside.app.ui.shell;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears that the process is told to end (SIGTERM, a logout), and holds that up until the program has cleaned up or 20 s
 * have passed, so that no part of a file is left behind.
 */
final class ProgramEnd implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Thread hook;

    /** {@code ending} is run at most once, on another thread, and asks the program to clean up. */
    ProgramEnd(Runnable ending) {
        hook = new Thread(() -> endWith(ending), "program-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void endWith(Runnable ending) {
        ending.run();
        try {
            boolean _ = cleaned.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is cleaned up. */
    @Override
    public void close() {
        cleaned.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs already, and now returns.
        }
    }
}
