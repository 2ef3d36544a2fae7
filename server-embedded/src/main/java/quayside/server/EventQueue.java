package quayside.server;

import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events in order, one at a time, on one virtual thread, so that a slow listener delays no guest. Thread-safe.
 *
 * <p>Guests can cause events faster than a listener takes them. So only a limited number of guests' events is queued,
 * and the others are counted in a {@link ShareEvent.MoreHappened}. Events that guests cannot cause at will are always
 * queued. A session does not wait for space in the queue, because a listener may stop the server, which waits for its
 * sessions.
 */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    /**
     * The maximum number of queued events at which transfers and changes are still added. A guest can cause thousands
     * of them a second.
     */
    static final int MAX_BEFORE_TRANSFERS = 4096;

    /**
     * The maximum number of queued events at which guests' joining and leaving is still added. Each costs a handshake,
     * and in normal operation few are queued.
     */
    static final int MAX_BEFORE_JOINS = 8192;

    private final Consumer<ShareEvent> listener;
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;
    private int waiting;
    private long counted;
    private Instant countedAt = Instant.EPOCH;
    private boolean closed;

    EventQueue(Consumer<ShareEvent> listener) {
        this.listener = listener;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread made = Thread.ofVirtual().name("quayside-events").unstarted(task);
            thread = made;
            return made;
        });
    }

    /** Adds an event and returns at once. Does nothing once closed. */
    synchronized void publish(ShareEvent event) {
        if (closed) {
            return;
        }
        if (waiting >= maxBefore(event)) {
            counted++;
            countedAt = event.at();
            return;
        }
        publishCount();
        enqueue(event);
    }

    /** Returns how many events may be queued before {@code event}. */
    private static int maxBefore(ShareEvent event) {
        return switch (ShareEvent.Kind.of(event)) {
            case null -> Integer.MAX_VALUE;
            case DOWNLOADED, UPLOADED, CHANGED, FAILED, STOPPED -> MAX_BEFORE_TRANSFERS;
            case CAME_OR_WENT -> MAX_BEFORE_JOINS;
        };
    }

    private void publishCount() {
        if (counted > 0) {
            ShareEvent more = new ShareEvent.MoreHappened(countedAt, counted);
            counted = 0;
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
            publishCount();
        }
    }

    /** Delivers the published events and ends the thread. Waits for that, unless called by a listener. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                publishCount();
                closed = true;
            }
        }
        executor.shutdown();
        if (!Thread.currentThread().equals(thread)) {
            executor.close();
        }
    }
}
