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
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

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
