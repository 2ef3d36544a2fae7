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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.client.TransferResult;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(60)
class TransferQueueTest {
    private static final FolderTransfer.Summary ONE_STORED = new FolderTransfer.Summary(1, 0, 0, List.of(), 10);

    private final AtomicLong nanos = new AtomicLong();
    private final TransferQueue queue = new TransferQueue(2, nanos::get);
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final List<TransferSnapshot> ended = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void twoRunAtOnceAndTheOthersFollowInTheirOrder() {
        for (String name : List.of("a", "b", "c", "d")) {
            add(name, gated(name));
        }
        await().until(() -> started.size() == 2);
        assertThat(states()).containsExactly(State.RUNNING, State.RUNNING, State.QUEUED, State.QUEUED);
        open("b");
        await().until(() -> started.size() == 3);
        assertThat(started.subList(0, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(started.get(2)).isEqualTo("c");
        open("a", "c", "d");
        await().untilAsserted(() -> assertThat(states()).containsOnly(State.DONE));
        assertThat(started).hasSize(4).endsWith("d");
    }

    @Test
    void aQueuedTransferIsCancelledWithoutEverStarting() {
        queue.onEnded(ended::add);
        add("a", gated("a"));
        add("b", gated("b"));
        long waiting = add("c", gated("c"));
        queue.cancel(waiting);
        await().until(() -> ended.size() == 1);
        assertThat(ended.getFirst().state()).isEqualTo(State.CANCELLED);
        open("a", "b", "c");
        await().until(() -> ended.size() == 3);
        assertThat(started).doesNotContain("c");
    }

    @Test
    void aRunningTransferIsCancelledThroughItsCancellation() {
        queue.onEnded(ended::add);
        long id = add("a", (client, partStored, listener, cancellation) -> {
            CountDownLatch cut = new CountDownLatch(1);
            started.add("a");
            cancellation.onCancel(cut::countDown);
            pass(cut);
            cancellation.check();
            return ONE_STORED;
        });
        await().until(() -> started.size() == 1);
        queue.cancel(id);
        await().until(() -> ended.size() == 1);
        assertThat(ended.getFirst().state()).isEqualTo(State.CANCELLED);
        assertThat(ended.getFirst().fault()).contains(Fault.CANCELLED);
    }

    @Test
    void aFailureIsAPlainSentenceAndAnotherTryCanMendIt() {
        AtomicInteger tries = new AtomicInteger();
        long id = add("a", (client, partStored, listener, cancellation) -> {
            if (tries.getAndIncrement() == 0) {
                throw new ProtocolException(Fault.CONNECTION_LOST, "The connection was lost.");
            }
            return ONE_STORED;
        });
        await().until(() -> state(id) == State.FAILED);
        assertThat(only().message()).isEqualTo("The connection was lost.");
        assertThat(only().fault()).contains(Fault.CONNECTION_LOST);
        queue.retry(id, null);
        await().until(() -> state(id) == State.DONE);
        assertThat(only().fault()).isEmpty();
        queue.retry(id, null);
        assertThat(state(id)).isEqualTo(State.DONE);
    }

    @Test
    void aFurtherTryKnowsWhetherAnythingWasStoredBefore() {
        List<Boolean> stored = Collections.synchronizedList(new ArrayList<>());
        long id = add("a", (client, partStored, listener, cancellation) -> {
            stored.add(partStored);
            switch (stored.size()) {
                case 1 -> listener.fileFinished("old", new TransferResult.Skipped("old"));
                case 2 -> listener.fileFinished("new", new TransferResult.Stored("new", 1));
                case 3 -> {}
                default -> {
                    return ONE_STORED;
                }
            }
            throw new ProtocolException(Fault.CONNECTION_LOST, "The connection was lost.");
        });
        for (int tries = 1; tries < 4; tries++) {
            int ended = tries;
            await().until(() -> stored.size() == ended && state(id) == State.FAILED);
            queue.retry(id, null);
        }
        await().until(() -> state(id) == State.DONE);
        assertThat(stored).containsExactly(false, false, true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL, false, FAIL",
        "RENAME, false, RENAME",
        "FAIL, true, SKIP",
        "RENAME, true, SKIP",
        "OVERWRITE, true, OVERWRITE",
        "NEWER, true, NEWER",
        "SKIP, true, SKIP"
    })
    void onlyAFolderThatArrivedInPartIsTriedAgainByAnotherRule(
            OnConflict chosen, boolean partStored, OnConflict expected) {
        assertThat(Plans.rule(chosen, partStored)).isEqualTo(expected);
    }

    @Test
    void aFolderSaysHowManyFilesWereThereAlready() {
        long id = add("x", (client, partStored, listener, cancellation) -> {
            listener.sourceIs(true);
            return new FolderTransfer.Summary(2, 3, 0, List.of(), 10);
        });
        await().until(() -> state(id) == State.DONE);
        assertThat(only().message()).isEqualTo("2 files, 3 already there");
    }

    @Test
    void aPausedTransferKeepsWhatArrivedAndGoesOnWhenAsked() {
        queue.onEnded(ended::add);
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = add("a", (client, partStored, listener, cancellation) -> {
            started.add("a");
            if (started.size() > 1) {
                return ONE_STORED;
            }
            return untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.pause(id);
        await().until(() -> ended.size() == 1);
        assertThat(only().state()).isEqualTo(State.PAUSED);
        assertThat(only().fault()).isEmpty();
        assertThat(discarding).containsExactly(false);
        queue.clearEnded();
        queue.remove(id);
        assertThat(only().state()).isEqualTo(State.PAUSED);
        queue.retry(id, null);
        await().until(() -> state(id) == State.DONE);
    }

    @Test
    void cancellingGivesUpWhatArrivedInPart() {
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = add("a", (client, partStored, listener, cancellation) -> {
            started.add("a");
            return untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.cancel(id);
        queue.pause(id);
        await().until(() -> state(id).hasEnded());
        assertThat(state(id)).isEqualTo(State.CANCELLED);
        assertThat(discarding).containsExactly(true);
    }

    @Test
    void aQueuedTransferCanBePausedAndWaitsForItsTurnAgain() {
        add("a", gated("a"));
        add("b", gated("b"));
        long id = add("c", gated("c"));
        queue.pause(id);
        assertThat(state(id)).isEqualTo(State.PAUSED);
        open("a", "b", "c");
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE, State.DONE, State.PAUSED));
        assertThat(started).doesNotContain("c");
        queue.retry(id, null);
        await().until(() -> state(id) == State.DONE);
    }

    @Test
    void aLostConnectionIsWaitedForWithACountdownAndIsNoFailure() {
        List<State> told = Collections.synchronizedList(new ArrayList<>());
        queue.onConnection(transfer -> told.add(transfer.state()));
        add("a", (client, partStored, listener, cancellation) -> {
            listener.counted(1, 1000);
            listener.progressed(400);
            listener.waiting("The connection was lost.", Duration.ofSeconds(4));
            listener.waiting("The connection was lost.", Duration.ofSeconds(8));
            nanos.set(Duration.ofSeconds(3).toNanos());
            started.add("waiting");
            pass(gate("back"));
            listener.goesOn();
            started.add("back");
            pass(gate("end"));
            return ONE_STORED;
        });
        await().until(() -> started.contains("waiting"));
        TransferSnapshot waiting = only();
        assertThat(waiting.state()).isEqualTo(State.WAITING);
        assertThat(waiting.state().isActive()).isTrue();
        assertThat(waiting.message()).isEqualTo("The connection was lost.");
        assertThat(waiting.remarks().untilNextTry()).contains(Duration.ofSeconds(5));
        assertThat(waiting.bytesDone()).isEqualTo(400);
        assertThat(waiting.bytesPerSecond()).isZero();
        open("back");
        await().until(() -> started.contains("back"));
        assertThat(only().state()).isEqualTo(State.RUNNING);
        assertThat(only().remarks().untilNextTry()).isEmpty();
        assertThat(told).containsExactly(State.WAITING, State.RUNNING);
        open("end");
    }

    @Test
    void aWaitingTransferIsTriedAtOnceWhereTheUserDoesNotWantToWait() {
        List<State> told = Collections.synchronizedList(new ArrayList<>());
        queue.onConnection(transfer -> told.add(transfer.state()));
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        long id = add("a", (client, partStored, listener, cancellation) -> {
            started.add("a");
            if (started.size() > 1) {
                listener.progressed(10);
                return ONE_STORED;
            }
            listener.waiting("The connection was lost.", Duration.ofHours(1));
            return untilCancelled(cancellation, discarding);
        });
        await().until(() -> state(id) == State.WAITING);
        assertThat(queue.tryNow(id)).isTrue();
        await().until(() -> state(id) == State.DONE);
        assertThat(discarding).containsExactly(false);
        assertThat(queue.tryNow(id)).isFalse();
        assertThat(told).containsExactly(State.WAITING, State.RUNNING);
    }

    @Test
    void whatCouldNotBeTransferredAndWhatWasNotedIsInTheSnapshot() {
        FolderTransfer.Failure failure = new FolderTransfer.Failure("x/a", Fault.EXISTS, "\"a\" exists already.");
        long id = add("x", (client, partStored, listener, cancellation) -> {
            listener.sourceIs(true);
            listener.noted("x/b", "It was changed and starts again.");
            return new FolderTransfer.Summary(2, 0, 1500, List.of(failure), 10);
        });
        await().until(() -> state(id) == State.FAILED);
        assertThat(only().remarks().failedCount()).isEqualTo(1500);
        assertThat(only().remarks().failures()).containsExactly(failure);
        assertThat(only().remarks().note()).isEqualTo("x/b: It was changed and starts again.");
    }

    @Test
    void closingKeepsWhatArrivedForTheNextStart() {
        List<Boolean> discarding = Collections.synchronizedList(new ArrayList<>());
        add("a", (client, partStored, listener, cancellation) -> {
            started.add("a");
            return untilCancelled(cancellation, discarding);
        });
        await().until(() -> started.size() == 1);
        queue.close();
        assertThat(discarding).containsExactly(false);
    }

    @Test
    void progressSpeedAndTimeLeftAreShownWhileItRuns() {
        CountDownLatch gate = gate("a");
        add("a", (client, partStored, listener, cancellation) -> {
            listener.counted(4, 5000);
            listener.fileStarted("f1", 1000);
            nanos.set(Duration.ofSeconds(1).toNanos());
            listener.progressed(1000);
            listener.fileFinished("f1", new TransferResult.Stored("f1", 1000));
            cancellation.onCancel(gate::countDown);
            started.add("a");
            pass(gate);
            return ONE_STORED;
        });
        await().until(() -> started.size() == 1);
        TransferSnapshot running = only();
        assertThat(running.bytesPerSecond()).isEqualTo(1000);
        assertThat(running.timeLeft()).contains(Duration.ofSeconds(4));
        assertThat(running.fraction()).isEqualTo(0.2);
        assertThat(running.filesDone()).isEqualTo(1);
        assertThat(running.filesTotal()).isEqualTo(4);
    }

    @Test
    void aFaultOfTheProgramEndsTheTransferAndNotTheQueue() {
        add("bug", (client, partStored, listener, cancellation) -> {
            throw new IllegalStateException("on purpose");
        });
        add("a", (client, partStored, listener, cancellation) -> ONE_STORED);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.FAILED, State.DONE));
    }

    @Test
    void whatEndedIsForgottenOnlyWhenAsked() {
        long done = add("a", (client, partStored, listener, cancellation) -> ONE_STORED);
        await().until(() -> state(done) == State.DONE);
        long running = add("b", gated("b"));
        queue.remove(running);
        queue.clearEnded();
        assertThat(queue.snapshot()).extracting(TransferSnapshot::id).containsExactly(running);
    }

    @Test
    void aThousandStepsAreToldNoOftenerThanThirtyTimesASecondAndTheLastIsTold() {
        AtomicInteger told = new AtomicInteger();
        List<State> seen = Collections.synchronizedList(new ArrayList<>());
        queue.onChange(() -> {
            told.incrementAndGet();
            queue.snapshot().forEach(each -> seen.add(each.state()));
        });
        long before = System.nanoTime();
        add("a", (client, partStored, listener, cancellation) -> {
            for (int step = 0; step < 1000; step++) {
                listener.progressed(step);
            }
            return ONE_STORED;
        });
        await().until(() -> seen.contains(State.DONE));
        double seconds = (System.nanoTime() - before) / 1e9;
        assertThat(told.get()).isLessThanOrEqualTo((int) (seconds * 30) + 2);
    }

    @Test
    void closingCancelsAllAndLeavesNoThread() {
        queue.onEnded(ended::add);
        for (String name : List.of("a", "b", "c")) {
            add(name, (client, partStored, listener, cancellation) -> {
                CountDownLatch cut = new CountDownLatch(1);
                started.add(name);
                cancellation.onCancel(cut::countDown);
                pass(cut);
                cancellation.check();
                return ONE_STORED;
            });
        }
        await().until(() -> started.size() == 2);
        queue.close();
        assertThat(states()).containsOnly(State.CANCELLED);
        assertThat(started).doesNotContain("c");
        assertThatThrownBy(() -> add("late", gated("late"))).isInstanceOf(IllegalStateException.class);
    }

    private long add(String name, Job job) {
        return queue.add(null, new Transfer.Plan(Direction.UPLOAD, name, "there", false, job));
    }

    /** A job that ends once its gate is open, or it is cancelled. */
    private Job gated(String name) {
        CountDownLatch gate = gate(name);
        return (client, partStored, listener, cancellation) -> {
            started.add(name);
            cancellation.onCancel(gate::countDown);
            pass(gate);
            return ONE_STORED;
        };
    }

    private static FolderTransfer.Summary untilCancelled(Cancellation cancellation, List<Boolean> discarding)
            throws IOException {
        CountDownLatch cut = new CountDownLatch(1);
        cancellation.onCancel(cut::countDown);
        pass(cut);
        discarding.add(cancellation.isDiscarding());
        cancellation.check();
        throw new AssertionError("it was cancelled");
    }

    private CountDownLatch gate(String name) {
        return gates.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    private void open(String... names) {
        for (String name : names) {
            gate(name).countDown();
        }
    }

    private static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private TransferSnapshot only() {
        assertThat(queue.snapshot()).hasSize(1);
        return queue.snapshot().getFirst();
    }

    private State state(long id) {
        return queue.snapshot().stream()
                .filter(transfer -> transfer.id() == id)
                .findFirst()
                .orElseThrow()
                .state();
    }

    private List<State> states() {
        return queue.snapshot().stream().map(TransferSnapshot::state).toList();
    }
}
