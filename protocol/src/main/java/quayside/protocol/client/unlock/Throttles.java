package quayside.protocol.client.unlock;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The locks for which a server accepts no passcode for a while. The client sends no passcode for them meanwhile.
 * Thread-safe.
 */
final class Throttles {
    /** The longest wait that is accepted from a server. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The shortest wait. Without a wait, the next try would come at once and fail as well. */
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

    /** Returns the rest of the wait for {@code lock}, in whole seconds; zero if the lock may be tried. */
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

    /**
     * Returns {@link Fault#TOO_MANY_TRIES} with the lock and the rest of its wait, or the shortest wait if that has
     * just ended.
     */
    ProtocolException locked(String lock) {
        Duration left = left(lock);
        Duration wait = left.isZero() ? SHORTEST : left;
        return new ProtocolException(Reason.TOO_MANY_PASSCODES, wait)
                .under(lock)
                .retryAfter(wait);
    }
}
