package quayside.app.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedTest {
    private final Published<Integer> value = new Published<>(0);
    private final List<Integer> heard = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aListenerHearsThePresentValueFirst() {
        value.set(7);
        value.listen(heard::add);
        value.set(8);
        assertThat(heard).containsExactly(7, 8);
    }

    @Test
    void aValueSetByAListenerIsHeardByAllAfterTheOneThatCausedIt() {
        value.listen(next -> {
            if (next == 1) {
                value.set(2);
            }
        });
        value.listen(heard::add);
        value.set(1);
        assertThat(heard).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatFailsDoesNotKeepTheOthersFromHearing(Runnable failing) {
        value.listen(next -> failing.run());
        value.listen(heard::add);
        value.set(1);
        value.set(2);
        assertThat(heard).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerToEventsThatFailsDoesNotKeepTheOthersFromHearing(Runnable failing) {
        Listeners<Runnable> listeners = new Listeners<>();
        listeners.add(failing);
        listeners.add(() -> heard.add(1));
        listeners.tell(Runnable::run);
        assertThat(heard).containsExactly(1);
    }

    private static Stream<Runnable> failures() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                () -> {
                    throw new AssertionError("on purpose");
                },
                () -> {
                    throw new StackOverflowError("on purpose");
                });
    }

    @Test
    void whoHasClosedTheSubscriptionHearsNothingMore() {
        Subscription subscription = value.listen(heard::add);
        value.set(1);
        subscription.close();
        subscription.close();
        value.set(2);
        assertThat(heard).containsExactly(0, 1);
        Listeners<Runnable> listeners = new Listeners<>();
        listeners.add(() -> heard.add(3));
        Subscription ended = listeners.add(() -> heard.add(4));
        ended.close();
        listeners.tell(Runnable::run);
        assertThat(heard).containsExactly(0, 1, 3);
    }

    @Test
    void whatNoLongerAppliesIsNotPublished() {
        value.listen(heard::add);
        assertThat(value.setIf(() -> false, 5)).isFalse();
        assertThat(value.get()).isZero();
        assertThat(heard).containsExactly(0);
    }

    @Test
    void manyThreadsAreHeardOneAtATimeAndTheLastValueHeardIsTheNewest() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        value.listen(next -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            heard.add(next);
            inside.decrementAndGet();
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int base = 1000 * (i + 1);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 200; n++) {
                    value.set(base + n);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(heard).hasSize(1601).endsWith(value.get());
        assertThat(most).hasValue(1);
    }
}
