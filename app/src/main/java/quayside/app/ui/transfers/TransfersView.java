package quayside.app.ui.transfers;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Callback;
import org.controlsfx.control.StatusBar;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** Draws the three lists as tabs, each with its count, and the progress of the whole queue in a status bar. */
final class TransfersView {
    private final StackPane node = new StackPane();
    private final TabPane tabs = new TabPane();
    private final Callback<ListView<TransferRow>, ListCell<TransferRow>> cells;
    private final Tab active;
    private final Tab failed;
    private final StatusBar statusBar = new StatusBar();

    /**
     * @param retry resumes a transfer by its id; tries at once if it waits for its connection
     * @param details shows the items of a transfer that could not be transferred
     */
    TransfersView(
            TransfersModel model, TransferService transfers, LongConsumer retry, Consumer<TransferSnapshot> details) {
        cells = list -> new TransferCell(transfers, retry, details);
        active = tab(
                model.rows(TransfersModel.Group.ACTIVE),
                "transfers.tab.active",
                nothing(Glyph.TRANSFERS, "transfers.empty.active"));
        failed = tab(
                model.rows(TransfersModel.Group.FAILED),
                "transfers.tab.failed",
                nothing(Glyph.CHECK, "transfers.empty.failed"));
        Tab done = tab(
                model.rows(TransfersModel.Group.DONE),
                "transfers.tab.done",
                nothing(Glyph.CHECK, "transfers.empty.done"));
        active.setId("active");
        failed.setId("failed");
        done.setId("done");
        tabs.getTabs().addAll(List.of(active, failed, done));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getStyleClass().addAll("dense", "transfer-tabs");
        Button clear = Nodes.button(Texts.get("transfers.clear"), transfers::clearEnded);
        clear.getStyleClass().addAll("flat", "small", "clear-transfers");
        clear.disableProperty()
                .bind(Bindings.isEmpty(model.rows(TransfersModel.Group.FAILED))
                        .and(Bindings.isEmpty(model.rows(TransfersModel.Group.DONE))));
        HBox corner = new HBox(allMenu(transfers), clear);
        corner.setAlignment(Pos.CENTER_RIGHT);
        corner.getStyleClass().add("transfers-corner");
        corner.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        StackPane.setAlignment(corner, Pos.TOP_RIGHT);
        node.getStyleClass().add("transfers");
        node.setMinHeight(0);
        node.getChildren().addAll(tabs, corner);
        model.overall().subscribe(this::show);
    }

    /** Returns the menu of what can be done to all transfers at once. */
    private static MenuButton allMenu(TransferService transfers) {
        MenuButton menu = new MenuButton(Texts.get("transfers.all"));
        menu.getStyleClass().addAll("flat", "small", "all-transfers");
        for (TransferService.Act act : TransferService.Act.values()) {
            MenuItem item = new MenuItem(Texts.get(
                    switch (act) {
                        case PAUSE -> "transfers.all.pause";
                        case RESUME -> "transfers.all.resume";
                        case RETRY_FAILED -> "transfers.all.retry";
                        case CANCEL -> "transfers.all.cancel";
                    }));
            item.setMnemonicParsing(false);
            item.setOnAction(event -> transfers.all(act));
            menu.getItems().add(item);
        }
        return menu;
    }

    Node node() {
        return node;
    }

    /** Returns the progress of the whole queue in one line. */
    StatusBar statusBar() {
        return statusBar;
    }

    void showActive() {
        tabs.getSelectionModel().select(active);
    }

    void showFailed() {
        tabs.getSelectionModel().select(failed);
    }

    private Tab tab(ObservableList<TransferRow> rows, String title, Node placeholder) {
        ListView<TransferRow> list = new ListView<>(rows);
        list.getStyleClass().addAll("edge-to-edge", "transfer-list");
        list.setCellFactory(cells);
        list.setPlaceholder(placeholder);
        Tab tab = new Tab();
        tab.setContent(list);
        tab.textProperty().bind(Bindings.createStringBinding(() -> Texts.get(title, rows.size()), rows));
        list.accessibleTextProperty().bind(tab.textProperty());
        return tab;
    }

    private static Node nothing(Glyph glyph, String key) {
        Node state = EmptyState.of(glyph, Texts.get(key), "");
        state.getStyleClass().add("small-state");
        return state;
    }

    private void show(TransfersModel.Overall overall) {
        // The bar is shown once a transfer has begun, but a progress of exactly 0 would hide it.
        double fraction = overall.fraction() == 0 ? Double.MIN_VALUE : overall.fraction();
        statusBar.setProgress(overall.active() > 0 ? fraction : 0);
        statusBar.setText(summary(overall));
    }

    private static String activity(TransfersModel.Overall overall) {
        if (overall.waiting() == overall.active()) {
            return Texts.get("transfers.overall.waiting");
        }
        return overall.asking() == overall.active()
                ? Texts.get("transfers.overall.asking")
                : TransferRow.speedAndTimeLeft(overall.bytesPerSecond(), overall.timeLeft());
    }

    private static String summary(TransfersModel.Overall overall) {
        if (overall.active() > 0) {
            return Texts.get("transfers.overall.active", overall.active(), activity(overall));
        }
        if (overall.paused() > 0) {
            return Texts.get("transfers.overall.paused", overall.paused());
        }
        return overall.failed() > 0
                ? Texts.get("transfers.overall.failed", overall.failed())
                : Texts.get("transfers.overall.idle");
    }
}
