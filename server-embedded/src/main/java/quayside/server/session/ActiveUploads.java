package quayside.server.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

/**
 * The awaited uploads under way, by what only their sender knows. A guest whose connection was lost sends an upload again before the server has noticed the
 * loss: the new sending ends the old one and goes on with what that brought (PROTOCOL.md section 5.3). Thread-safe.
 */
public final class Sendings {
    /** What was received may be on its way to the disk. After that the new sending hears that the upload is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Runnable> underWay = new HashMap<>();

    private record Key(RemotePath target, String id, String source) {}

    /** A sending, until it is closed. */
    interface Sending extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A sending of {@code post} begins. Where an earlier one of the same upload is under way, ends that and blocks until nothing is left of it.
     *
     * @param end ends this one, and returns at once
     */
    Sending begin(Request.Post post, Runnable end) throws InterruptedException {
        if (post.id().isEmpty() || post.source().isEmpty()) {
            return () -> {};
        }
        Key key = new Key(post.path(), post.id().get(), post.source().get());
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (underWay.containsKey(key)) {
                if (left <= 0) {
                    return () -> {};
                }
                underWay.get(key).run();
                left = changed.awaitNanos(left);
            }
            underWay.put(key, end);
            return () -> over(key);
        } finally {
            lock.unlock();
        }
    }

    private void over(Key key) {
        lock.lock();
        try {
            underWay.remove(key);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
