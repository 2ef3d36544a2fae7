package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/** Simulates a day of guessing at the maximum rate: each source tries again and again until it is refused. */
@Timeout(120)
class GuessingDayTest {
    private static final int DAY_SECONDS = 86_400;

    /**
     * Five tries are free; ten more follow after 1, 2, 4 ... 512 s, the last of them at 1,023 s; from then on one every
     * 600 s.
     */
    private static final int A_SOURCE_A_DAY = 5 + 10 + (DAY_SECONDS - 1 - 1023) / 600;

    private static final int ALL_A_DAY = GuessLimiter.ALL_TRIES + DAY_SECONDS / GuessLimiter.ALL_REFILL_SECONDS;

    private final AtomicLong nanos = new AtomicLong(12_345);
    private final GuessLimiter limiter = new GuessLimiter(nanos::get, ServerReason.TOO_MANY_WRONG_KEYS);

    private boolean guess(Source source) throws InterruptedException {
        try {
            limiter.check(source);
            try (GuessLimiter.Attempt attempt = limiter.begin(source, Duration.ZERO)) {
                attempt.failed();
            }
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    /**
     * Returns the tries of all {@code sources} in a day. Each tries every second at first and every {@code step}
     * seconds later.
     */
    private int guesses(List<Source> sources, int step) throws InterruptedException {
        return guesses(sources, step, DAY_SECONDS, 0);
    }

    /**
     * Returns the tries of all {@code sources} in a day if they try for {@code trying} seconds and pause for {@code
     * pausing}, repeatedly.
     */
    private int guesses(List<Source> sources, int step, int trying, int pausing) throws InterruptedException {
        int guesses = 0;
        int passed = 1;
        for (int second = 0; second < DAY_SECONDS; second += passed) {
            if (second % (trying + pausing) < trying) {
                for (Source source : sources) {
                    while (guess(source)) {
                        guesses++;
                    }
                }
            }
            // The shortest waits are over then.
            passed = second < 20 ? 1 : step;
            nanos.addAndGet(passed * 1_000_000_000L);
        }
        return guesses;
    }

    private static List<Source> sources(int count, IntFunction<String> address) {
        return IntStream.range(0, count)
                .mapToObj(address)
                .map(GuessLimiterTest::source)
                .toList();
    }

    @Test
    void tenSourcesHaveNoMoreTriesThanTenTimesTheLimitOfOne() throws Exception {
        assertThat(A_SOURCE_A_DAY).isEqualTo(157);
        assertThat(guesses(sources(10, i -> "192.0.2." + i), 10))
                .isBetween(10 * A_SOURCE_A_DAY - 30, 10 * A_SOURCE_A_DAY);
    }

    @Test
    void aNewcomerComesInAllTheSame() throws Exception {
        List<Source> guessers = sources(10, i -> "192.0.2." + i);
        Source newcomer = GuessLimiterTest.source("203.0.113.1");
        for (int second = 0; second < 2000; second++) {
            for (Source each : guessers) {
                while (guess(each)) {
                    limiter.check(newcomer);
                }
            }
            limiter.check(newcomer);
            nanos.addAndGet(1_000_000_000);
        }
    }

    @Test
    void pausesGainNothing() throws Exception {
        List<Source> one = sources(1, i -> "192.0.2.1");
        // 14 tries and an hour's pause would give twice as many, if they were forgotten after it.
        assertThat(guesses(one, 2, 512, 3602)).isLessThan(A_SOURCE_A_DAY);
    }

    @Test
    void threeHundredSourcesHaveNoMoreTriesThanTheLimitOfAll() throws Exception {
        assertThat(guesses(sources(300, i -> "10.0." + (i >> 8) + "." + (i & 255)), 120))
                .isBetween(ALL_A_DAY * 9 / 10, ALL_A_DAY);
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneSource() throws Exception {
        assertThat(guesses(sources(10, i -> "2001:db8:0:1::" + i), 10)).isBetween(A_SOURCE_A_DAY - 3, A_SOURCE_A_DAY);
    }
}
