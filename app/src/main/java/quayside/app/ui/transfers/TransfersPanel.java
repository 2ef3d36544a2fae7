package quayside.app.ui.transfers;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.time.Clock;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.ui.kit.Chips;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;

/** What the line unfolds: chips that filter, what can be done to many transfers, and the table. */
final class TransfersPanel {
    private static final double TOOLS_PX = 44;
    private static final double HEAD_PX = 24;
    private static final double ROW_PX = 32;
    private static final int ROWS = 8;

    /** Below this width the tools lose their words, which are longest in German. */
    private static final double NARROW_PX = 880;

    private static final double PART = 0.45;

    /** What the window keeps of its height: its lines, those of the panes, and some files. */
    private static final double KEPT_PX = 320;

    /** A table of fewer rows than this tells nothing. */
    private static final int LEAST_ROWS = 2;

    private final VBox node;
    private final TransfersModel model;
    private final Chips<TransfersModel.Group> chips =
            new Chips<>(TransfersModel.Group.class, TransfersModel.Group::words);
    private final Button retry;
    private final Button clear;
    private final MenuItem cancel;
    private final TransfersTable table;

    /** @param history shows the transfers that have ended */
    TransfersPanel(
            TransfersModel model,
            TransferService transfers,
            RowActions actions,
            Runnable history,
            Clock clock,
            Look look) {
        this.model = model;
        chips.chosenProperty().bindBidirectional(model.groupProperty());
        retry = tool(Glyph.REFRESH, "transfers.all.retry", () -> transfers.all(TransferService.Act.RETRY_FAILED));
        retry.setId("retry-failed");
        clear = tool(Glyph.CHECK, "transfers.clear", () -> transfers.all(TransferService.Act.CLEAR_DONE));
        clear.setId("clear-done");
        cancel = item("transfers.all.cancel", actions::cancelAll);
        table = new TransfersTable(model, transfers, actions, clock, look);
        HBox tools = new HBox(chips, new Spacer(), retry, clear, filter(), more(history));
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.getStyleClass().add("transfers-tools");
        tools.setMinWidth(0);
        tools.minHeightProperty().bind(look.px(TOOLS_PX));
        tools.widthProperty()
                .addListener((width, before, now) ->
                        fold(now.doubleValue() < look.px(NARROW_PX).get()));
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        node = new VBox(tools, table.node());
        node.setId("transfers-panel");
        node.getStyleClass().add("transfers-panel");
        DoubleBinding least = look.px(TOOLS_PX + HEAD_PX + LEAST_ROWS * ROW_PX);
        DoubleBinding wanted = look.px(TOOLS_PX + HEAD_PX + ROWS * ROW_PX + 1);
        DoubleBinding kept = look.px(KEPT_PX);
        // The files above keep more than half of a small window, and more of one with large letters.
        DoubleBinding windowHeight = Bindings.selectDouble(node.sceneProperty(), "height");
        node.minHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.min(wanted.get(), Math.max(least.get(), part(windowHeight.get(), kept.get()))),
                        wanted,
                        least,
                        kept,
                        windowHeight));
        node.prefHeightProperty().bind(node.minHeightProperty());
        node.maxHeightProperty().bind(node.minHeightProperty());
    }

    private static double part(double windowHeight, double kept) {
        return Math.min(Math.rint(windowHeight * PART), windowHeight - kept);
    }

    VBox node() {
        return node;
    }

    private static Button tool(Glyph glyph, String key, Runnable action) {
        Button button = Nodes.button(glyph, Texts.get(key), action);
        button.setTooltip(Nodes.tooltip(Texts.get(key)));
        button.setAccessibleText(Texts.get(key));
        button.getStyleClass().addAll("flat", "small");
        return button;
    }

    private void fold(boolean narrow) {
        for (Button button : new Button[] {retry, clear}) {
            button.setText(narrow ? "" : button.getAccessibleText());
        }
    }

    private TextField filter() {
        CustomTextField field = new CustomTextField();
        field.setId("transfers-filter");
        field.getStyleClass().add("filter-field");
        field.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        field.setPromptText(Texts.get("transfers.filter"));
        field.setAccessibleText(Texts.get("transfers.filter.name"));
        field.textProperty().bindBidirectional(model.filterProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                table.node().requestFocus();
                event.consume();
            }
        });
        return field;
    }

    private MenuButton more(Runnable history) {
        MenuButton menu = Nodes.asIcon(new MenuButton(), Glyph.MORE, Texts.get("transfers.more"));
        menu.setId("transfers-more");
        menu.getItems().addAll(item("transfers.history", history), cancel);
        return menu;
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(Texts.get(key));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    void show(TransfersModel.Overall now) {
        for (TransfersModel.Group group : TransfersModel.Group.values()) {
            chips.count(group, now.count(group));
        }
        TransfersModel.Group cancelled = TransfersModel.Group.CANCELLED;
        chips.show(cancelled, now.count(cancelled) > 0 || chips.chosenProperty().get() == cancelled);
        chips.alarm(TransfersModel.Group.FAILED, now.failed() > 0);
        retry.setDisable(now.failed() == 0);
        cancel.setDisable(now.active() == 0 && now.paused() == 0);
        clear.setDisable(now.count(TransfersModel.Group.DONE) + now.count(cancelled) == 0);
    }
}
