package quayside.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Syncs of several files: one after another while that costs next to nothing, and the rest side by side once a disk makes one wait, for a disk
 * brings many home in little more time than one.
 */
final class FileSyncs {
    private static final Duration WAITED = Duration.ofNanos(500_000);

    private FileSyncs() {}

    /** Runs all, which throw nothing, and returns when they are done. */
    static void run(List<Runnable> syncs) {
        int next = 0;
        boolean waited = false;
        while (next < syncs.size() && !waited) {
            long begun = System.nanoTime();
            syncs.get(next++).run();
            waited = System.nanoTime() - begun > WAITED.toNanos();
        }
        if (next == syncs.size()) {
            return;
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("quayside-session-sync-", 1).factory())) {
            syncs.subList(next, syncs.size()).forEach(threads::execute);
        }
    }
}
