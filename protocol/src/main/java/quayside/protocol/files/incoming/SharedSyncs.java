package quayside.protocol.files.incoming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Syncs of several files: one after another while that costs next to nothing, and the rest side by side once a disk makes one wait, for a disk brings many home in little
 * more time than one.
 */
public final class SharedSyncs {
    /** A quicker disk is not worth the threads. */
    private static final Duration SLOW = Duration.ofNanos(300_000);

    private SharedSyncs() {}

    /** Runs all and returns when they are done. What is no failure of the disk, but a bug, is thrown as it is outside of other threads. */
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
