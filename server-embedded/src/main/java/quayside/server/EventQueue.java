package quayside.server;

import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events over in order, one at a time, on one virtual thread, so that a slow listener holds no guest up. Thread-safe.
 *
 * <p>Guests can cause events faster than a listener takes them. So of what they do only so much waits to be told, and of the rest how much it was:
 * {@link ShareEvent.MoreHappened}. What guests cannot cause as they like is told in any case. To hold up the session that has something to tell was
 * not chosen: a listener may stop the server, which waits for its sessions.
 */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    /** Of transfers and changes; a guest makes thousands of them a second. */
    static final int MOST_DONE = 4096;

    /** As long as so many wait, nobody's coming and going is told either: each costs a handshake, and few wait where all is well. */
    static final int MOST_COMING = 8192;

    private final Consumer<ShareEvent> listener;
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;
    private int waiting;
    private long untold;
    private Instant untoldAt = Instant.EPOCH;
    private boolean closed;

    EventQueue(Consumer<ShareEvent> listener) {
        this.listener = listener;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread made = Thread.ofVirtual().name("quayside-events").unstarted(task);
            thread = made;
            return made;
        });
    }

    /** Returns at once. Once closed it does nothing: there is nobody to tell any more. */
    synchronized void publish(ShareEvent event) {
        if (closed) {
            return;
        }
        if (waiting >= most(event)) {
            untold++;
            untoldAt = event.at();
            return;
        }
        tellUntold();
        enqueue(event);
    }

    /** How many may wait before {@code event}. */
    private static int most(ShareEvent event) {
        return switch (ShareEvent.Kind.of(event)) {
            case null -> Integer.MAX_VALUE;
            case DOWNLOADED, UPLOADED, CHANGED, FAILED -> MOST_DONE;
            case CAME_OR_WENT -> MOST_COMING;
        };
    }

    private void tellUntold() {
        if (untold > 0) {
            ShareEvent more = new ShareEvent.MoreHappened(untoldAt, untold);
            untold = 0;
            enqueue(more);
        }
    }

    private void enqueue(ShareEvent event) {
        waiting++;
        executor.execute(() -> deliver(event));
    }

    private void deliver(ShareEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("A listener failed on an event", e);
        } finally {
            delivered();
        }
    }

    private synchronized void delivered() {
        waiting--;
        if (waiting == 0 && !closed) {
            tellUntold();
        }
    }

    /** Delivers what was published and ends the thread; waits for that, unless called by a listener. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                tellUntold();
                closed = true;
            }
        }
        executor.shutdown();
        if (!Thread.currentThread().equals(thread)) {
            executor.close();
        }
    }
}
