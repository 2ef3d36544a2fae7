package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import quayside.app.core.Patience;

class HandOverTest {
    private final Background background = new Background();
    private final List<Object> seen = new ArrayList<>();

    @BeforeAll
    static void startJavaFx() {
        Fx.start();
    }

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void ofManySnapshotsTheLastIsShownAndMostAreDropped() {
        Latest<Integer> latest = new Latest<>(seen::add);
        Fx.run(() -> {
            for (int i = 0; i <= 100_000; i++) {
                latest.offer(i);
            }
        });
        Fx.await(() -> !seen.isEmpty() && seen.getLast().equals(100_000));
        assertThat(seen).hasSizeLessThan(3);
    }

    @Test
    void aSnapshotThatIsOfferedWhileAnotherIsShownIsShownNext() {
        List<Latest<Integer>> self = new ArrayList<>();
        Latest<Integer> latest = new Latest<>(value -> {
            seen.add(value);
            if (value < 3) {
                self.getFirst().offer(value + 1);
            }
        });
        self.add(latest);
        latest.offer(1);
        Fx.await(() -> seen.equals(List.of(1, 2, 3)));
    }

    @Test
    void aResultComesBackOnTheJavaFxThread() {
        background.run(
                cancellation -> !Platform.isFxApplicationThread()
                        && Thread.currentThread().isVirtual(),
                worked -> seen.add(worked && Platform.isFxApplicationThread()),
                seen::add);
        Fx.await(() -> seen.equals(List.of(true)));
    }

    @Test
    void aFailureComesBackAsItWasThrown() {
        Exception failure = new IllegalStateException("as thrown");
        background.run(
                () -> {
                    throw failure;
                },
                () -> seen.add("done"),
                seen::add);
        Fx.await(() -> seen.equals(List.of(failure)));
    }

    @Test
    void anErrorIsAFailureToo() {
        Error error = new StackOverflowError();
        background.run(
                () -> {
                    throw error;
                },
                () -> seen.add("done"),
                e -> seen.add(e.getCause()));
        Fx.await(() -> seen.equals(List.of(error)));
    }

    @Test
    void theNewestJobMakesTheOneBeforeStale() {
        NewestOnly line = new NewestOnly(background);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch slowEnded = new CountDownLatch(1);
        Fx.run(() -> {
            line.run(
                    cancellation -> {
                        release.await();
                        slowEnded.countDown();
                        return cancellation.isCancelled() ? "slow, told" : "slow, not told";
                    },
                    seen::add,
                    seen::add);
            line.run(cancellation -> "fast", seen::add, seen::add);
        });
        Fx.await(() -> seen.equals(List.of("fast")));
        release.countDown();
        Fx.await(() -> slowEnded.getCount() == 0);
        Fx.run(() -> assertThat(seen).containsExactly("fast"));
    }

    @Test
    void whatWasToComeLaterIsForgottenAtTheEnd() {
        CompletableFuture<Runnable> due = new CompletableFuture<>();
        Background held = new Background(due::complete);
        WeakReference<Object> window = Fx.call(() -> waitsFor(held));
        Fx.run(held::close);
        Patience.awaitCollected(window);
        due.orTimeout(30, TimeUnit.SECONDS).join().run();
        assertThat(seen).isEmpty();
    }

    /** Lets the background wait for an action that needs an object. */
    private WeakReference<Object> waitsFor(Background held) {
        Object window = new Object();
        Runnable _ = held.after(Duration.ofMillis(1), () -> seen.add(window));
        return new WeakReference<>(window);
    }

    @Test
    void whatIsToComeLaterComesUnlessTheWaitingIsEnded() {
        Fx.run(() -> {
            background.after(Duration.ofMillis(1), () -> seen.add("first")).run();
            Runnable _ = background.after(Duration.ofMillis(2), () -> seen.add("second"));
        });
        Fx.await(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("second");
    }
}
