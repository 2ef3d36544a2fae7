package quayside.app.ui.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Remarks;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.transfer.TransferReport.Failure;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** What a row offers in each state: pause and resume, another try, what could not be transferred. */
class TransferStepsTest {
    private final MemoryTransfers queue = new MemoryTransfers();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private TransfersFeature feature;
    private TestWindow window;

    @BeforeEach
    void open() {
        window = new TestWindow(900, 700, services -> {
            feature = new TransfersFeature(
                    queue, queue::retry, services, failed -> new FailureDetails(failed, copied::add));
            return new VBox(feature.view(), feature.statusBar());
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void aLostConnectionCountsDownAndOffersATryNow() {
        queue.show(transfer(State.WAITING, "The connection was lost.", waitingFor(Duration.ofMillis(3200))));
        window.awaitText("The connection was lost. Trying again in 4 s.");
        queue.show(transfer(State.WAITING, "The connection was lost.", waitingFor(Duration.ZERO)));
        window.awaitText("The connection was lost. Trying again now…");
        window.awaitText("1 transfer · waiting for the connection");
        window.press("Try now");
        assertThat(queue.calls()).containsExactly("retry 1");
    }

    @Test
    void whatMovesCanBePausedAndWhatIsPausedResumed() {
        queue.show(transfer(State.RUNNING, "", Remarks.NONE));
        Fx.await(() -> seen(".transfer-pause").isPresent());
        fire(".transfer-pause");
        assertThat(queue.calls()).containsExactly("pause 1");
        queue.show(transfer(State.PAUSED, "What has arrived is kept.", Remarks.NONE));
        window.awaitText("Paused");
        window.awaitText("1 transfer is paused");
        assertThat(Fx.call(() -> feature.activeCount().intValue())).isEqualTo(1);
        assertThat(Fx.call(() -> seen(".transfer-pause"))).isEmpty();
        window.press("Resume");
        fire(".transfer-end");
        assertThat(queue.calls()).containsExactly("pause 1", "retry 1", "cancel 1");
    }

    @Test
    void whatIsWorthKnowingStandsInTheRow() {
        queue.show(transfer(State.RUNNING, "", new Remarks("film.mp4 was changed.", Optional.empty(), 0, List.of())));
        window.awaitText("film.mp4 was changed.");
        queue.show(transfer(State.RUNNING, "", Remarks.NONE));
        Fx.await(() -> seen(".transfer-note").isEmpty());
    }

    @Test
    void whatCouldNotBeTransferredIsListedWithItsReasonsAndCanBeCopied() {
        List<Failure> failures = IntStream.range(0, 40)
                .mapToObj(
                        i -> new Failure("docs/" + i, Fault.EXISTS, Sentence.said("Number " + i + " exists already.")))
                .toList();
        queue.show(transfer(State.FAILED, "40 of 200", new Remarks("", Optional.empty(), 40, failures)));
        Fx.run(feature::showFailed);
        window.press("Details…");
        window.awaitText("40 items");
        window.awaitText("docs/0");
        window.awaitText("Number 0 exists already.");
        assertThat(Fx.call(() -> ((ListView<?>) window.scene().lookup(".failure-list"))
                        .getItems()
                        .size()))
                .isEqualTo(40);
        window.press("Copy");
        Fx.await(() -> !copied.isEmpty());
        assertThat(copied)
                .singleElement()
                .satisfies(text -> assertThat(text.lines())
                        .hasSize(40)
                        .startsWith("docs/0: Number 0 exists already.")
                        .endsWith("docs/39: Number 39 exists already."));
        window.press("Close");
        Fx.await(() -> window.scene().lookup(".failure-list") == null);
    }

    @Test
    void moreFailuresThanAreListedAreSaid() {
        List<Failure> failures = List.of(new Failure("docs/0", Fault.EXISTS, Sentence.said("It exists already.")));
        queue.show(transfer(State.FAILED, "1,500 of", new Remarks("", Optional.empty(), 1500, failures)));
        Fx.run(feature::showFailed);
        window.press("Details…");
        window.awaitText("The first 1 of 1,500 items");
    }

    private void fire(String selector) {
        Fx.run(() -> ((Button) seen(selector).orElseThrow()).fire());
    }

    private Optional<Node> seen(String selector) {
        return window.scene().getRoot().lookupAll(selector).stream()
                .filter(Node::isVisible)
                .findFirst();
    }

    private static Remarks waitingFor(Duration time) {
        return new Remarks("", Optional.of(time), 0, List.of());
    }

    private static TransferSnapshot transfer(State state, String message, Remarks remarks) {
        return new TransferSnapshot(
                1,
                TransferSnapshot.Direction.UPLOAD,
                "docs",
                "Pictures",
                true,
                state,
                500_000,
                2_000_000,
                20,
                200,
                0,
                Optional.empty(),
                message,
                Optional.empty(),
                remarks);
    }
}
