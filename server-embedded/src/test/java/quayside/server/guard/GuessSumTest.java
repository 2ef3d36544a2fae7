package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/** Tests the sum of guesses of all sources while many are open at once. */
@Timeout(60)
class GuessSumTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Source NEWCOMER = GuessLimiterTest.source("203.0.113.1");

    private final AtomicLong nanos = new AtomicLong(7);
    private final GuessLimiter limiter = new GuessLimiter(nanos::get, ServerReason.TOO_MANY_WRONG_KEYS);

    /** Opens five undecided tries for each of the sources. */
    private List<GuessLimiter.Attempt> open(int sources) throws Exception {
        List<GuessLimiter.Attempt> open = new ArrayList<>();
        for (int i = 0; i < sources * GuessLimiter.FREE_TRIES; i++) {
            Source source = GuessLimiterTest.source("198.51.100." + i / GuessLimiter.FREE_TRIES);
            open.add(limiter.begin(source, PATIENCE));
        }
        return open;
    }

    @Test
    void whoeverTriesNoSecretTakesNoneOfThem() throws Exception {
        for (int round = 0; round < 100; round++) {
            List<GuessLimiter.Attempt> silent = open(20);
            limiter.check(NEWCOMER);
            silent.forEach(GuessLimiter.Attempt::close);
        }
        for (int i = 0; i < GuessLimiter.FREE_TRIES; i++) {
            limiter.begin(NEWCOMER, Duration.ZERO).failed();
        }
    }

    @Test
    void noMoreAreOpenThanAreLeft() throws Exception {
        List<GuessLimiter.Attempt> open = open(20);
        assertThat(open).hasSize(GuessLimiter.ALL_TRIES);
        assertRefused(NEWCOMER);
        open.forEach(GuessLimiter.Attempt::failed);
        assertRefused(NEWCOMER);
        nanos.addAndGet(Duration.ofSeconds(GuessLimiter.ALL_REFILL_SECONDS).toNanos());
        limiter.begin(NEWCOMER, Duration.ZERO).failed();
        assertRefused(GuessLimiterTest.source("203.0.113.2"));
    }

    @Test
    void whoWasWrongLeavesTheLastToNewcomersAlsoWhileOthersAreOpen() throws Exception {
        Source wrong = GuessLimiterTest.source("192.0.2.1");
        limiter.begin(wrong, Duration.ZERO).failed();
        open(15);
        for (int i = 0; i < 4; i++) {
            limiter.begin(wrong, Duration.ZERO);
        }
        Source alsoWrong = GuessLimiterTest.source("192.0.2.2");
        limiter.begin(alsoWrong, Duration.ZERO).failed();
        assertRefused(alsoWrong);
        limiter.begin(NEWCOMER, Duration.ZERO).close();
    }

    private void assertRefused(Source source) {
        assertThatThrownBy(() -> limiter.begin(source, Duration.ZERO))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_MANY_TRIES));
    }

    @Test
    void whoComesMeanwhileWaitsAndIsNotRefused() throws Exception {
        List<GuessLimiter.Attempt> open = open(20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> newcomer = threads.submit(() -> {
                try (GuessLimiter.Attempt attempt = limiter.begin(NEWCOMER, PATIENCE)) {
                    attempt.succeeded();
                }
                return true;
            });
            open.getFirst().close();
            await().atMost(PATIENCE).until(newcomer::isDone);
            assertThat(newcomer.state()).isEqualTo(Future.State.SUCCESS);
        }
        assertThat(limiter.knows(NEWCOMER)).isTrue();
    }

    @Test
    void whoWaitsIsRefusedOnceAllWereWrong() throws Exception {
        List<GuessLimiter.Attempt> open = open(20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Thread> waiter = new CompletableFuture<>();
            Future<?> newcomer = threads.submit(() -> {
                waiter.complete(Thread.currentThread());
                return limiter.begin(NEWCOMER, PATIENCE);
            });
            await().until(() -> GuessLimiterTest.waits(waiter.get()));
            open.forEach(GuessLimiter.Attempt::failed);
            await().until(newcomer::isDone);
            assertThat(newcomer.exceptionNow())
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            e -> assertThat(e.retryAfter()).hasSeconds(GuessLimiter.ALL_REFILL_SECONDS));
        }
    }

    @Test
    void onlyTheRightSecretMakesASourceKnown() throws Exception {
        assertThat(limiter.knows(NEWCOMER)).isFalse();
        limiter.begin(NEWCOMER, PATIENCE).failed();
        limiter.begin(NEWCOMER, PATIENCE).close();
        assertThat(limiter.knows(NEWCOMER)).isFalse();
        limiter.begin(NEWCOMER, PATIENCE).succeeded();
        assertThat(limiter.knows(NEWCOMER)).isTrue();
    }
}
