package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(30)
class HandshakeLimiterTest {
    private static final Source MALLORY = GuessLimiterTest.source("192.0.2.1");
    private static final Source ALICE = GuessLimiterTest.source("203.0.113.1");
    private static final Source BOB = GuessLimiterTest.source("203.0.113.2");

    private final AtomicLong nanos = new AtomicLong(-3_000_000_000L);
    private final Set<Source> known = new HashSet<>();
    private final HandshakeLimiter limiter = new HandshakeLimiter(nanos::get, known::contains, 1);

    /** Returns how many of {@code tries} may begin. */
    private int begin(Source source, int tries) {
        int begun = 0;
        for (int i = 0; i < tries; i++) {
            try {
                limiter.begin(source);
                begun++;
            } catch (ProtocolException e) {
                assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL);
                assertThat(e.retryAfter()).isPositive();
            }
        }
        return begun;
    }

    private static Source source(int number) {
        return GuessLimiterTest.source("10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255));
    }

    @Test
    void aSourceBeginsSoManyAtOnceAndOneASecond() {
        assertThat(begin(MALLORY, 1000)).isEqualTo(HandshakeLimiter.BURST);
        for (int second = 0; second < 100; second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(begin(MALLORY, 10)).isEqualTo(1);
        }
        assertThat(begin(ALICE, 1000)).isEqualTo(HandshakeLimiter.BURST);
    }

    @Test
    void allTogetherBeginSoManyAtOnceAndTenASecondHoweverManyTheyAre() {
        int begun = 0;
        for (int i = 0; i < 5000; i++) {
            begun += begin(source(i), 2);
        }
        assertThat(begun).isEqualTo(HandshakeLimiter.ALL_BURST);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        for (int i = 5000; i < 6000; i++) {
            begun += begin(source(i), 1);
        }
        assertThat(begun).isEqualTo(HandshakeLimiter.ALL_BURST + HandshakeLimiter.ALL_PER_SECOND);
    }

    @Test
    void whoKnocksAgainAndAgainKeepsNoNewcomerOut() {
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 100; i++) {
                begin(source(i % 50), 10);
            }
            nanos.addAndGet(Duration.ofMillis(500).toNanos());
        }
        assertThat(begin(ALICE, 1)).isEqualTo(1);
    }

    @Test
    void whoKnocksNowAndThenIsNoNewcomerEachTime() {
        for (int second = 0; second < 300; second++) {
            for (int i = 0; i < 50; i++) {
                begin(source(i), 1);
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        for (int i = 0; i < HandshakeLimiter.RESERVED_FOR_NEW; i++) {
            assertThat(begin(source(1000 + i), 1)).isEqualTo(1);
        }
    }

    @Test
    void whoHasBegunNoneForTenMinutesIsANewcomerAgain() {
        assertThat(begin(ALICE, 1)).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(begin(BOB, 1)).isEqualTo(1);
        for (int i = 1; i < HandshakeLimiter.ALL_BURST - HandshakeLimiter.RESERVED_FOR_NEW; i++) {
            begin(source(i), 1);
        }
        assertThat(begin(ALICE, 1)).isZero();
        nanos.incrementAndGet();
        assertThat(begin(ALICE, 1)).isEqualTo(1);
        assertThat(begin(BOB, 1)).isZero();
    }

    @Test
    void guestsAreNotBound() throws Exception {
        known.add(ALICE);
        assertThat(begin(MALLORY, 1000)).isEqualTo(HandshakeLimiter.BURST);
        try (HandshakeLimiter.Place _ = limiter.enter(MALLORY, Duration.ZERO)) {
            assertThat(begin(ALICE, 1000)).isEqualTo(1000);
            limiter.enter(ALICE, Duration.ZERO).close();
        }
    }

    @Test
    void strangersComputeOnlyWhereThereIsAPlace() throws Exception {
        HandshakeLimiter.Place one = limiter.enter(MALLORY, Duration.ZERO);
        assertThatThrownBy(() -> limiter.enter(BOB, Duration.ZERO))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
        one.close();
        limiter.enter(BOB, Duration.ZERO).close();
    }

    @Test
    void theMemoryForSourcesIsBounded() {
        for (int i = 0; i < 3 * HandshakeLimiter.MAX_SOURCES; i++) {
            begin(source(i), 1);
        }
        assertThat(limiter.tracked()).isEqualTo(HandshakeLimiter.MAX_SOURCES);
    }
}
