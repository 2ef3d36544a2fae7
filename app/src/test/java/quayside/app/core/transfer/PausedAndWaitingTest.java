package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests transfers that the user has paused, or that wait for a lost connection. */
@Timeout(60)
class PausedAndWaitingTest {
    private final ScriptedQueue scripted = new ScriptedQueue();
    private final TransferQueue queue = scripted.queue;
    private final List<String> started = scripted.started;
    private final List<TransferSnapshot> ended = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void aPausedTransferKeepsWhatArrivedAndGoesOnWhenAsked() {
        queue.onEnded(ended::add);
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            if (started.size() > 1) {
                return ScriptedQueue.ONE_STORED;
            }
            return ScriptedQueue.untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.pause(id);
        await().until(() -> ended.size() == 1);
        assertThat(scripted.only().state()).isEqualTo(State.PAUSED);
        assertThat(scripted.only().fault()).isEmpty();
        assertThat(discarding).containsExactly(false);
        queue.all(TransferService.Act.CLEAR_DONE);
        queue.remove(id);
        assertThat(scripted.only().state()).isEqualTo(State.PAUSED);
        queue.retry(id);
        await().until(() -> scripted.state(id) == State.DONE);
    }

    @Test
    void cancellingGivesUpWhatArrivedInPart() {
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            return ScriptedQueue.untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.cancel(id);
        queue.pause(id);
        await().until(() -> scripted.state(id).hasEnded());
        assertThat(scripted.state(id)).isEqualTo(State.CANCELLED);
        assertThat(discarding).containsExactly(true);
    }

    @Test
    void aQueuedTransferCanBePausedAndWaitsForItsTurnAgain() {
        scripted.add("a", scripted.gated("a"));
        scripted.add("b", scripted.gated("b"));
        long id = scripted.add("c", scripted.gated("c"));
        queue.pause(id);
        assertThat(scripted.state(id)).isEqualTo(State.PAUSED);
        scripted.open("a", "b", "c");
        await().untilAsserted(
                        () -> assertThat(scripted.states()).containsExactly(State.DONE, State.DONE, State.PAUSED));
        assertThat(started).doesNotContain("c");
        queue.retry(id);
        await().until(() -> scripted.state(id) == State.DONE);
    }

