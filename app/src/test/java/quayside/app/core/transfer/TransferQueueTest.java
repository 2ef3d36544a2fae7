package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(60)
class TransferQueueTest {
    private final ScriptedQueue scripted = new ScriptedQueue();
    private final TransferQueue queue = scripted.queue;
    private final List<String> started = scripted.started;
    private final List<TransferSnapshot> ended = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void twoRunAtOnceAndTheOthersFollowInTheirOrder() {
        for (String name : List.of("a", "b", "c", "d")) {
            scripted.add(name, scripted.gated(name));
        }
        await().until(() -> started.size() == 2);
        assertThat(scripted.states()).containsExactly(State.RUNNING, State.RUNNING, State.QUEUED, State.QUEUED);
        scripted.open("b");
        await().until(() -> started.size() == 3);
        assertThat(started.subList(0, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(started.get(2)).isEqualTo("c");
        scripted.open("a", "c", "d");
        await().untilAsserted(() -> assertThat(scripted.states()).containsOnly(State.DONE));
        assertThat(started).hasSize(4).endsWith("d");
    }

    @Test
    void aQueuedTransferIsCancelledWithoutEverStarting() {
        queue.onEnded(ended::add);
        scripted.add("a", scripted.gated("a"));
        scripted.add("b", scripted.gated("b"));
        long waiting = scripted.add("c", scripted.gated("c"));
        queue.cancel(waiting);
        await().until(() -> ended.size() == 1);
        assertThat(ended.getFirst().state()).isEqualTo(State.CANCELLED);
        scripted.open("a", "b", "c");
        await().until(() -> ended.size() == 3);
        assertThat(started).doesNotContain("c");
    }

    @Test
    void aRunningTransferIsCancelledThroughItsCancellation() {
        queue.onEnded(ended::add);
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            CountDownLatch cut = new CountDownLatch(1);
            started.add("a");
            cancellation.onCancel(cut::countDown);
            ScriptedQueue.pass(cut);
            cancellation.check();
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> started.size() == 1);
        queue.cancel(id);
        await().until(() -> ended.size() == 1);
        assertThat(ended.getFirst().state()).isEqualTo(State.CANCELLED);
        assertThat(ended.getFirst().fault()).contains(Fault.CANCELLED);
    }

    private static void assertWiped(Passcode passcode) {
        await().untilAsserted(() -> assertThatThrownBy(passcode::copyBytes).hasMessageContaining("closed"));
    }

    private static TransferReport.Summary fail() throws IOException {
        throw new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
    }

    @Test
    void thePasscodeOfAnUploadThatIsDoneIsWiped() {
        Passcode passcode = Passcode.of("sesame");
        scripted.add("a", scripted.gated("a"), Optional.of(passcode));
        await().until(() -> started.size() == 1);
        assertThat(passcode.reveal()).isEqualTo("sesame");
        scripted.open("a");
        assertWiped(passcode);
    }

    @Test
    void thePasscodeOfAFailedUploadIsKeptForAnotherTryUntilTheUploadIsRemoved() {
        Passcode passcode = Passcode.of("sesame");
        long id = scripted.add("a", (earlier, listener, cancellation) -> fail(), Optional.of(passcode));
        await().until(() -> scripted.state(id) == State.FAILED);
        assertThat(passcode.reveal()).isEqualTo("sesame");
        queue.remove(id);
        assertWiped(passcode);
    }

    @Test
    void thePasscodeOfACancelledUploadIsWipedWithTheOthersThatEnded() {
        Passcode passcode = Passcode.of("sesame");
        long id = scripted.add("a", scripted.gated("a"), Optional.of(passcode));
        queue.cancel(id);
        await().until(() -> scripted.state(id).hasEnded());
        queue.all(TransferService.Act.CLEAR_DONE);
        assertWiped(passcode);
    }

    @Test
    void thePasscodeOfAnUploadIsWipedWhenTheQueueIsClosed() {
        Passcode running = Passcode.of("sesame");
        Passcode late = Passcode.of("poppy");
        scripted.add("a", scripted.gated("a"), Optional.of(running));
        queue.close();
        assertWiped(running);
        assertThatThrownBy(() -> scripted.add("b", scripted.gated("b"), Optional.of(late)))
                .isInstanceOf(IllegalStateException.class);
        assertWiped(late);
    }

    @Test
    void aFailureIsAPlainSentenceAndAnotherTryCanMendIt() {
        AtomicInteger tries = new AtomicInteger();
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            if (tries.getAndIncrement() == 0) {
                throw new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
            }
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> scripted.state(id) == State.FAILED);
        assertThat(scripted.only().message()).isEqualTo("The connection was lost.");
        assertThat(scripted.only().fault()).contains(Fault.CONNECTION_LOST);
        queue.retry(id);
        await().until(() -> scripted.state(id) == State.DONE);
        assertThat(scripted.only().fault()).isEmpty();
        queue.retry(id);
        assertThat(scripted.state(id)).isEqualTo(State.DONE);
    }

