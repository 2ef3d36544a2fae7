package quayside.app.ui.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.wire.Fault;

class TransfersFeatureTest {
    private final MemoryTransfers queue = new MemoryTransfers();
    private TransfersFeature feature;
    private TestWindow window;

    @BeforeEach
    void open() {
        window = new TestWindow(700, 300, services -> {
            feature = new TransfersFeature(queue, queue::retry, services);
            return new VBox(feature.view(), feature.statusBar());
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void aRunningTransferShowsHowFarItIsHowFastAndHowLong() {
        queue.show(transfer(1, State.RUNNING, 500_000, 2_000_000, ""));
        window.awaitText("file 1");
        window.awaitText("to Pictures");
        window.awaitText("500 kB of 2.0 MB");
        window.awaitText("1.0 MB/s · 2 s left");
        Fx.await(() -> bar().getProgress() == 0.25);
    }

    @Test
    void theBarFollowsItsTransferAndTheRowStaysTheSame() {
        queue.show(transfer(1, State.RUNNING, 500_000, 2_000_000, ""));
        Fx.await(() -> bar() != null && bar().getProgress() == 0.25);
        ProgressBar first = Fx.call(this::bar);
        queue.show(transfer(1, State.RUNNING, 1_000_000, 2_000_000, ""));
        Fx.await(() -> bar().getProgress() == 0.5);
        assertThat(Fx.call(this::bar)).isSameAs(first);
    }

    @Test
    void allTransfersArePausedResumedTriedAgainAndCancelledFromOneMenu() {
        MenuButton menu = (MenuButton) window.find(".all-transfers");
        Fx.run(() -> menu.getItems().forEach(MenuItem::fire));
        assertThat(queue.calls()).containsExactly("all PAUSE", "all RESUME", "all RETRY_FAILED", "all CANCEL");
    }

    @Test
    void anUnknownTotalIsAnUndecidedBarAndNoPromise() {
        queue.show(transfer(1, State.RUNNING, 500_000, -1, ""));
        window.awaitText("500 kB");
        Fx.await(() -> bar().isIndeterminate());
    }

    @Test
    void eachTabHasItsCount() {
        queue.show(
                transfer(1, State.RUNNING, 1, 2, ""),
                transfer(2, State.QUEUED, 0, 2, ""),
                transfer(3, State.DONE, 2, 2, ""),
                transfer(4, State.SKIPPED, 0, 2, ""),
                transfer(5, State.CANCELLED, 1, 2, ""),
                transfer(6, State.FAILED, 1, 2, "The disk is full."));
        Fx.await(() -> tab("active").getText().equals("Active 2"));
        Fx.await(() -> tab("failed").getText().equals("Failed 1"));
        Fx.await(() -> tab("done").getText().equals("Done 3"));
        assertThat(Fx.call(() -> feature.activeCount().intValue())).isEqualTo(2);
    }

    @Test
    void aFailureSaysWhyAndOffersAnotherTryInItsRow() {
        queue.show(transfer(7, State.FAILED, 1, 2, "The disk of the other computer is full."));
        Fx.run(feature::showFailed);
        window.awaitText("The disk of the other computer is full.");
        window.press("Try again");
        assertThat(queue.calls()).containsExactly("retry 7");
    }

    @Test
    void theCrossCancelsWhatRunsAndRemovesWhatEnded() {
        queue.show(transfer(1, State.RUNNING, 1, 2, ""));
        window.click(() -> window.scene().lookup(".transfer-row .transfer-end"));
        assertThat(queue.calls()).containsExactly("cancel 1");
        queue.show(transfer(1, State.FAILED, 1, 2, ""));
        window.click(() -> list("failed").lookup(".transfer-row .transfer-end"));
        assertThat(queue.calls()).containsExactly("cancel 1", "remove 1");
    }

    @Test
    void whatTheUserCancelledIsNoFailure() {
        queue.show(transfer(1, State.RUNNING, 1, 2, ""));
        Fx.await(() -> tab("active").getText().equals("Active 1"));
        queue.show(transfer(1, State.CANCELLED, 1, 2, "Cancelled."));
        Fx.await(() -> tab("done").getText().equals("Done 1"));
        window.awaitText("No active transfers");
        assertThat(Fx.call(() -> tab("active").isSelected())).isTrue();
        assertThat(Fx.call(() -> feature.failedCount().intValue())).isZero();
        Fx.run(() -> tab("done").getTabPane().getSelectionModel().select(tab("done")));
        window.awaitText("Cancelled");
        window.press("Try again");
        assertThat(queue.calls()).containsExactly("retry 1");
    }

    @Test
    void clearFinishedForgetsThem() {
        queue.show(transfer(1, State.DONE, 2, 2, ""));
        Fx.await(() -> tab("done").getText().equals("Done 1"));
        window.press("Clear finished");
        assertThat(queue.calls()).containsExactly("clear");
    }

    @Test
    void theWholeQueueIsOneLine() {
        window.awaitText("No active transfers");
        queue.show(transfer(1, State.RUNNING, 1_000_000, 2_000_000, ""), transfer(2, State.QUEUED, 0, 2_000_000, ""));
        window.awaitText("2 transfers · 1.0 MB/s · 3 s left");
    }

    private ProgressBar bar() {
        return (ProgressBar) window.scene().lookup(".transfer-row .progress-bar");
    }

    private Tab tab(String id) {
        return ((TabPane) window.scene().lookup(".transfer-tabs"))
                .getTabs().stream()
                        .filter(tab -> tab.getId().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    private ListView<?> list(String id) {
        return (ListView<?>) tab(id).getContent();
    }

    private static TransferSnapshot transfer(long id, State state, long done, long total, String message) {
        boolean runs = state == State.RUNNING;
        return new TransferSnapshot(
                id,
                TransferSnapshot.Direction.UPLOAD,
                "file " + id,
                "Pictures",
                false,
                state,
                done,
                total,
                0,
                1,
                runs ? 1_000_000 : 0,
                runs && total > 0 ? Optional.of(Duration.ofMillis((total - done) / 1_000)) : Optional.empty(),
                message,
                state == State.FAILED ? Optional.of(Fault.DISK_FULL) : Optional.empty(),
                TransferSnapshot.Remarks.NONE);
    }
}