    @Test
    void aLostConnectionIsWaitedForWithACountdownAndIsNoFailure() {
        List<State> told = Collections.synchronizedList(new ArrayList<>());
        queue.onConnection(transfer -> told.add(transfer.state()));
        scripted.add("a", (earlier, listener, cancellation) -> {
            listener.counted(1, 1000);
            listener.progressed(400);
            listener.waiting(Sentence.said("The connection was lost."), Duration.ofSeconds(4));
            listener.waiting(Sentence.said("The connection was lost."), Duration.ofSeconds(8));
            scripted.nanos.set(Duration.ofSeconds(3).toNanos());
            started.add("waiting");
            ScriptedQueue.pass(scripted.gate("back"));
            listener.resumed();
            started.add("back");
            ScriptedQueue.pass(scripted.gate("end"));
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> started.contains("waiting"));
        TransferSnapshot waiting = scripted.only();
        assertThat(waiting.state()).isEqualTo(State.WAITING);
        assertThat(waiting.state().isActive()).isTrue();
        assertThat(waiting.message()).isEqualTo("The connection was lost.");
        assertThat(waiting.remarks().untilNextTry()).contains(Duration.ofSeconds(5));
        assertThat(waiting.bytesDone()).isEqualTo(400);
        assertThat(waiting.bytesPerSecond()).isZero();
        scripted.open("back");
        await().until(() -> started.contains("back"));
        assertThat(scripted.only().state()).isEqualTo(State.RUNNING);
        assertThat(scripted.only().remarks().untilNextTry()).isEmpty();
        assertThat(told).containsExactly(State.WAITING, State.RUNNING);
        scripted.open("end");
    }

    @Test
    void whatHadArrivedBeforeIsDoneButHasNoSpeed() {
        scripted.add("a", (earlier, listener, cancellation) -> {
            listener.counted(1, 10_000);
            listener.progressed(7000);
            scripted.nanos.set(Duration.ofSeconds(10).toNanos());
            started.add("checking");
            ScriptedQueue.pass(scripted.gate("checked"));
            listener.transferred(100);
            listener.progressed(7100);
            scripted.nanos.set(Duration.ofSeconds(11).toNanos());
            listener.transferred(600);
            listener.progressed(7600);
            started.add("moving");
            ScriptedQueue.pass(scripted.gate("end"));
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> started.contains("checking"));
        TransferSnapshot checking = scripted.only();
        assertThat(checking.bytesPerSecond()).isZero();
        assertThat(checking.timeLeft()).isEmpty();
        assertThat(checking.why().words()).isEqualTo("Checking what has arrived");
        scripted.open("checked");
        await().until(() -> started.contains("moving"));
        TransferSnapshot moving = scripted.only();
        assertThat(moving.bytesPerSecond()).isEqualTo(500);
        assertThat(moving.timeLeft()).contains(Duration.ofSeconds(5));
        assertThat(moving.why().isChecking()).isFalse();
        scripted.open("end");
    }

    /** The first try and the second fail after 190 of 1000 bytes; the second does so before it reports anything. */
    @Test
    void whatWasReachedStaysWhileAnotherTryHasNotCountedAndWhenItFails() {
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            if (started.size() == 1) {
                listener.counted(1, 1000);
                listener.transferred(190);
                listener.progressed(190);
                // A file that fails takes its bytes back, but its part is kept.
                listener.progressed(0);
            } else {
                ScriptedQueue.pass(scripted.gate("b"));
            }
            throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("There is no “x” in this share."));
        });
        await().until(() -> scripted.state(id) == State.FAILED);
        assertThat(scripted.only().fraction()).isEqualTo(0.19);
        queue.retry(id);
        await().until(() -> started.size() == 2);
        assertThat(scripted.only().fraction()).isEqualTo(0.19);
        assertThat(scripted.only().why().words()).isEqualTo("Checking what has arrived");
        scripted.open("b");
        await().until(() -> scripted.state(id) == State.FAILED);
        assertThat(scripted.only().fraction()).isEqualTo(0.19);
    }

    @Test
    void aCancelledTransferBeginsAgainFromNothing() {
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            listener.counted(1, 1000);
            if (started.size() == 1) {
                listener.transferred(190);
                listener.progressed(190);
                return ScriptedQueue.untilCancelled(cancellation, new ArrayList<>());
            }
            started.add("again");
            ScriptedQueue.pass(scripted.gate("end"));
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> scripted.only().bytesDone() == 190);
        queue.cancel(id);
        await().until(() -> scripted.state(id) == State.CANCELLED);
        queue.retry(id);
        await().until(() -> started.contains("again"));
        assertThat(scripted.only().fraction()).isZero();
        scripted.open("end");
    }

    /** The size of what was stored, and the time only if all of it was transferred in that time. */
    @Test
    void aTransferThatIsDoneReportsWhatWasStoredAndInWhatTime() {
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            listener.sourceIs(true);
            listener.transferred(68);
            listener.progressed(68);
            listener.fileFinished("a/x", new TransferResult.Stored("x", 68));
            listener.progressed(140);
            listener.fileFinished("a/y", new TransferResult.Skipped("y"));
            scripted.nanos.addAndGet(Duration.ofMillis(400).toNanos());
            return new TransferReport.Summary(1, 1, 0, List.of(), 68);
        });
        await().until(() -> scripted.state(id) == State.DONE);
        assertThat(scripted.only().result().bytes()).isEqualTo(68);
        assertThat(scripted.only().result().took()).contains(Duration.ofMillis(400));
        queue.remove(id);
        long resumed = scripted.add("b", (earlier, listener, cancellation) -> {
            listener.progressed(900);
            listener.transferred(100);
            listener.progressed(1000);
            listener.fileFinished("b", new TransferResult.Stored("b", 1000));
            scripted.nanos.addAndGet(Duration.ofMillis(400).toNanos());
            return new TransferReport.Summary(1, 0, 0, List.of(), 1000);
        });
        await().until(() -> scripted.state(resumed) == State.DONE);
        assertThat(scripted.only().result().bytes()).isEqualTo(1000);
        assertThat(scripted.only().result().took()).isEmpty();
    }

    @Test
    void aWaitingTransferIsTriedAtOnceWhereTheUserDoesNotWantToWait() {
        List<State> told = Collections.synchronizedList(new ArrayList<>());
        queue.onConnection(transfer -> told.add(transfer.state()));
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            if (started.size() > 1) {
                listener.progressed(10);
                return ScriptedQueue.ONE_STORED;
            }
            listener.waiting(Sentence.said("The connection was lost."), Duration.ofHours(1));
            return ScriptedQueue.untilCancelled(cancellation, discarding);
        });
        await().until(() -> scripted.state(id) == State.WAITING);
        assertThat(queue.tryNow(id)).isTrue();
        await().until(() -> scripted.state(id) == State.DONE);
        assertThat(discarding).containsExactly(false);
        assertThat(queue.tryNow(id)).isFalse();
        assertThat(told).containsExactly(State.WAITING, State.RUNNING);
    }

    @Test
    void whatCouldNotBeTransferredAndWhatWasNotedIsInTheSnapshot() {
        TransferReport.Failure failure =
                new TransferReport.Failure("x/a", Fault.EXISTS, Sentence.said("\"a\" exists already."));
        long id = scripted.add("x", (earlier, listener, cancellation) -> {
            listener.sourceIs(true);
            listener.noted("x/b", Sentence.said("It was changed and starts again."));
            return new TransferReport.Summary(2, 0, 1500, List.of(failure), 10);
        });
        await().until(() -> scripted.state(id) == State.FAILED);
        assertThat(scripted.only().remarks().failedCount()).isEqualTo(1500);
        assertThat(scripted.only().remarks().failures()).containsExactly(failure);
        assertThat(scripted.only().remarks().note()).isEqualTo("x/b: It was changed and starts again.");
    }

    @Test
    void noTransferBeginsBecauseAllArePaused() {
        for (String name : List.of("a", "b", "c", "d")) {
            scripted.add(name, (earlier, listener, cancellation) -> {
                started.add(name);
                return ScriptedQueue.untilCancelled(cancellation, new ArrayList<>());
            });
        }
        await().until(() -> started.size() == 2);
        queue.all(TransferService.Act.PAUSE);
        await().untilAsserted(() -> assertThat(scripted.states()).containsOnly(State.PAUSED));
        assertThat(started).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void moreRunAtOnceAsSoonAsTheNumberIsRaised() {
        for (String name : List.of("a", "b", "c", "d")) {
            scripted.add(name, scripted.gated(name));
        }
        await().until(() -> started.size() == 2);
        queue.parallel(3);
        await().until(() -> started.size() == 3);
        queue.parallel(1);
        scripted.open("a", "b", "c", "d");
        await().untilAsserted(() -> assertThat(scripted.states()).containsOnly(State.DONE));
    }

    @Test
    void closingKeepsWhatArrivedForTheNextStart() {
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        scripted.add("a", (earlier, listener, cancellation) -> {
            started.add("a");
            return ScriptedQueue.untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.close();
        assertThat(discarding).containsExactly(false);
    }
}
