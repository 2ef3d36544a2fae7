package quayside.app.ui.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.transfer.TransferReport.Failure;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** The line and the table of the transfers: what they say, and what can be done there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferTableTest {
    private final MemoryTransfers queue = new MemoryTransfers();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private final List<Path> shown = new CopyOnWriteArrayList<>();
    private final List<Long> elsewhere = new CopyOnWriteArrayList<>();
    private final List<Path> inManager = new CopyOnWriteArrayList<>();
    private SettingsStore settings;
    private TransfersFeature feature;
    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) {
        settings = SettingsStore.open(folder);
        window = new TestWindow(1000, 600, services -> {
            feature = new TransfersFeature(
                    queue,
                    queue::retry,
                    settings,
                    services,
                    failed -> new FailureDetails(failed, copied::add),
                    Duration.ofMillis(1),
                    Integer.MAX_VALUE);
            feature.onShow(shown::add, inManager::add);
            feature.onElsewhere(elsewhere::add);
            return new VBox(feature.footer(), feature.panel());
        });
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void clear() {
        queue.show();
        window.awaitText("No transfers");
        queue.calls().clear();
        shown.clear();
        inManager.clear();
        Fx.run(() -> {
            feature.open();
            chip(0).fire();
        });
    }

    @Test
    void rowsComeMoveAndGoWithoutBeingReplaced() {
        List<Boolean> replaced = new ArrayList<>();
        List<String> names = Fx.call(() -> {
            TransfersModel model = new TransfersModel(3);
            ListChangeListener<TransferRow> listener = change -> {
                while (change.next()) {
                    replaced.add(change.wasReplaced());
                }
            };
            model.shown().addListener(listener);
            model.show(List.of(sample(1, State.RUNNING), sample(2, State.QUEUED), sample(3, State.QUEUED)));
            model.show(List.of(sample(1, State.DONE), sample(2, State.DONE), sample(3, State.RUNNING)));
            model.show(List.of(sample(1, State.DONE), sample(3, State.RUNNING), sample(4, State.QUEUED)));
            return model.shown().stream().map(row -> row.now().name()).toList();
        });
        assertThat(names).containsExactly("3.txt", "4.txt", "1.txt");
        assertThat(replaced).isNotEmpty().doesNotContain(true);
    }

    @Test
    void theBytesOfTransfersThatLeaveTheQueueStayInTheWholeProgress() {
        List<Double> done = Fx.call(() -> {
            TransfersModel model = new TransfersModel(100);
            List<Double> fractions = new ArrayList<>();
            TransferSnapshot first =
                    SampleTransfer.of(1, "1", State.RUNNING).bytes(0, 300).build();
            TransferSnapshot second =
                    SampleTransfer.of(2, "2", State.QUEUED).bytes(0, 100).build();
            model.show(List.of(first, second));
            model.show(List.of(
                    SampleTransfer.of(1, "1", State.DONE).bytes(300, 300).build(), second));
            fractions.add(model.overall().get().fraction().orElseThrow());
            model.show(List.of(second));
            fractions.add(model.overall().get().fraction().orElseThrow());
            model.show(List.of());
            model.show(List.of(second));
            fractions.add(model.overall().get().fraction().orElseThrow());
            return fractions;
        });
        assertThat(done).containsExactly(0.75, 0.75, 0.0);
    }

    /** The snapshots come four times a second, so that such a transfer is never seen active. */
    @Test
    void aTransferThatFailsOrPausesAtOnceOpensTheListAndOneOfAnEarlierStartDoesNot() {
        Duration blink = Duration.ofMillis(3);
        Path nowhere = Path.of("/");
        assertThat(opens(sample(1, State.FAILED))).isFalse();
        assertThat(opens(SampleTransfer.of(2, "b", State.PAUSED).build())).isFalse();
        for (int tries = 0; tries < 2; tries++) {
            Instant at = Instant.EPOCH.plusSeconds(tries);
            assertThat(opens(SampleTransfer.of(1, "a", State.FAILED)
                            .ended(at, blink, nowhere)
                            .build()))
                    .isTrue();
        }
        assertThat(opens(SampleTransfer.of(3, "c", State.PAUSED)
                        .pausedAfter(blink)
                        .build()))
                .isTrue();
    }

    /** Returns whether the folded list opens. */
    private boolean opens(TransferSnapshot now) {
        Fx.run(() -> fold().setSelected(false));
        queue.show(now);
        Fx.await(
                () -> table().getItems().stream().map(TransferRow::now).toList().equals(List.of(now)));
        return Fx.call(feature::isOpen);
    }

    @Test
    void theFirstRowsComeAFewAtATime() {
        List<Integer> sizes = new ArrayList<>();
        List<TransferSnapshot> many =
                IntStream.range(0, 20).mapToObj(id -> sample(id, State.QUEUED)).toList();
        TransfersModel model = Fx.call(() -> {
            TransfersModel made = new TransfersModel(5);
            made.shown().addListener((InvalidationListener)
                    shown -> sizes.add(made.shown().size()));
            made.show(many);
            return made;
        });
        Fx.await(() -> model.shown().size() == 20);
        assertThat(Fx.call(() -> List.copyOf(sizes))).containsExactly(5, 10, 15, 20);
        // The table has made its rows.
        Fx.run(() -> {
            model.show(List.of());
            model.show(many);
            assertThat(model.shown()).hasSize(20);
        });
    }

    private static TransferSnapshot sample(long id, State state) {
        return SampleTransfer.of(id, id + ".txt", state).build();
    }

    @Test
    void aRunningTransferShowsHowFarItIsHowFastAndHowLong() {
        queue.show(SampleTransfer.of(1, "film.mp4", State.RUNNING)
                .bytes(500_000, 2_000_000)
                .speed(1_000_000)
                .build());
        window.awaitText("film.mp4");
        window.awaitText("to “Pictures”");
        window.awaitText("25 %");
        assertThat(cells("left")).containsExactly("1 s");
        window.awaitText("Uploading, checked as it arrives");
        window.awaitText("500 kB of 2.0 MB · 1.0 MB/s · 2 s left");
        assertThat(Fx.call(() -> window.scene().getRoot().lookupAll(".transfer-name").stream()
                        .map(cell -> String.valueOf(cell.queryAccessibleAttribute(AccessibleAttribute.TEXT)))
                        .toList()))
                .contains("Upload film.mp4. 25 %. 1.0 MB/s. Uploading, checked as it arrives");
        assertThat(Fx.call(() -> feature.overall().getValue())).contains(0.25);
    }

    @Test
    void theBarFollowsItsTransferAndTheRowStaysTheSame() {
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        Fx.await(() -> bar() != null && bar().getProgress() == 0.25);
        ProgressBar first = Fx.call(this::bar);
        queue.show(SampleTransfer.of(1, "a", State.RUNNING)
                .bytes(1_000_000, 2_000_000)
                .build());
        Fx.await(() -> bar().getProgress() == 0.5);
        assertThat(Fx.call(this::bar)).isSameAs(first);
    }

    @Test
    void anUnknownTotalIsAnUndecidedBarAndNoPromise() {
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).bytes(500_000, -1).build());
        window.awaitText("500 kB · Starting…");
        Fx.await(() -> bar().isIndeterminate());
        assertThat(Fx.call(() -> feature.overall().getValue())).isEmpty();
    }

    @Test
    void theLineDoesNotSayStartingWhileAShareIsAwayAndOthersWaitTheirTurn() {
        queue.show(
                SampleTransfer.of(1, "a", State.WAITING)
                        .bytes(500_000, 1_000_000)
                        .build(),
                SampleTransfer.of(2, "b", State.QUEUED).build());
        window.awaitText("waiting for the connection");
        assertThat(window.shows("Starting…")).isFalse();
    }

    @Test
    void eachChipHasItsCountAndFiltersTheTable() {
        queue.show(
                SampleTransfer.of(1, "a", State.RUNNING).build(),
                SampleTransfer.of(2, "b", State.QUEUED).build(),
                SampleTransfer.of(3, "c", State.DONE).build(),
                SampleTransfer.of(4, "d", State.SKIPPED).build(),
                SampleTransfer.of(5, "e", State.CANCELLED).build(),
                SampleTransfer.of(6, "f", State.FAILED).build());
        Fx.await(() -> chips().equals(List.of("All 6", "Active 1", "Waiting 1", "Failed 1", "Done 2", "Cancelled 1")));
        assertThat(Fx.call(this::names)).containsExactly("a", "b", "f", "e", "d", "c");
        Fx.run(() -> chip(3).fire());
        assertThat(Fx.call(this::names)).containsExactly("f");
        Fx.run(() -> chip(0).fire());
        Fx.run(() -> ((TextField) window.scene().lookup("#transfers-filter")).setText("E"));
        assertThat(Fx.call(this::names)).containsExactly("e");
        Fx.run(() -> ((TextField) window.scene().lookup("#transfers-filter")).clear());
    }

    @Test
    void whatWasCancelledIsNotCountedAsDone() {
        queue.show(
                SampleTransfer.of(1, "a", State.DONE).build(),
                SampleTransfer.of(2, "b", State.CANCELLED).build());
        window.awaitText("1 transfer is done · 1 cancelled");
        queue.show(SampleTransfer.of(2, "b", State.CANCELLED).build());
        Fx.await(() -> summary().equals("1 cancelled"));
        assertThat(Fx.call(() -> window.scene().lookup("#clear-done").isDisabled()))
                .isFalse();
        queue.show(SampleTransfer.of(1, "a", State.DONE).build());
        Fx.await(() -> summary().equals("1 transfer is done"));
        assertThat(Fx.call(() -> chip(5).isVisible())).isFalse();
    }

    @Test
    void aDownloadOfWhichMuchHasArrivedIsCancelledOnlyAfterAQuestion() {
        queue.show(SampleTransfer.of(1, "movie.mkv", State.PAUSED)
                .down()
                .bytes(510_000_000, 2_100_000_000)
                .build());
        window.awaitText("movie.mkv");
        fire(".transfer-end");
        window.awaitText("Cancel the download of “movie.mkv”?");
        window.awaitText("510 MB has arrived.");
        window.press("Continue");
        assertThat(queue.calls()).isEmpty();
        fire(".transfer-end");
        window.awaitText("Cancel the download of “movie.mkv”?");
        window.press("Cancel the download");
        assertThat(queue.calls()).containsExactly("cancel 1");
        queue.show(
                SampleTransfer.of(1, "small.txt", State.RUNNING).down().build(),
                SampleTransfer.of(2, "up.zip", State.RUNNING)
                        .bytes(510_000_000, 2_100_000_000)
                        .build());
        window.awaitText("up.zip");
        Fx.run(() -> table().getSelectionModel().selectAll());
        Fx.run(() -> ((MenuButton) window.find("#transfers-more"))
                .getItems()
                .getLast()
                .fire());
        assertThat(queue.calls()).containsExactly("cancel 1", "all CANCEL");
    }

    @Test
    void whatIsDoneSaysItsSizeItsTimeAndItsPlace() {
        queue.show(SampleTransfer.of(1, "map.pdf", State.DONE)
                .down()
                .bytes(2_200_000, 2_200_000)
                .ended(TestWindow.CLOCK.instant().minusSeconds(3600), Duration.ofMillis(300), Path.of("/x/map.pdf"))
                .build());
        window.awaitText("2.2 MB in 0.3 s");
        assertThat(cells("left")).containsExactly("at 17:00");
        window.awaitText("1 transfer is done");
        window.press("Show in folder");
        assertThat(shown).containsExactly(Path.of("/x/map.pdf"));
        assertThat(menuOf(0)).contains("Show in folder", "Show in file manager");
        Fx.run(() -> table().getContextMenu().getItems().stream()
                .filter(item -> "Show in file manager".equals(item.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
        assertThat(inManager).containsExactly(Path.of("/x/map.pdf"));
        Fx.run(table().getContextMenu()::hide);
        // What was uploaded is not on this computer's disk alone, and its row is not about it.
        queue.show(SampleTransfer.of(1, "map.pdf", State.DONE)
                .ended(TestWindow.CLOCK.instant(), Duration.ofSeconds(1), Path.of("/x/map.pdf"))
                .build());
        window.awaitText("to “Pictures”");
        assertThat(menuOf(0)).doesNotContain("Show in file manager");
        Fx.run(table().getContextMenu()::hide);
    }

    @Test
    void aFailureSaysWhyAndOffersAnotherTryInItsRow() {
        queue.show(SampleTransfer.of(7, "a", State.FAILED)
                .message("The disk of the other computer is full.")
                .fault(Fault.DISK_FULL)
                .build());
        window.awaitText("The disk of the other computer is full.");
        window.awaitText("1 failed");
        fire(".transfer-go");
        assertThat(queue.calls()).containsExactly("retry 7");
    }

    @Test
    void whatFailedAtThisDiskGoesToAnotherFolderAndWhatStayedLockedAsksAgain() {
        queue.show(
                SampleTransfer.of(1, "a", State.FAILED)
                        .down()
                        .fault(Fault.LOCAL_STORAGE)
                        .build(),
                SampleTransfer.of(2, "b", State.FAILED)
                        .down()
                        .fault(Fault.PASSCODE_NEEDED)
                        .build());
        window.press("Other folder…");
        window.press("Enter passcode…");
        assertThat(elsewhere).containsExactly(1L);
        assertThat(queue.calls()).containsExactly("retry 2");
    }

    @Test
    void theCrossCancelsWhatRunsAndRemovesWhatEnded() {
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        Fx.await(() -> bar() != null && bar().getProgress() == 0.25);
        window.click(() -> window.scene().lookup(".transfer-end"));
        Fx.await(() -> !queue.calls().isEmpty());
        assertThat(queue.calls()).containsExactly("cancel 1");
        queue.show(SampleTransfer.of(1, "a", State.FAILED).build());
        window.awaitText("1 failed");
        window.click(() -> window.scene().lookup(".transfer-end"));
        assertThat(queue.calls()).containsExactly("cancel 1", "remove 1");
    }

    @Test
    void whatTheUserCancelledIsNoFailure() {
        queue.show(SampleTransfer.of(1, "a", State.CANCELLED).build());
        window.awaitText("Cancelled");
        assertThat(window.shows("failed")).isFalse();
        fire(".transfer-go");
        assertThat(queue.calls()).containsExactly("retry 1");
    }

    @Test
    void aLostConnectionCountsDownAndOffersATryNow() {
        SampleTransfer waits = SampleTransfer.of(1, "a", State.WAITING).message("The connection was lost.");
        queue.show(waits.nextTry(Duration.ofMillis(3200)).build());
        window.awaitText("“Pictures” is offline, next try in 4 s");
        queue.show(waits.nextTry(Duration.ZERO).build());
        window.awaitText("“Pictures” is offline, trying now…");
        window.awaitText("waiting for the connection");
        fire(".transfer-now");
        assertThat(queue.calls()).containsExactly("retry 1");
    }

    @Test
    void whatMovesCanBePausedAndWhatIsPausedResumed() {
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        window.awaitText("25 %");
        fire(".transfer-go");
        window.press("Pause all");
        queue.show(
                SampleTransfer.of(1, "a", State.PAUSED).message("Paused by you").build());
        window.awaitText("Paused by you");
        window.awaitText("1 transfer is paused");
        fire(".transfer-go");
        window.press("Resume all");
        assertThat(queue.calls()).containsExactly("pause 1", "all PAUSE", "retry 1", "all RESUME");
    }

    @Test
    void failedOnesAreTriedAgainAndDoneOnesClearedAtOnceAndAllCancelledFromTheMenu() {
        queue.show(
                SampleTransfer.of(1, "a", State.FAILED).build(),
                SampleTransfer.of(2, "b", State.DONE).build());
        window.awaitText("1 failed");
        window.press("Retry failed");
        window.press("Clear done");
        MenuButton more = (MenuButton) window.find("#transfers-more");
        Fx.run(() -> more.getItems().stream()
                .filter(item -> "Cancel all".equals(item.getText()))
                .forEach(MenuItem::fire));
        assertThat(queue.calls()).containsExactly("all RETRY_FAILED", "all CLEAR_DONE", "all CANCEL");
        Fx.await(() -> more.getItems().stream()
                .filter(item -> "Cancel all".equals(item.getText()))
                .allMatch(MenuItem::isDisable));
        queue.show(SampleTransfer.of(1, "a", State.PAUSED).build());
        Fx.await(() -> more.getItems().stream().noneMatch(MenuItem::isDisable));
    }

    @Test
    void aGroupWithoutTransfersIsNotCalledAQueueWithoutAny() {
        queue.show(SampleTransfer.of(1, "a", State.DONE).build());
        window.awaitText("1 transfer is done");
        List<String> said = Fx.call(() -> IntStream.range(1, 4)
                .mapToObj(group -> {
                    chip(group).fire();
                    return ((Label) table().getPlaceholder()).getText();
                })
                .toList());
        assertThat(said).containsExactly("No active transfers", "No waiting transfers", "No failed transfers");
        Fx.run(() -> chip(0).fire());
    }

    @Test
    void theStatusTakesTheWidthThatIsFreeAndTheColumnsFillTheTableAtEveryTextSize() {
        queue.show(SampleTransfer.of(1, "a", State.SKIPPED)
                .message("The file was there already.")
                .build());
        window.awaitText("The file was there already.");
        for (double scale : new double[] {1, 1.5, 1}) {
            Fx.run(() -> window.services().look().apply(Settings.Theme.LIGHT, scale));
            Fx.await(() -> {
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
                double all = table().getVisibleLeafColumns().stream()
                        .mapToDouble(TableColumn::getWidth)
                        .sum();
                double name = table().getVisibleLeafColumn(0).getWidth();
                return all <= table().getWidth() && all > table().getWidth() - 20 && name >= 140 * scale;
            });
        }
        Fx.await(() -> window.scene().getRoot().lookupAll(".transfer-status .label .text").stream()
                .anyMatch(text -> "The file was there already.".equals(((Text) text).getText())));
    }

    @Test
    void whatIsWorthKnowingStandsInTheRow() {
        queue.show(SampleTransfer.of(1, "a", State.RUNNING)
                .note("film.mp4 was changed.")
                .build());
        window.awaitText("film.mp4 was changed.");
        queue.show(SampleTransfer.of(1, "a", State.RUNNING)
                .files(2, 9)
                .message("a/film.mp4")
                .build());
        window.awaitText("Uploading “film.mp4”");
        window.awaitText("2 of 9 files");
    }

    @Test
    void whatCouldNotBeTransferredIsListedWithItsReasonsAndCanBeCopied() {
        List<Failure> failures = IntStream.range(0, 40)
                .mapToObj(
                        i -> new Failure("docs/" + i, Fault.EXISTS, Sentence.said("Number " + i + " exists already.")))
                .toList();
        queue.show(SampleTransfer.of(1, "docs", State.FAILED)
                .files(160, 200)
                .failures(40, failures)
                .build());
        window.awaitText("160 of 200 files");
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
        queue.show(SampleTransfer.of(1, "docs", State.FAILED)
                .files(160, 1660)
                .failures(1500, failures)
                .build());
        window.awaitText("160 of 1,660 files");
        window.press("Details…");
        window.awaitText("The first 40 of 1,500 items");
        window.press("Close");
    }

    @Test
    void thePanelOpensWithTheFirstTransferAndFoldsIfAllIsWell() {
        // It does not fold under the mouse.
        window.click(() -> window.scene().lookup("#transfers-summary"));
        Fx.run(() -> fold().setSelected(false));
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        Fx.await(() -> feature.panel().isVisible());
        assertThat(Fx.call(() -> feature.panel().getHeight())).isEqualTo(0.45 * 600);
        queue.show(SampleTransfer.of(1, "a", State.DONE).build());
        Fx.await(() -> !feature.panel().isVisible());
        assertThat(Fx.call(() -> feature.footer().isVisible())).isTrue();
        queue.show(SampleTransfer.of(2, "b", State.RUNNING).build());
        Fx.await(() -> feature.panel().isVisible());
        queue.show(SampleTransfer.of(2, "b", State.FAILED).build());
        window.awaitText("1 failed");
        assertThat(Fx.call(() -> feature.panel().isVisible())).isTrue();
    }

    @Test
    void aPanelThatTheUserUsesStaysOpen() {
        window.click(() -> window.scene().lookup("#transfers-summary"));
        Fx.run(() -> fold().setSelected(false));
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        Fx.await(() -> feature.panel().isVisible());
        window.click(() -> chip(1));
        // Away from it, and with the focus elsewhere.
        window.click(() -> window.scene().lookup("#transfers-summary"));
        Fx.run(() -> fold().requestFocus());
        queue.show(SampleTransfer.of(1, "a", State.DONE).build());
        window.awaitText("1 transfer is done");
        window.push(KeyCode.SHIFT);
        window.push(KeyCode.SHIFT);
        assertThat(Fx.call(() -> feature.panel().isVisible())).isTrue();
    }

    @Test
    void aPanelThatTheUserOpenedStaysOpen() {
        Fx.run(() -> {
            fold().setSelected(false);
            fold().fire();
        });
        queue.show(SampleTransfer.of(1, "a", State.RUNNING).build());
        window.awaitText("25 %");
        queue.show(SampleTransfer.of(1, "a", State.DONE).build());
        window.awaitText("1 transfer is done");
        window.push(KeyCode.SHIFT);
        assertThat(Fx.call(() -> feature.panel().isVisible())).isTrue();
    }

    private List<String> menuOf(int row) {
        Fx.run(() -> {
            table().requestFocus();
            table().getSelectionModel().clearAndSelect(row);
        });
        window.push(KeyCode.CONTEXT_MENU);
        return Fx.call(() -> table().getContextMenu().getItems().stream()
                .map(MenuItem::getText)
                .toList());
    }

    private ToggleButton fold() {
        return (ToggleButton) window.scene().lookup("#transfers-fold");
    }

    private void fire(String selector) {
        Fx.run(() -> ((Button) window.scene().getRoot().lookupAll(selector).stream()
                        .filter(Node::isVisible)
                        .findFirst()
                        .orElseThrow())
                .fire());
    }

    private ProgressBar bar() {
        return (ProgressBar) window.scene().lookup(".transfer-progress .progress-bar");
    }

    private String summary() {
        return ((Labeled) window.scene().lookup("#transfers-summary")).getText();
    }

    private List<String> chips() {
        return window.scene().getRoot().lookupAll(".chip").stream()
                .map(chip -> ((ToggleButton) chip).getText())
                .toList();
    }

    private ToggleButton chip(int index) {
        return (ToggleButton) window.scene().getRoot().lookupAll(".chip").stream()
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return table().getItems().stream().map(row -> row.now().name()).toList();
    }

    private List<String> cells(String column) {
        return Fx.call(() ->
                window.scene().getRoot().lookupAll("." + ("left".equals(column) ? "time" : column) + "-cell").stream()
                        .map(cell -> ((TableCell<?, ?>) cell).getText())
                        .filter(text -> text != null)
                        .toList());
    }

    @SuppressWarnings("unchecked") // The table of this feature has such rows.
    private TableView<TransferRow> table() {
        return (TableView<TransferRow>) window.scene().lookup("#transfers-table");
    }
}
