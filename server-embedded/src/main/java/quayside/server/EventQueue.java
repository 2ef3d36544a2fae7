package quayside.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events over in order, one at a time, on one virtual thread, so that a slow listener holds no guest up. */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    private final Consumer<ShareEvent> listener;
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
        executor.execute(() -> {
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
