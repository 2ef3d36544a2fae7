package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairQueueTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FairQueue turns = new FairQueue(1);
    private final List<String> order = new CopyOnWriteArrayList<>();

    /** A thread in the line of {@code asker}; returns once it waits. */
    private Thread join(String asker) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                turns.acquire(asker);
                order.add(asker);
                turns.release();
            } catch (InterruptedException e) {
                order.add("interrupted");
            }
        });
        await().atMost(LONG).until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private void awaitOrder(String... expected) {
        await().atMost(LONG).until(() -> order.size() >= expected.length);
        assertThat(order).containsExactly(expected);
    }

    @Test
    void askersTakeTurnsHoweverManyOfOneWait() throws InterruptedException {
        turns.acquire("greedy");
        for (int i = 0; i < 3; i++) {
            join("greedy");
        }
        join("modest");
        join("late");
        turns.release();
        awaitOrder("greedy", "modest", "late", "greedy", "greedy");
    }

    @Test
    void whoWorksLongLetsOthersInBetween() throws Exception {
        turns.acquire("greedy");
        join("greedy");
        join("modest");
        turns.release();
        turns.acquire("greedy");
        awaitOrder("greedy", "modest");
        turns.release();
    }

    @Test
    void whereNobodyWaitsItGoesOnAtOnce() throws InterruptedException {
        turns.acquire("one");
        turns.release();
        turns.acquire("one");
        turns.release();
        turns.acquire("other");
        turns.release();
    }

    @Test
    void whoGivesUpWaitingTakesNoPlace() throws InterruptedException {
        turns.acquire("one");
        Thread impatient = join("other");
        impatient.interrupt();
        awaitOrder("interrupted");
        turns.release();
        turns.acquire("third");
        turns.release();
    }

    @Test
    void noMoreThanThePlacesAreIn() throws Exception {
        FairQueue two = new FairQueue(2);
        CountDownLatch together = new CountDownLatch(2);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<String> inside = new CopyOnWriteArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String asker = "asker " + i % 7;
                Future<?> _ = threads.submit(() -> {
                    two.acquire(asker);
                    inside.add(asker);
                    seen.add(inside.size());
                    together.countDown();
                    together.await();
                    inside.remove(asker);
                    two.release();
                    return true;
                });
            }
        }
        assertThat(seen).hasSize(200).allMatch(size -> size <= 2).contains(2);
    }
}
