package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

@Timeout(20)
class GuessLimiterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Source MALLORY = source("192.0.2.1");
    private static final Source ALICE = source("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final GuessLimiter limiter = new GuessLimiter(nanos::get, ServerReason.TOO_MANY_WRONG_KEYS);

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

    static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
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
            List<Thread> waiters = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> {
                    waiters.add(Thread.currentThread());
                    guessWrong(MALLORY);
                    return guesses.incrementAndGet();
                }));
            }
            await().until(() -> waiters.size() == 50 && waiters.stream().allMatch(GuessLimiterTest::waits));
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
        assertThat(secondsToWait(fresh)).isEqualTo(6);
        assertThat(secondsToWait(ALICE)).isZero();
        guessRight(ALICE);

        pass(Duration.ofSeconds(2));
        assertThat(secondsToWait(fresh)).isEqualTo(4);
        pass(Duration.ofSeconds(4));
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
        pass(Duration.ofHours(24));
        guessWrong(MALLORY);
        assertThat(secondsToWait(MALLORY)).as("the eleventh").isEqualTo(64);
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
        for (int i = 0; i < GuessLimiter.FREE_TRIES; i++) {
            guessWrong(MALLORY);
        }
        assertThat(secondsToWait(MALLORY)).as("who comes now is remembered").isEqualTo(1);
    }

    @Test
    void theMemoryForGuestsIsBoundedToo() throws Exception {
        for (int i = 0; i < 2 * SourceMemory.MAX_GUESTS; i++) {
            guessRight(source("10.0." + (i >> 8) + "." + (i & 255)));
        }
        guessWrong(MALLORY);
        assertThat(limiter.tracked()).isEqualTo(SourceMemory.MAX_GUESTS + 1);
    }

    @Test
    void whoseTriesAreOpenIsNotForgottenHoweverManyComeMeanwhile() throws Exception {
        for (int i = 0; i < GuessLimiter.FREE_TRIES; i++) {
            limiter.begin(MALLORY, PATIENCE);
        }
        for (int i = 0; i < 2 * SourceMemory.MAX_STRANGERS; i++) {
            limiter.begin(source("10.0." + (i >> 8) + "." + (i & 255)), PATIENCE)
                    .close();
        }
        assertThatThrownBy(() -> limiter.begin(MALLORY, Duration.ZERO)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatTheRightKeyForgivesIsBoundedByTheDay() throws Exception {
        Source bob = source("192.0.2.3");
        forgive(ALICE, 12);
        forgive(bob, 12);
        pass(Duration.ofDays(1));
        forgive(ALICE, 1);
        guessWrong(ALICE);
        assertThat(secondsToWait(ALICE)).as("not forgiven any more").isEqualTo(1);

        pass(Duration.ofNanos(1));
        forgive(bob, 12);
        guessWrong(bob);
        assertThat(secondsToWait(bob)).isZero();
    }

    /** So often four wrong tries, and the right key. */
    private void forgive(Source source, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            for (int j = 0; j < 4; j++) {
                guessWrong(source);
            }
            guessRight(source);
        }
    }

    @Test
    void noMoreAreOpenAtOnceThanASourceHasLeft() throws Exception {
        for (int i = 0; i < 3; i++) {
            guessWrong(MALLORY);
        }
        limiter.begin(MALLORY, Duration.ZERO);
        limiter.begin(MALLORY, Duration.ZERO);
        assertThatThrownBy(() -> limiter.begin(MALLORY, Duration.ZERO)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whoOnlyAsksKeepsNobodyFromTrying() throws Exception {
        limiter.check(ALICE);
        assertThat(limiter.knows(ALICE)).isFalse();
        assertThat(limiter.tracked()).isZero();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> other = threads.submit(() -> limiter.begin(MALLORY, PATIENCE));
            await().until(other::isDone);
            assertThat(other.state()).isEqualTo(Future.State.SUCCESS);
        }
    }

    @Test
    void whoGivesOneSecretRightFromVeryManyAddressesPushesOutNobodyOfAnother() throws Exception {
        Source secret = source("10.1.0.1");
        Source other = source("10.1.0.2");
        limiter.begin(secret, ALICE, PATIENCE).succeeded();
        for (int i = 0; i < 5000; i++) {
            limiter.begin(other, source("10.0." + (i >> 8) + "." + (i & 255)), PATIENCE)
                    .succeeded();
        }
        for (int i = 0; i < GuessLimiter.FREE_TRIES; i++) {
            limiter.begin(secret, MALLORY, PATIENCE).failed();
        }
        assertThatThrownBy(() -> limiter.begin(secret, MALLORY, PATIENCE)).isInstanceOf(ProtocolException.class);
        limiter.begin(secret, ALICE, PATIENCE).succeeded();
    }

    @Test
    void closingEndsTheWaiting() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                limiter.begin(MALLORY, PATIENCE);
            }
            CompletableFuture<Thread> waiter = new CompletableFuture<>();
            Future<?> waiting = threads.submit(() -> {
                waiter.complete(Thread.currentThread());
                return limiter.begin(MALLORY, PATIENCE);
            });
            await().until(() -> waits(waiter.get()));
            limiter.close();
            await().atMost(Duration.ofSeconds(5)).until(waiting::isDone);
            assertThat(waiting.exceptionNow())
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
        }
    }
}
