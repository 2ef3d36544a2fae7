package quayside.app.ui.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.crypto.Fingerprint;

/** The history of transfers, reached from the menu of the panel. */
class HistoryViewTest {
    private final MemoryTransfers queue = new MemoryTransfers();
    private TestWindow window;

    @BeforeEach
    void open(@TempDir Path folder) {
        queue.ended(
                entry("film.mp4", "Family album", State.DONE, ""),
                entry("notes.txt", "Backup", State.FAILED, "The disk of the other computer is full."));
        window = new TestWindow(960, 600, services -> {
            TransfersFeature feature = new TransfersFeature(queue, queue::retry, SettingsStore.open(folder), services);
            feature.onAgain(again::add);
            feature.open();
            return new VBox(feature.footer(), feature.panel());
        });
        Fx.run(() -> ((MenuButton) window.scene().lookup("#transfers-more"))
                .getItems()
                .getFirst()
                .fire());
    }

    private final List<History.Entry> again = new ArrayList<>();

    @AfterEach
    void close() {
        window.close();
    }

    private static History.Entry entry(String name, String share, State result, String sentence) {
        return new History.Entry(
                TestWindow.CLOCK.instant().minusSeconds(60),
                Direction.DOWNLOAD,
                share,
                name,
                "/home/mara",
                1,
                2_200_000,
                Duration.ofSeconds(3),
                result,
                sentence,
                Optional.empty());
    }

    private void choose(int row, String why) {
        Fx.run(() -> ((TableView<?>) window.scene().lookup("#history"))
                .getSelectionModel()
                .clearAndSelect(row));
        Fx.await(() ->
                ((Label) window.scene().lookup("#history-why-not")).getText().equals(why));
    }

    private boolean canTryAgain() {
        return Fx.call(() -> !window.scene().lookup("#history-again").isDisabled());
    }

    @Test
    void aFailedTransferIsTriedAgainUnlessItsFileIsGone(@TempDir Path home) throws IOException {
        Path kept = Files.writeString(home.resolve("kept.txt"), "x");
        Job.ShareRef share = new Job.ShareRef(new ShareId(Fingerprint.parse(FakeHost.ID)), "Backup", "here:1");
        window.press("Close");
        History.Entry whole = upload(share, kept);
        queue.ended(whole, upload(share, home.resolve("gone.txt")));
        Fx.run(() -> ((MenuButton) window.scene().lookup("#transfers-more"))
                .getItems()
                .getFirst()
                .fire());
        window.awaitText("gone.txt");
        assertThat(canTryAgain()).isFalse();
        choose(0, "This transfer is complete.");
        choose(1, "Quayside did not keep what another try of this transfer needs.");
        choose(3, "“gone.txt” is no longer there.");
        assertThat(canTryAgain()).isFalse();
        choose(2, "");
        window.fire("#history-again");
        assertThat(again).containsExactly(whole);
        Fx.await(() -> window.scene().lookup("#history") == null);
    }

    private static History.Entry upload(Job.ShareRef share, Path file) {
        return new History.Entry(
                TestWindow.CLOCK.instant(),
                Direction.UPLOAD,
                "Backup",
                file.getFileName().toString(),
                "Backup",
                0,
                0,
                Duration.ZERO,
                State.CANCELLED,
                "",
                Optional.of(new History.Again(
                        share, List.of(new Job.Source(file.toString(), false, Optional.empty())), "")));
    }

    private int rows() {
        return ((TableView<?>) window.scene().lookup("#history")).getItems().size();
    }

    @Test
    void whatHasEndedIsFoundByNameShareAndResult() {
        window.awaitText("film.mp4");
        for (String words : new String[] {"FILM", "album family", "done mp4"}) {
            Fx.run(() -> ((TextField) window.scene().lookup("#history-search")).setText(words));
            assertThat(Fx.call(this::rows)).as(words).isEqualTo(1);
        }
        Fx.run(() -> ((TextField) window.scene().lookup("#history-search")).setText("disk full missing"));
        assertThat(Fx.call(this::rows)).isZero();
        window.awaitText("No transfer matches");
    }

    @Test
    void aFailureIsMarkedAndFoundByThatWord() {
        window.awaitText("film.mp4");
        Fx.run(() -> ((TextField) window.scene().lookup("#history-search")).setText("failed"));
        assertThat(Fx.call(this::rows)).isEqualTo(1);
        Fx.await(() -> window.scene().getRoot().lookupAll(".history-result").stream()
                .map(cell -> (TableCell<?, ?>) cell)
                .filter(cell -> cell.getPseudoClassStates().contains(PseudoClass.getPseudoClass("bad")))
                .anyMatch(cell -> "Failed: The disk of the other computer is full.".equals(cell.getText())));
    }

    @Test
    void itIsClearedOnlyAfterAQuestion() {
        window.awaitText("film.mp4");
        window.press("Clear the history");
        window.awaitText("Clear the history of transfers?");
        assertThat(queue.history()).hasSize(2);
        window.press("Clear the history");
        window.awaitText("The history is cleared.");
        assertThat(queue.history()).isEmpty();
    }
}
