package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * How a transfer resumes after its connection was lost (PROTOCOL.md section 9). Immutable.
 *
 * @param firstPause the pause before the first try. Each further pause is twice as long, until the transfer makes
 *     progress again
 * @param longestPause the pause at which the doubling ends
 * @param giveUpAfter the time without progress after which the transfer fails; zero to fail at once
 * @param timer the clock, which also waits
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration giveUpAfter, Timer timer) {
    /** Returns the default policy: 1 s, doubling to 30 s, for up to 10 minutes. */
    public static RetryPolicy standard() {
        return new RetryPolicy(
                Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10), new MonotonicTimer());
    }

    /** Returns the policy by which a lost connection ends the transfer. */
    public static RetryPolicy never() {
        return new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, new MonotonicTimer());
    }

    /** The clock of a {@link RetryPolicy}. Thread-safe. */
    public interface Timer {
        /** Returns monotonic nanoseconds. */
        long nanos();

        /** Blocks for {@code time}. Throws {@link Fault#CANCELLED} as soon as {@code cancellation} is cancelled. */
        void pause(Duration time, Cancellation cancellation) throws ProtocolException;
    }

    /**
     * Lengthens a pause by a random amount of up to a tenth, so that the clients of one host do not all reconnect at
     * the same moment.
     */
    Duration spread(Duration pause) {
        long most = pause.toNanos() / 10;
        return pause.plusNanos(most == 0 ? 0 : ThreadLocalRandom.current().nextLong(most));
    }

    private static final class MonotonicTimer implements Timer {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time, Cancellation cancellation) throws ProtocolException {
            CountDownLatch cancelled = new CountDownLatch(1);
            try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
                if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                    cancellation.check();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProtocolException(Reason.CANCELLED, e);
            }
        }
    }
}
