package quayside.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimitTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong rate = new AtomicLong();

    /** Waiting takes no time, but the clock moves on. */
    private final RateLimit limit = new RateLimit(clock::get, rate::get, (monitor, nanos) -> {
        clock.addAndGet(Math.min(nanos, 20_000_000));
        TimeUnit.NANOSECONDS.timedWait(monitor, 1);
    });

    private void move(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int step = limit.step((int) Math.min(left, 64 * 1024));
            limit.take(step, () -> false);
            left -= step;
        }
    }

    private Duration time() {
        return Duration.ofNanos(clock.get());
    }

    @Test
    void withoutALimitNothingWaits() throws IOException {
        move(1 << 30);
        assertThat(time()).isZero();
        assertThat(limit.step(65_536)).isEqualTo(65_536);
    }

    @Test
    void theBytesOfALongTimeKeepToTheLimit() throws IOException {
        rate.set(1_000_000);
        move(20_000_000);
        assertThat(time()).isBetween(Duration.ofMillis(19_500), Duration.ofMillis(20_500));
    }

    @Test
    void aPauseIsNotMadeUpForByABurst() throws IOException {
        rate.set(1_000_000);
        clock.set(Duration.ofHours(1).toNanos());
        move(1_000_000);
        assertThat(time().minusHours(1)).isGreaterThan(Duration.ofMillis(650));
    }

    @Test
    void aChangeTakesEffectAtOnce() throws IOException {
        rate.set(100_000);
        move(100_000);
        Duration slow = time();
        rate.set(10_000_000);
        move(10_000_000);
        assertThat(time().minus(slow)).isLessThan(Duration.ofMillis(1300));
        rate.set(0);
        Duration before = time();
        move(1 << 30);
        assertThat(time()).isEqualTo(before);
    }

    @Test
    void aTinyLimitStillMovesEveryConnectionBeforeItCountsAsStalled() throws Exception {
        rate.set(1);
        AtomicLong longest = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> connections = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                connections.add(threads.submit(() -> {
                    for (int turn = 0; turn < 5; turn++) {
                        long begun = clock.get();
                        limit.take(limit.step(65_536), () -> false);
                        longest.accumulateAndGet(clock.get() - begun, Math::max);
                    }
                    return null;
                }));
            }
            for (Future<?> connection : connections) {
                connection.get();
            }
        }
        assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void aStepOfATinyLimitTakesAQuarterOfASecond() {
        rate.set(1);
        assertThat(limit.step(65_536)).isEqualTo((int) RateLimit.MIN_BYTES_PER_SECOND / 4);
    }

    @Test
    void aClosedConnectionWaitsNoLonger() throws IOException {
        rate.set(16_000);
        AtomicBoolean closed = new AtomicBoolean();
        limit.take(1_000_000, closed::get);
        closed.set(true);
        Duration before = time();
        limit.take(4000, closed::get);
        assertThat(time()).isEqualTo(before);
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        rate.set(16_000);
        limit.take(1_000_000, () -> false);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> limit.take(4000, () -> false)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
