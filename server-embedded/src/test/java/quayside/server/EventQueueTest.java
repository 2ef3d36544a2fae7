package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a slow listener. */
@Timeout(60)
class EventQueueTest {
    private static final String ADDRESS = "127.0.0.1";
    private static final Instant AT = Instant.EPOCH;

    private final List<ShareEvent> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final EventQueue queue = new EventQueue(event -> {
        busy.countDown();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told.add(event);
    });

    @AfterEach
    void closeQueue() {
        ready.countDown();
        queue.close();
    }

    /** Publishes so many, of which none is told yet. */
    private void download(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            queue.publish(new ShareEvent.Downloaded(AT, ADDRESS, "empty", i));
        }
        busy.await();
    }

    private List<ShareEvent> downloads() {
        return told.stream().filter(ShareEvent.Downloaded.class::isInstance).toList();
    }

    private long untold() {
        return told.stream()
                .filter(ShareEvent.MoreHappened.class::isInstance)
                .mapToLong(event -> ((ShareEvent.MoreHappened) event).events())
                .sum();
    }

    @Test
    void ofWhatGuestsDoOnlySoMuchWaitsAndTheRestIsCounted() throws Exception {
        download(100_000);
        ready.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> untold() > 0);
        assertThat(downloads()).hasSize(EventQueue.MAX_BEFORE_TRANSFERS);
        assertThat(untold()).isEqualTo(100_000 - EventQueue.MAX_BEFORE_TRANSFERS);
        assertThat(told.getLast()).isInstanceOf(ShareEvent.MoreHappened.class);
    }

    @Test
    void comingAndGoingIsBoundedToo() throws Exception {
        download(EventQueue.MAX_BEFORE_TRANSFERS);
        for (int i = 0; i < 100_000; i++) {
            queue.publish(new ShareEvent.GuestJoined(AT, ADDRESS));
        }
        ready.countDown();
        queue.close();
        assertThat(told).hasSize(EventQueue.MAX_BEFORE_JOINS + 1);
        assertThat(untold()).isEqualTo(100_000 - (EventQueue.MAX_BEFORE_JOINS - EventQueue.MAX_BEFORE_TRANSFERS));
    }

    @Test
    void whatGuestsCannotCauseAsTheyLikeIsToldInItsOrder() throws Exception {
        download(2 * EventQueue.MAX_BEFORE_JOINS);
        queue.publish(new ShareEvent.WrongPasscode(AT, ADDRESS, "a"));
        queue.publish(new ShareEvent.Downloaded(AT, ADDRESS, "lost", 1));
        queue.publish(new ShareEvent.Stopped(AT));
        ready.countDown();
        queue.close();
        assertThat(told.subList(EventQueue.MAX_BEFORE_TRANSFERS, told.size()))
                .containsExactly(
                        new ShareEvent.MoreHappened(
                                AT, 2L * EventQueue.MAX_BEFORE_JOINS - EventQueue.MAX_BEFORE_TRANSFERS),
                        new ShareEvent.WrongPasscode(AT, ADDRESS, "a"),
                        new ShareEvent.MoreHappened(AT, 1),
                        new ShareEvent.Stopped(AT));
    }

    @Test
    void whereTheListenerKeepsUpNothingIsLost() throws Exception {
        ready.countDown();
        for (int i = 1; i <= 20_000; i++) {
            queue.publish(new ShareEvent.Downloaded(AT, ADDRESS, "empty", i));
            if (i % 1000 == 0) {
                int all = i;
                await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == all);
            }
        }
        assertThat(untold()).isZero();
    }

    @Test
    void whatComesAfterTheEndIsNotTold() {
        ready.countDown();
        queue.publish(new ShareEvent.Stopped(AT));
        queue.close();
        queue.publish(new ShareEvent.Unblocked(AT, ADDRESS));
        assertThat(told).containsExactly(new ShareEvent.Stopped(AT));
    }
}
