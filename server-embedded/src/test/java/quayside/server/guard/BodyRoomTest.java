package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class BodyRoomTest {
    private static final Source ONE = GuessLimiterTest.source("192.0.2.1");
    private static final Source TWO = GuessLimiterTest.source("192.0.2.2");
    private static final Source THREE = GuessLimiterTest.source("192.0.2.3");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final BodyRoom room = new BodyRoom(new BodyLimits(12, WINDOW, 100, 10), nanos::get);

    /** A body that moves as many bytes as a test sets. */
    private static final class Body implements BodyRoom.Mover {
        private long moved;
        private boolean ended;

        @Override
        public long moved() {
            return moved;
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    private BodyRoom.Place take(Source source, long bytes) {
        return room.tryEnter(source, bytes, new Body()).orElseThrow();
    }

    /** Waits on another thread, and adds {@code name} once it has room. */
    private Thread waiting(Source source, long bytes, String name, List<String> called) {
        int before = room.waiting();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                BodyRoom.Place _ = room.enter(source, bytes, new Body());
                called.add(name);
            } catch (InterruptedException e) {
                called.add(name + " gave up");
            }
        });
        await().until(() -> room.waiting() > before || !thread.isAlive());
        return thread;
    }

    @Test
    void aSourceHoldsAsMuchAsItLeavesFree() {
        for (int i = 0; i < 6; i++) {
            take(ONE, 1);
        }
        assertThat(room.tryEnter(ONE, 1, new Body())).isEmpty();
        for (int i = 0; i < 3; i++) {
            take(TWO, 1);
        }
        assertThat(room.tryEnter(TWO, 1, new Body())).isEmpty();
        assertThat(room.free()).isEqualTo(3);
        take(THREE, 3);
    }

    @Test
    void whatASourceGivesBackItMayHoldAgainAndNoMore() {
        take(ONE, 2);
        take(ONE, 3).close();
        assertThat(room.tryEnter(ONE, 5, new Body())).isEmpty();
        take(ONE, 4);
    }

    @Test
    void inAServerAQuarterOfTheMemoryIsForBodiesThatMove() {
        BodyLimits limits = BodyLimits.standard();
        assertThat(limits.bytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(limits.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.slow()).isEqualTo(1 << 20);
        assertThat(limits.nearlyNothing()).isEqualTo(256);
    }

    @Test
    void whoMayComeInComesInOnceSomebodyBeforeItGivesUp() throws Exception {
        take(ONE, 8);
        List<String> called = new CopyOnWriteArrayList<>();
        Thread large = waiting(TWO, 10, "large", called);
        Thread small = waiting(THREE, 3, "small", called);
        assertThat(called).isEmpty();
        large.interrupt();
        large.join();
        small.join();
        assertThat(called).containsExactlyInAnyOrder("large gave up", "small");
    }

    @Test
    void whoGivesUpInTheMomentInWhichItIsCalledHoldsNoRoom() throws Exception {
        BodyRoom.Place all = take(ONE, 12);
        assertThat(room.free()).isZero();
        AtomicReference<Thread> waiter = new AtomicReference<>();
        BodyRoom.Mover interrupting = new BodyRoom.Mover() {
            @Override
            public long moved() {
                waiter.get().interrupt();
                while (waiter.get().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return 0;
            }

            @Override
            public void end() {}
        };
        waiter.set(Thread.ofVirtual().start(() -> {
            try (BodyRoom.Place _ = room.enter(TWO, 12, interrupting)) {
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        await().until(() -> room.waiting() == 1);
        all.close();
        waiter.get().join();
        assertThat(room.free()).isEqualTo(12);
    }

    @Test
    void whatIsGivenBackIsFreeOnce() {
        BodyRoom.Place place = take(ONE, 5);
        place.close();
        place.close();
        assertThat(room.free()).isEqualTo(12);
    }

    @Test
    void whatIsLargerThanTheRoomHasAllOfIt() throws Exception {
        try (BodyRoom.Place _ = room.enter(ONE, 1000, new Body())) {
            assertThat(room.free()).isZero();
        }
        assertThat(room.free()).isEqualTo(12);
    }

    @Test
    void theSourceThatHoldsLeastIsNextHoweverManyOfAnotherCameBefore() throws Exception {
        List<BodyRoom.Place> held = new ArrayList<>();
        held.add(take(ONE, 4));
        held.add(take(TWO, 8));
        List<String> called = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(waiting(ONE, 4, "one", called));
        }
        threads.add(waiting(THREE, 4, "newcomer", called));
        held.get(1).close();
        await().until(() -> !called.isEmpty());
        assertThat(called.getFirst()).isEqualTo("newcomer");
        threads.forEach(Thread::interrupt);
        for (Thread each : threads) {
            each.join();
        }
        assertThat(room.waiting()).isZero();
    }

    @Test
    void nobodyWhoHoldsMoreTakesWhatAnotherWaitsFor() {
        BodyRoom.Place large = take(ONE, 12);
        List<String> called = new CopyOnWriteArrayList<>();
        Thread first = waiting(TWO, 12, "large", called);
        large.close();
        await().until(() -> !first.isAlive());
        waiting(THREE, 2, "small", called);
        assertThat(called).containsExactly("large");
    }

    @Test
    void whoGivesUpWaitingHoldsNobodyUp() throws Exception {
        BodyRoom.Place all = take(ONE, 12);
        List<String> called = new CopyOnWriteArrayList<>();
        Thread gone = waiting(TWO, 12, "gone", called);
        Thread next = waiting(THREE, 3, "next", called);
        gone.interrupt();
        gone.join();
        all.close();
        next.join();
        assertThat(called).containsExactly("gone gave up", "next");
        assertThat(room.free()).isEqualTo(9);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        room.endSlow();
    }

    @Test
    void whatIsSlowIsEndedWhereSomebodyWaitsAndNotBefore() {
        Body slow = new Body();
        Body fast = new Body();
        assertThat(room.tryEnter(TWO, 6, fast)).isPresent();
        Optional<BodyRoom.Place> place = room.tryEnter(ONE, 6, slow);
        assertThat(place).isPresent();
        slow.moved = 50;
        fast.moved = 100;
        pass(WINDOW);
        assertThat(slow.ended).isFalse();
        Thread waiting = waiting(THREE, 3, "newcomer", new CopyOnWriteArrayList<>());
        slow.moved = 149;
        fast.moved = 200;
        pass(WINDOW);
        assertThat(slow.ended).isTrue();
        assertThat(fast.ended).isFalse();
        place.get().close();
        await().until(() -> !waiting.isAlive());
    }

    @Test
    void ofSlowOnesNoMoreAreEndedThanOthersWaitAndThoseOfWhoHoldsMostGoFirst() {
        List<Body> slow = new ArrayList<>();
        Body other = new Body();
        assertThat(room.tryEnter(TWO, 3, other)).isPresent();
        for (int i = 0; i < 2; i++) {
            Body body = new Body();
            slow.add(body);
            assertThat(room.tryEnter(ONE, 2, body)).isPresent();
        }
        waiting(THREE, 6, "newcomer", new CopyOnWriteArrayList<>());
        slow.forEach(each -> each.moved = 20);
        other.moved = 20;
        pass(WINDOW);
        pass(WINDOW.dividedBy(2));
        assertThat(slow).filteredOn(each -> each.ended).hasSize(1);
        assertThat(other.ended).isFalse();
    }

    @Test
    void whereNearlyNothingMovesItIsEndedThoughNobodyWaits() {
        Body still = new Body();
        assertThat(room.tryEnter(ONE, 1, still)).isPresent();
        still.moved = 1000;
        pass(WINDOW);
        assertThat(still.ended).isFalse();
        still.moved = 1010;
        pass(WINDOW);
        assertThat(still.ended).isFalse();
        still.moved = 1019;
        pass(WINDOW.dividedBy(2));
        assertThat(still.ended).isFalse();
        pass(WINDOW.dividedBy(2));
        assertThat(still.ended).isTrue();
    }
}
