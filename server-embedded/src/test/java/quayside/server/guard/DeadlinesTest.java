package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DeadlinesTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Deadlines deadlines = new Deadlines();
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void anActionRunsOnceItsTimeHasCome() throws Exception {
        CountDownLatch run = new CountDownLatch(1);
        deadlines.after(SOON, run::countDown);
        run.await();
    }

    /** Each connection has a deadline that it does not need: who comes and goes must not fill the memory with them. */
    @Test
    void whatIsCalledOffIsForgottenAtOnce() {
        Deadlines.Deadline once = deadlines.after(NEVER, ran::incrementAndGet);
        Deadlines.Deadline again = deadlines.every(NEVER, ran::incrementAndGet);
        assertThat(deadlines.pending()).isEqualTo(2);
        once.close();
        again.close();
        assertThat(deadlines.pending()).isZero();
    }

    @Test
    void whatFailsIsDoneAgainNextTime() {
        deadlines.every(SOON, () -> {
            ran.incrementAndGet();
            throw new IllegalStateException("a test's own");
        });
        await().until(() -> ran.get() >= 3);
    }

    @Test
    void closingCallsOffWhatWaitsAndLetsNothingGoOnAfterIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        deadlines.after(SOON, () -> {
            begun.countDown();
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 1_000_000; i++) {
                Thread.onSpinWait();
            }
            ended.set(true);
        });
        begun.await();
        deadlines.after(NEVER, ran::incrementAndGet);
        deadlines.close();
        assertThat(ended).isTrue();
        assertThat(deadlines.pending()).isZero();
        assertThat(ran).hasValue(0);
    }
}
