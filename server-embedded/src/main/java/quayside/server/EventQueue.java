package quayside.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events over in order, one at a time, on one virtual thread, so that a slow listener holds no guest up. */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    /** A flood of strangers must not fill the memory of a host whose window is slow. */
    private static final int MOST_WAITING_ATTEMPTS = 1000;

    private final Consumer<ShareEvent> listener;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;

    EventQueue(Consumer<ShareEvent> listener) {
        this.listener = listener;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread made = Thread.ofVirtual().name("quayside-events").unstarted(task);
            thread = made;
            return made;
        });
    }

    /** Returns at once. */
    void publish(ShareEvent event) {
        boolean isAttempt = event instanceof ShareEvent.Refused || event instanceof ShareEvent.WrongPasscode;
        if (isAttempt && waiting.get() > MOST_WAITING_ATTEMPTS) {
            return;
        }
        waiting.incrementAndGet();
        executor.execute(() -> {
            waiting.decrementAndGet();
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on an event", e);
            }
        });
    }

    /** Delivers what was published and ends the thread; waits for that, unless called by a listener. */
    @Override
    public void close() {
        executor.shutdown();
        if (!Thread.currentThread().equals(thread)) {
            executor.close();
        }
    }
}
