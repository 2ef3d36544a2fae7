package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void anActionRunsOnceHoweverOftenOneCancels() {
        Cancellation.Registration registration = cancellation.onCancel(runs::incrementAndGet);
        cancellation.cancel();
        cancellation.cancel();
        registration.close();
        assertThat(runs).hasValue(1);
    }

    @Test
    void anActionThatComesTooLateRunsAtOnce() {
        cancellation.cancel();
        cancellation.onCancel(runs::incrementAndGet).close();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aClosedRegistrationIsNotRun() {
        cancellation.onCancel(runs::incrementAndGet).close();
        cancellation.cancel();
        assertThat(runs).hasValue(0);
    }

    /** The action would close a connection that somebody else has by then. */
    @Test
    void aRegistrationThatIsClosedDuringACancellationIsNotRun() {
        List<Cancellation.Registration> others = new ArrayList<>();
        cancellation.onCancel(() -> others.forEach(Cancellation.Registration::close));
        others.add(cancellation.onCancel(runs::incrementAndGet));
        cancellation.cancel();
        assertThat(runs).hasValue(0);
    }

    @Test
    void closingARegistrationWaitsForItsRunningAction() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(() -> {
            running.countDown();
            awaitUninterruptibly(end);
            runs.incrementAndGet();
        });
        Thread canceller = Thread.ofVirtual().start(cancellation::cancel);
        running.await();
        AtomicInteger seen = new AtomicInteger(-1);
        Thread closer = Thread.ofPlatform().start(() -> {
            registration.close();
            seen.set(runs.get());
        });
        while (closer.getState() != Thread.State.BLOCKED && closer.isAlive()) {
            Thread.onSpinWait();
        }
        end.countDown();
        closer.join();
        canceller.join();
        assertThat(seen).hasValue(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An action that equals every other one. */
    private record Equal(AtomicInteger runs) implements Runnable {
        @Override
        public boolean equals(Object other) {
            return other instanceof Equal;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public void run() {
            int _ = runs.incrementAndGet();
        }
    }

    @Test
    void aRegistrationEndsItselfAndNoEqualOne() {
        AtomicInteger other = new AtomicInteger();
        Cancellation.Registration _ = cancellation.onCancel(new Equal(runs));
        Cancellation.Registration ended = cancellation.onCancel(new Equal(other));
        ended.close();
        cancellation.cancel();
        assertThat(runs).hasValue(1);
        assertThat(other).hasValue(0);
    }

    @Test
    void theSameActionCanBeRegisteredTwice() {
        Runnable action = runs::incrementAndGet;
        Cancellation.Registration _ = cancellation.onCancel(action);
        Cancellation.Registration ended = cancellation.onCancel(action);
        ended.close();
        ended.close();
        cancellation.cancel();
        assertThat(runs).hasValue(1);
    }

    @Test
    void checkFailsOnlyOnceCancelled() throws ProtocolException {
        cancellation.check();
        cancellation.cancel();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(cancellation::check)
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CANCELLED);
    }
}
