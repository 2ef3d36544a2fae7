package quayside.app.ui.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

/** The order of the queue, the speed limits, and the keys of the table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueActionsTest {
    private final MemoryTransfers queue = new MemoryTransfers();
    private SettingsStore settings;
    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) {
        settings = SettingsStore.open(folder);
        window = new TestWindow(1000, 600, services -> {
            TransfersFeature feature = new TransfersFeature(queue, queue::retry, settings, services);
            feature.open();
            return new VBox(feature.footer(), feature.panel());
        });
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void show() {
        queue.show(IntStream.rangeClosed(1, 4)
                .mapToObj(i -> SampleTransfer.of(i, "file " + i, i == 4 ? State.DONE : State.QUEUED)
                        .build())
                .toArray(TransferSnapshot[]::new));
        window.awaitText("file 4");
        queue.calls().clear();
    }

    private void select(int... rows) {
        Fx.run(() -> {
            table().requestFocus();
            table().getSelectionModel().clearSelection();
            IntStream.of(rows).forEach(table().getSelectionModel()::select);
        });
    }

    private TableView<?> table() {
        return (TableView<?>) window.scene().lookup("#transfers-table");
    }

    @Test
    void controlWithUpAndDownMovesARowInTheQueueAndNotBehindWhatHasEnded() {
        select(1);
        window.push(KeyCode.CONTROL, KeyCode.UP);
        window.push(KeyCode.CONTROL, KeyCode.DOWN);
        select(2);
        window.push(KeyCode.CONTROL, KeyCode.DOWN);
        select(0);
        window.push(KeyCode.CONTROL, KeyCode.UP);
        assertThat(queue.calls()).containsExactly("move 2 before 1", "move 2 last");
    }

    @Test
    void theSelectionFollowsItsRow() {
        select(0);
        queue.show(
                SampleTransfer.of(2, "file 2", State.QUEUED).build(),
                SampleTransfer.of(3, "file 3", State.QUEUED).build(),
                SampleTransfer.of(1, "file 1", State.QUEUED).build());
        Fx.await(() -> table().getItems().size() == 3
                && table().getSelectionModel().getSelectedIndices().equals(List.of(2)));
    }

    @Test
    void spacePausesAndDeleteRemovesOnlyWhatHasEnded() {
        select(0, 3);
        window.push(KeyCode.DELETE);
        select(0);
        window.push(KeyCode.SPACE);
        assertThat(queue.calls()).containsExactly("remove 4", "pause 1");
    }

    @Test
    void theMenuOfARowCancelsItAndMovesIt() {
        select(1);
        window.push(KeyCode.SHIFT, KeyCode.F10);
        Fx.run(() -> {
            for (MenuItem item : List.copyOf(table().getContextMenu().getItems())) {
                if (List.of("Move up", "Cancel").contains(item.getText())) {
                    item.fire();
                }
            }
            table().getContextMenu().hide();
        });
        assertThat(queue.calls()).containsExactly("move 2 before 1", "cancel 2");
    }

    @Test
    void theMenuMovesARowOnlyWhereItCanGo() {
        select(2);
        window.push(KeyCode.SHIFT, KeyCode.F10);
        Fx.run(() -> {
            entry("Move to top").fire();
            assertThat(entry("Move up").isDisable()).isFalse();
            assertThat(entry("Move down").isDisable()).isTrue();
            table().getContextMenu().hide();
        });
        select(0);
        window.push(KeyCode.SHIFT, KeyCode.F10);
        Fx.run(() -> {
            assertThat(entry("Move to top").isDisable()).isTrue();
            assertThat(entry("Move up").isDisable()).isTrue();
            assertThat(entry("Move down").isDisable()).isFalse();
            assertThat(entry("Pause").isDisable()).isFalse();
            table().getContextMenu().hide();
        });
        assertThat(queue.calls()).containsExactly("move 3 before 1");
    }

    private MenuItem entry(String words) {
        return table().getContextMenu().getItems().stream()
                .filter(item -> words.equals(item.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aQuickLimitHoldsForBothDirectionsAndIsShownInTheLine() {
        limit("500 kB/s");
        Fx.await(() -> settings.settings().transfers().downLimit() == 500_000
                && settings.settings().transfers().upLimit() == 500_000
                && "Limit 500 kB/s".equals(menu().getText()));
        limit("No speed limit");
        Fx.await(() -> settings.settings().transfers().downLimit() == 0 && "No speed limit".equals(menu().getText()));
    }

    @Test
    void limitsOfOnesOwnAreCheckedAndMayDiffer() {
        limit("Custom…");
        window.awaitText("Limit the speed");
        Fx.run(() -> ((TextField) window.scene().lookup("#speed-limit-down")).setText("3"));
        window.press("Set limits");
        window.awaitText("A limit is a whole number of at least 16 kB/s.");
        Fx.run(() -> ((TextField) window.scene().lookup("#speed-limit-down")).setText("2000"));
        window.press("Set limits");
        Fx.await(() -> settings.settings().transfers().downLimit() == 2_000_000
                && settings.settings().transfers().upLimit() == 0
                && "Down 2.0 MB/s, up no limit".equals(menu().getText()));
        limit("No speed limit");
        Fx.await(() -> "No speed limit".equals(menu().getText()));
    }

    private MenuButton menu() {
        return (MenuButton) window.scene().lookup("#speed-limit");
    }

    private void limit(String words) {
        Fx.run(() -> menu().getItems().stream()
                .filter(item -> words.equals(item.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
    }
}
