package quayside.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Swaps files and folders for links that lead elsewhere, and back, one after the other as fast as the system renames,
 * until it is closed.
 */
final class LinkSwapper implements AutoCloseable {
    private final List<Swap> swaps;
    private final Thread thread;
    private volatile boolean over;
    private final AtomicLong rounds = new AtomicLong();

    /** @param target the target of the link that replaces {@code victim} */
    record Swap(Path victim, Path target) {}

    /** @param aside an existing folder on the same disk, where what was swapped out waits */
    LinkSwapper(Path aside, List<Swap> swaps) throws IOException {
        this.swaps = swaps;
        for (int i = 0; i < swaps.size(); i++) {
            Files.createSymbolicLink(aside.resolve("link" + i), swaps.get(i).target());
        }
        thread = Thread.ofPlatform().name("swapper").start(() -> {
            while (!over) {
                for (int i = 0; i < this.swaps.size(); i++) {
                    swap(this.swaps.get(i).victim(), aside.resolve("link" + i), aside.resolve("real" + i));
                }
                rounds.incrementAndGet();
            }
        });
    }

    /** How often each has been swapped and swapped back. */
    long rounds() {
        return rounds.get();
    }

    /** Somebody may have moved or deleted the victim meanwhile; then it waits for the next one of that name. */
    private static void swap(Path victim, Path link, Path aside) {
        if (moved(victim, aside)) {
            if (moved(link, victim)) {
                moved(victim, link);
            }
            moved(aside, victim);
        }
    }

    private static boolean moved(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        over = true;
        boolean joined = false;
        while (!joined) {
            try {
                joined = thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
