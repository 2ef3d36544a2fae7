package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * How a transfer resumes by itself after its connection was lost (PROTOCOL.md section 9). Immutable.
 *
 * @param firstPause before the first try; each further pause is twice as long, until something moves again
 * @param longestPause at which the doubling ends
 * @param giveUpAfter without progress for so long the transfer fails; zero to fail at once
 * @param timer tells the time and lets it pass
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration giveUpAfter, Timer timer) {
    /** 1 s, doubling to 30 s, for up to 10 minutes. */
    public static RetryPolicy standard() {
        return new RetryPolicy(
                Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10), new MonotonicTimer());
    }

    /** A lost connection ends the transfer. */
    public static RetryPolicy never() {
        return new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, new MonotonicTimer());
    }

    /** The clock of a {@link RetryPolicy}. Thread-safe. */
    public interface Timer {
        /** Monotonic nanoseconds. */
        long nanos();

        /** Blocks for {@code time}; fails with {@link Fault#CANCELLED} as soon as {@code cancellation} is cancelled. */
        void pause(Duration time, Cancellation cancellation) throws ProtocolException;
    }

    /** A random part of up to a tenth more, so that many clients of one host do not all come back at the same moment. */
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
                throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
            }
        }
    }
}