    @Test
    void aFurtherTryKnowsWhetherAnythingWasStoredBefore() {
        List<Plan.Earlier> before = Collections.synchronizedList(new ArrayList<>());
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            before.add(earlier);
            switch (before.size()) {
                case 1 -> listener.fileFinished("old", new TransferResult.Skipped("old"));
                case 2 -> listener.fileFinished("new", new TransferResult.Stored("new", 1));
                case 3 -> {}
                default -> {
                    return ScriptedQueue.ONE_STORED;
                }
            }
            throw new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
        });
        for (int tries = 1; tries < 4; tries++) {
            int ended = tries;
            await().until(() -> before.size() == ended && scripted.state(id) == State.FAILED);
            queue.retry(id);
        }
        await().until(() -> scripted.state(id) == State.DONE);
        assertThat(before)
                .containsExactly(Plan.Earlier.NONE, Plan.Earlier.UNKNOWN, Plan.Earlier.STORED, Plan.Earlier.STORED);
    }

    @Test
    void aFurtherTryThatFindsOnlyWhatAnEarlierOneStoredIsDone() {
        AtomicInteger tries = new AtomicInteger();
        long id = scripted.add("a", (earlier, listener, cancellation) -> {
            if (tries.getAndIncrement() == 0) {
                listener.fileFinished("a", new TransferResult.Stored("a", 1));
                throw new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
            }
            return new TransferReport.Summary(0, 1, 0, List.of(), 0);
        });
        await().until(() -> scripted.state(id) == State.FAILED);
        queue.retry(id);
        await().until(() -> scripted.state(id).hasEnded() && tries.get() == 2);
        assertThat(scripted.state(id)).isEqualTo(State.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL, NONE, FAIL, false",
        "FAIL, UNKNOWN, FAIL, true",
        "FAIL, STORED, SKIP, true",
        "RENAME, NONE, RENAME, false",
        "RENAME, UNKNOWN, RENAME, true",
        "RENAME, STORED, RENAME, true",
        "OVERWRITE, STORED, OVERWRITE, true",
        "NEWER, STORED, NEWER, true",
        "SKIP, STORED, SKIP, true"
    })
    void aFurtherTrySkipsWhatItWouldOnlyReportAndKnowsWhatItWouldStoreTwice(
            OnConflict chosen, Plan.Earlier earlier, OnConflict expected, boolean repeated) {
        ConflictRules rules = new ConflictRules(chosen, Map.of("x/a", chosen));
        assertThat(Plan.rules(rules, earlier))
                .isEqualTo(new ConflictRules(expected, Map.of("x/a", expected), repeated, Map.of()));
    }

    @Test
    void aFolderSaysHowManyFilesWereThereAlready() {
        long id = scripted.add("x", (earlier, listener, cancellation) -> {
            listener.sourceIs(true);
            return new TransferReport.Summary(2, 3, 0, List.of(), 10);
        });
        await().until(() -> scripted.state(id) == State.DONE);
        assertThat(scripted.only().message()).isEqualTo("2 files, 3 already there");
    }

    @Test
    void progressSpeedAndTimeLeftAreShownWhileItRuns() {
        CountDownLatch gate = scripted.gate("a");
        scripted.add("a", (earlier, listener, cancellation) -> {
            listener.counted(4, 5000);
            listener.fileStarted("f1", 1000);
            scripted.nanos.set(Duration.ofSeconds(1).toNanos());
            listener.transferred(1000);
            listener.progressed(1000);
            listener.fileFinished("f1", new TransferResult.Stored("f1", 1000));
            cancellation.onCancel(gate::countDown);
            started.add("a");
            ScriptedQueue.pass(gate);
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> started.size() == 1);
        TransferSnapshot running = scripted.only();
        assertThat(running.bytesPerSecond()).isEqualTo(1000);
        assertThat(running.timeLeft()).contains(Duration.ofSeconds(4));
        assertThat(running.fraction()).isEqualTo(0.2);
        assertThat(running.filesDone()).isEqualTo(1);
        assertThat(running.filesTotal()).isEqualTo(4);
    }

    @Test
    void aFaultOfTheProgramEndsTheTransferAndNotTheQueue() {
        scripted.add("bug", (earlier, listener, cancellation) -> {
            throw new IllegalStateException("on purpose");
        });
        scripted.add("error", (earlier, listener, cancellation) -> {
            throw new StackOverflowError("on purpose");
        });
        scripted.add("a", (earlier, listener, cancellation) -> ScriptedQueue.ONE_STORED);
        await().untilAsserted(
                        () -> assertThat(scripted.states()).containsExactly(State.FAILED, State.FAILED, State.DONE));
    }

    @Test
    void ofManyTransfersThatAreDoneTheNewestStayAndAllThatNeedAttention() {
        long failed = scripted.add("failed", (earlier, listener, cancellation) -> {
            throw new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
        });
        await().until(() -> scripted.state(failed) == State.FAILED);
        long running = scripted.add("running", scripted.gated("running"));
        long paused = scripted.add(
                "paused",
                (earlier, listener, cancellation) -> ScriptedQueue.untilCancelled(cancellation, new ArrayList<>()));
        queue.pause(paused);
        await().until(() -> scripted.state(paused) == State.PAUSED);
        List<Long> done = new ArrayList<>();
        for (int i = 0; i < Line.MAX_DONE + 3; i++) {
            long id = scripted.add("done " + i, (earlier, listener, cancellation) -> {
                scripted.nanos.incrementAndGet();
                return ScriptedQueue.ONE_STORED;
            });
            done.add(id);
        }
        List<Long> expected = new ArrayList<>(List.of(failed, running, paused));
        expected.addAll(done.subList(3, done.size()));
        await().untilAsserted(() ->
                assertThat(queue.snapshot()).extracting(TransferSnapshot::id).containsExactlyElementsOf(expected));
        assertThat(scripted.state(done.getLast())).isEqualTo(State.DONE);
    }

    @Test
    void whatWasDoneADayAgoIsClearedWhileTheProgramRunsIfTheUserWantsThat() {
        for (boolean afterDay : List.of(false, true)) {
            queue.restore(true, afterDay);
            long id = scripted.add("a", (earlier, listener, cancellation) -> ScriptedQueue.ONE_STORED);
            await().until(() -> scripted.state(id) == State.DONE);
            int before = queue.snapshot().size();
            scripted.nanos.addAndGet(Duration.ofHours(25).toNanos());
            long later = scripted.add("b", (earlier, listener, cancellation) -> ScriptedQueue.ONE_STORED);
            await().until(() -> scripted.state(later) == State.DONE);
            int left = afterDay ? 1 : before + 1;
            await().untilAsserted(() -> assertThat(queue.snapshot()).hasSize(left));
        }
    }

    @Test
    void whatEndedIsForgottenOnlyWhenAsked() {
        long done = scripted.add("a", (earlier, listener, cancellation) -> ScriptedQueue.ONE_STORED);
        await().until(() -> scripted.state(done) == State.DONE);
        long running = scripted.add("b", scripted.gated("b"));
        queue.remove(running);
        queue.all(TransferService.Act.CLEAR_DONE);
        assertThat(queue.snapshot()).extracting(TransferSnapshot::id).containsExactly(running);
    }

    @Test
    void aThousandStepsAreToldNoOftenerThanThirtyTimesASecondAndTheLastIsTold() {
        AtomicInteger told = new AtomicInteger();
        List<State> seen = Collections.synchronizedList(new ArrayList<>());
        queue.onChange(now -> {
            told.incrementAndGet();
            now.forEach(each -> seen.add(each.state()));
        });
        long before = System.nanoTime();
        scripted.add("a", (earlier, listener, cancellation) -> {
            for (int step = 0; step < 1000; step++) {
                listener.progressed(step);
            }
            return ScriptedQueue.ONE_STORED;
        });
        await().until(() -> seen.contains(State.DONE));
        double seconds = (System.nanoTime() - before) / 1e9;
        assertThat(told.get()).isLessThanOrEqualTo((int) (seconds * 30) + 2);
    }

    @Test
    void closingCancelsAllAndLeavesNoThread() {
        queue.onEnded(ended::add);
        for (String name : List.of("a", "b", "c")) {
            scripted.add(name, (earlier, listener, cancellation) -> {
                CountDownLatch cut = new CountDownLatch(1);
                started.add(name);
                cancellation.onCancel(cut::countDown);
                ScriptedQueue.pass(cut);
                cancellation.check();
                return ScriptedQueue.ONE_STORED;
            });
        }
        await().until(() -> started.size() == 2);
        queue.close();
        assertThat(scripted.states()).containsOnly(State.CANCELLED);
        assertThat(started).doesNotContain("c");
        assertThatThrownBy(() -> scripted.add("late", scripted.gated("late")))
                .isInstanceOf(IllegalStateException.class);
    }
}
