package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(20)
class GuessLimiterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Source MALLORY = source("192.0.2.1");
    private static final Source ALICE = source("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final GuessLimiter limiter = new GuessLimiter(nanos::get, "keys");

    static Source source(String address) {
        try {
            return Source.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void guessWrong(Source source) throws Exception {
        try (GuessLimiter.Attempt attempt = limiter.begin(source, PATIENCE)) {
            attempt.failed();
        }
    }

    private void guessRight(Source source) throws Exception {
        try (GuessLimiter.Attempt attempt = limiter.begin(source, PATIENCE)) {
            attempt.succeeded();
        }
    }

    private long secondsToWait(Source source) {
        try {
            limiter.check(source);
            return 0;
        } catch (ProtocolException e) {
            assertThat(e.fault()).isEqualTo(Fault.TOO_MANY_TRIES);
            return e.retryAfter().toSeconds();
        }
    }

    @Test
    void fiveWrongTriesAreFreeAndThenTheWaitDoublesToTenMinutes() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(secondsToWait(MALLORY)).as("try " + i).isZero();
            guessWrong(MALLORY);
        }
        for (long wait : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600}) {
            assertThat(secondsToWait(MALLORY)).isEqualTo(wait);
            pass(Duration.ofSeconds(wait).minusNanos(1));
            assertThat(secondsToWait(MALLORY)).isEqualTo(1);
            assertThatThrownBy(() -> limiter.begin(MALLORY, PATIENCE)).isInstanceOf(ProtocolException.class);
            pass(Duration.ofNanos(1));
            guessWrong(MALLORY);
        }
    }

    @Test
    void oneSourcesWrongTriesAreNotAnothers() throws Exception {
        for (int i = 0; i < 5; i++) {
            guessWrong(MALLORY);
        }
        assertThat(secondsToWait(ALICE)).isZero();
        guessRight(ALICE);
        assertThat(secondsToWait(MALLORY)).isEqualTo(1);
    }

    @Test
    void theRightKeyForgivesItsOwnSource() throws Exception {
        for (int i = 0; i < 4; i++) {
            guessWrong(ALICE);
        }
        guessRight(ALICE);
        for (int i = 0; i < 4; i++) {
            guessWrong(ALICE);
            assertThat(secondsToWait(ALICE)).isZero();
        }
    }

    @Test
    void aTryWithoutOutcomeCostsNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            limiter.begin(MALLORY, PATIENCE).close();
        }
        assertThat(secondsToWait(MALLORY)).isZero();
    }

    @Test
    void manyTriesAtOnceAreNoMoreGuessesThanOneAfterAnother() throws Exception {
        AtomicInteger guesses = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<GuessLimiter.Attempt> open = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                open.add(limiter.begin(MALLORY, PATIENCE));
            }
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> {
                    guessWrong(MALLORY);
                    return guesses.incrementAndGet();
                }));
            }
            open.forEach(GuessLimiter.Attempt::failed);
            await().until(() -> waiting.stream().allMatch(Future::isDone));
            assertThat(waiting).allMatch(future -> future.state() == Future.State.FAILED);
        }
        assertThat(guesses).hasValue(0);
    }

    @Test
    void aGuestsOwnConnectionsWaitInLineAndAllComeIn() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> guests = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                guests.add(threads.submit(() -> {
                    guessRight(ALICE);
                    return true;
                }));
            }
            await().until(() -> guests.stream().allMatch(Future::isDone));
            assertThat(guests).allMatch(future -> future.state() == Future.State.SUCCESS);
        }
    }

    @Test
    void allSourcesTogetherAreBoundedAndKnownGuestsStillComeIn() throws Exception {
        guessRight(ALICE);
        for (int i = 0; i < 100; i++) {
            guessWrong(source("198.51.100." + i));
        }
        Source fresh = source("203.0.113.1");
        assertThat(secondsToWait(fresh)).isBetween(1L, 6L);
        assertThat(secondsToWait(ALICE)).isZero();
        guessRight(ALICE);

        pass(Duration.ofSeconds(6));
        assertThat(secondsToWait(fresh)).isZero();
        guessWrong(fresh);
        assertThat(secondsToWait(source("203.0.113.2"))).isBetween(1L, 6L);
    }

    @Test
    void wrongTriesAreForgottenAfterADay() throws Exception {
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(10));
            guessWrong(MALLORY);
        }
        pass(Duration.ofHours(24).plusNanos(1));
        for (int i = 0; i < 4; i++) {
            guessWrong(MALLORY);
            assertThat(secondsToWait(MALLORY)).isZero();
        }
    }

    @Test
    void aGuestBehindTheSameAddressGivesAGuesserOnlySoManyFreshStarts() throws Exception {
        int wrong = 0;
        for (int i = 0; i < 1000 && secondsToWait(ALICE) == 0; i++) {
            guessWrong(ALICE);
            wrong++;
            if (secondsToWait(ALICE) == 0) {
                guessRight(ALICE);
            }
        }
        assertThat(wrong).isEqualTo(Tries.MAX_FORGIVEN + 5);
    }

    @Test
    void thoseWhoGoOnFromTheSameAddressesHoldNoNewcomerUp() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 50; i++) {
                Source source = source("198.51.100." + i);
                if (secondsToWait(source) == 0) {
                    guessWrong(source);
                }
            }
        }
        assertThat(secondsToWait(source("198.51.100.1"))).isPositive();
        for (int i = 1; i <= GuessLimiter.RESERVED_FOR_NEW; i++) {
            Source fresh = source("203.0.113." + i);
            assertThat(secondsToWait(fresh)).isZero();
            guessWrong(fresh);
        }
        assertThat(secondsToWait(source("203.0.113.99"))).isPositive();
    }

    @Test
    void strangersPushNoGuestOutOfTheMemory() throws Exception {
        guessRight(ALICE);
        for (int i = 0; i < 2 * SourceMemory.MAX_STRANGERS; i++) {
            limiter.begin(source("10.0." + (i >> 8) + "." + (i & 255)), PATIENCE)
                    .close();
        }
        for (int i = 0; i < 100; i++) {
            guessWrong(source("198.51.100." + i));
        }
        assertThat(secondsToWait(source("203.0.113.1"))).isPositive();
        assertThat(secondsToWait(ALICE)).isZero();
    }

    @Test
    void theMemoryForSourcesIsBounded() throws Exception {
        for (int i = 0; i < 3 * SourceMemory.MAX_STRANGERS; i++) {
            limiter.begin(source("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)), PATIENCE)
                    .close();
        }
        assertThat(limiter.tracked()).isEqualTo(SourceMemory.MAX_STRANGERS);
    }

    @Test
    void closingEndsTheWaiting() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                limiter.begin(MALLORY, PATIENCE);
            }
            Future<?> waiting = threads.submit(() -> limiter.begin(MALLORY, PATIENCE));
            limiter.close();
            await().atMost(Duration.ofSeconds(5)).until(waiting::isDone);
            assertThat(waiting.exceptionNow())
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
        }
    }
}
