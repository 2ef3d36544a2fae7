package quayside.protocol.files.incoming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Syncs several files. Runs the syncs one after the other while they are fast. Once one is slow, runs the rest at the
 * same time, because a slow disk syncs many files in little more time than one.
 */
public final class SharedSyncs {
    /** The time from which a sync is slow. Faster ones are not worth the threads. */
    private static final Duration SLOW = Duration.ofNanos(300_000);

    private SharedSyncs() {}

    /**
     * Runs all syncs and returns when they are done. An exception that is a bug rather than a failure of the disk is
     * thrown as if it had occurred on this thread.
     */
    public static void run(List<Runnable> syncs) {
        int next = 0;
        boolean slow = false;
        while (next < syncs.size() && !slow) {
            long begun = System.nanoTime();
            syncs.get(next++).run();
            slow = System.nanoTime() - begun > SLOW.toNanos();
        }
        if (next == syncs.size()) {
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("quayside-sync-", 1).factory())) {
            for (Runnable sync : syncs.subList(next, syncs.size())) {
                running.add(threads.submit(sync));
            }
        }
        running.forEach(SharedSyncs::requireNoBug);
    }

    private static void requireNoBug(Future<?> done) {
        if (done.state() == Future.State.FAILED) {
            switch (done.exceptionNow()) {
                case Error error -> throw error;
                case RuntimeException misuse -> throw misuse;
                case Throwable other -> throw new AssertionError(other);
            }
        }
    }
}
