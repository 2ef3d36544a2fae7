package quayside.server.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/**
 * The awaited uploads under way, identified by words that only their sender knows. A guest whose connection was lost
 * sends an upload again before the server has noticed the loss. The new sending then ends the old one and resumes after
 * the bytes that the old one delivered (PROTOCOL.md section 5.3). Thread-safe.
 */
public final class ActiveUploads {
    /**
     * How long to wait for the end of the old sending, whose data may still be on the way to the disk. After that the
     * new sending is refused, because the upload is busy.
     */
    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Runnable> active = new HashMap<>();

    private record Key(RemotePath target, String id, String source) {}

    /** A sending, until it is closed. */
    interface Sending extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a sending of {@code post}. If an earlier one of the same upload is under way, ends it and blocks until it
     * is over.
     *
     * @param end ends this sending, and returns at once
     */
    Sending begin(Request.Post post, Runnable end) throws InterruptedException {
        if (post.id().isEmpty() || post.source().isEmpty()) {
            return () -> {};
        }
        Key key = new Key(post.path(), post.id().get(), post.source().get());
        lock.lock();
        try {
            long left = MAX_WAIT.toNanos();
            while (active.containsKey(key)) {
                if (left <= 0) {
                    return () -> {};
                }
                active.get(key).run();
                left = changed.awaitNanos(left);
            }
            active.put(key, end);
            return () -> end(key);
        } finally {
            lock.unlock();
        }
    }

    private void end(Key key) {
        lock.lock();
        try {
            active.remove(key);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
