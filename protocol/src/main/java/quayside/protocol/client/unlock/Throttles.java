package quayside.protocol.client.unlock;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The locks that a server lets nobody try for a while; it is not asked about them meanwhile. Thread-safe. */
final class Throttles {
    /** Longer waits that a server names are not believed. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A wait of nothing would be no wait, and the next try as useless. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private final Map<String, Long> untilNanos = new HashMap<>();

    /** @param nanos the monotonic clock */
    Throttles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(String lock, Duration retryAfter) {
        Duration wait = retryAfter.compareTo(LONGEST) < 0 ? retryAfter : LONGEST;
        wait = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        untilNanos.put(lock, nanos.getAsLong() + wait.toNanos());
    }

    /** What is left of the wait for {@code lock}, in whole seconds; zero if it may be tried. */
    synchronized Duration left(String lock) {
        Long until = untilNanos.get(lock);
        long left = until == null ? 0 : until - nanos.getAsLong();
        if (left <= 0) {
            untilNanos.remove(lock);
            return Duration.ZERO;
        }
        return Duration.ofSeconds(Duration.ofNanos(left - 1).toSeconds() + 1);
    }

    boolean isClosed(String lock) {
        return !left(lock).isZero();
    }

    /** {@link Fault#TOO_MANY_TRIES} with the lock and the time that is left of its wait, or was until just now. */
    ProtocolException locked(String lock) {
        Duration left = left(lock);
        Duration wait = left.isZero() ? SHORTEST : left;
        return ProtocolException.throttled(
                "It stays locked: too many wrong passcodes were tried. Try again in " + wait.toSeconds() + " s.",
                lock,
                wait);
    }
}
