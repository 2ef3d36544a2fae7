package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Names;

/**
 * Reports that entries of one folder came, went or changed. Changes in quick succession are reported once, after they
 * pause or have gone on for two seconds. Changes of Quayside's own files are not reported. Thread-safe.
 */
public final class FolderEvents implements AutoCloseable {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final Path folder;
    private final Runnable changed;
    private @Nullable WatchService service;
    private boolean closed;

    /** @param changed called on a thread of the watch */
    public FolderEvents(Path folder, Runnable changed) {
        this.folder = folder;
        this.changed = changed;
    }

    /**
     * Begins to watch, unless it is closed already. Blocks on the disk.
     *
     * @throws IOException if this folder cannot be watched
     */
    public void start() throws IOException {
        WatchService made = folder.getFileSystem().newWatchService();
        try {
            folder.register(
                    made,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
        synchronized (this) {
            if (!closed) {
                service = made;
                Thread.ofVirtual().name("folder-watch").start(() -> run(made));
                return;
            }
        }
        made.close();
    }

    private void run(WatchService events) {
        try {
            boolean valid = true;
            while (valid) {
                WatchKey key = events.take();
                boolean news = hasNews(key);
                valid = key.reset();
                long end = System.nanoTime() + AT_MOST.toNanos();
                while (valid && System.nanoTime() - end < 0) {
                    WatchKey more = events.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
                    if (more == null) {
                        break;
                    }
                    news |= hasNews(more);
                    valid = more.reset();
                }
                // The key of a folder that is gone is not valid any more.
                if (news || !valid) {
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException e) {
            // Closed by its owner.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasNews(WatchKey key) {
        boolean news = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            news |= !(event.context() instanceof Path name) || !Names.isReserved(name.toString());
        }
        return news;
    }

    /** Ends the watch. A report that is under way may still come. */
    @Override
    public void close() {
        WatchService started;
        synchronized (this) {
            closed = true;
            started = service;
            service = null;
        }
        if (started != null) {
            try {
                started.close();
            } catch (IOException e) {
                // Nothing is lost: the watch only ends later, with the program.
                return;
            }
        }
    }
}
