package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.Patience;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.text.Sentence;

/** Tests transfers that wait for a passcode. */
class AskingTransferTest {
    private final ScriptedQueue scripted = new ScriptedQueue();

    @AfterEach
    void close() {
        scripted.close();
    }

    /** Returns a job that asks, and continues once its gate is open. */
    private Plan.Try asking(String name) {
        CountDownLatch gate = scripted.gate(name);
        return (earlier, listener, cancellation) -> {
            cancellation.onCancel(gate::countDown);
            listener.asking(Sentence.said("\"" + name + "\" is protected."));
            ScriptedQueue.pass(gate);
            listener.answered();
            cancellation.check();
            return ScriptedQueue.ONE_STORED;
        };
    }

    private void awaitStates(State... states) {
        Patience.await().until(() -> scripted.states().equals(List.of(states)));
    }

    @Test
    void oneThatAsksGivesItsTurnToTheNext() {
        Stream.of("a", "b", "c").forEach(name -> scripted.add(name, asking(name)));
        scripted.add("d", scripted.gated("d"));
        awaitStates(State.ASKING, State.ASKING, State.ASKING, State.RUNNING);
        assertThat(scripted.queue.snapshot().getFirst().message()).isEqualTo("\"a\" is protected.");
        scripted.open("a", "b", "c", "d");
        awaitStates(State.DONE, State.DONE, State.DONE, State.DONE);
    }

    @Test
    void notMoreThanABoundedNumberWaitBesideThoseThatRun() {
        IntStream.range(0, 30).forEach(i -> scripted.add("t" + i, asking("t" + i)));
        Patience.await()
                .until(() ->
                        scripted.states().stream().filter(State.ASKING::equals).count() == 18);
        assertThat(scripted.states().subList(18, 30)).containsOnly(State.QUEUED);
        IntStream.range(0, 30).forEach(i -> scripted.open("t" + i));
        Patience.await().until(() -> scripted.states().stream().allMatch(State.DONE::equals));
    }

    @Test
    void afterTheAnswerNoMoreThanUsualRun() {
        scripted.add("a", asking("a"));
        awaitStates(State.ASKING);
        scripted.open("a");
        awaitStates(State.DONE);
        Stream.of("b", "c", "d").forEach(name -> scripted.add(name, scripted.gated(name)));
        awaitStates(State.DONE, State.RUNNING, State.RUNNING, State.QUEUED);
        scripted.open("b", "c", "d");
    }

    @Test
    void oneThatAsksIsPausedAndCancelled() {
        long paused = scripted.add("a", asking("a"));
        long cancelled = scripted.add("b", asking("b"));
        awaitStates(State.ASKING, State.ASKING);
        scripted.queue.pause(paused);
        scripted.queue.cancel(cancelled);
        awaitStates(State.PAUSED, State.CANCELLED);
    }
}
