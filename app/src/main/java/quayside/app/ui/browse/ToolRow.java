package quayside.app.ui.browse;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;

/**
 * The second row of a pane: the transfer of the selection, new folder, refresh, more, filter. In a narrow pane the words
 * of the button go and the filter is an icon.
 */
final class ToolRow {
    private static final PseudoClass FOCUSED_PANE = PseudoClass.getPseudoClass("focused-pane");

    private final Side side;
    private final FileTable table;
    private final CustomTextField filter = new CustomTextField();
    private final Button search = Nodes.iconButton(Glyph.SEARCH, Texts.get("browse.filter.show"), this::focusFilter);
    private final Button transfer;
    private final Spacer spacer = new Spacer();
    private final HBox row;
    private boolean narrow;

    ToolRow(
            Side side,
            BrowseModel<?> model,
            FileTable table,
            PaneActions<?> actions,
            MenuButton more,
            Consumer<String> filtered,
            Runnable leaveFilter) {
        this.side = side;
        this.table = table;
        transfer = Nodes.button(side.transferIcon(), side.transfer(), actions::transfer);
        transfer.setId(side == Side.LOCAL ? "upload" : "download");
        transfer.getStyleClass().add("pane-transfer");
        Button newFolder = Nodes.iconButton(Glyph.FOLDER_PLUS, Texts.get("browse.newFolder"), actions::newFolder);
        newFolder.setId(side == Side.LOCAL ? "new-folder" : "new-remote-folder");
        Button refresh = Nodes.iconButton(Glyph.REFRESH, Texts.get("browse.refresh"), actions::refresh);
        buildFilter(filtered, leaveFilter);
        row = new HBox(
                new ExplainedButton(
                        transfer,
                        side.transferTip(),
                        model.whyNotTransferred,
                        Bindings.isEmpty(table.node().getSelectionModel().getSelectedIndices())),
                new ExplainedButton(
                        newFolder,
                        Texts.get("browse.newFolder"),
                        Bindings.createStringBinding(() -> actions.refusal(FileSource.Right.ADD), model.rights),
                        new SimpleBooleanProperty(false)),
                refresh,
                search,
                more,
                spacer,
                filter);
        row.getStyleClass().add("tool-row");
        row.setAlignment(Pos.CENTER_LEFT);
        // Updates are limited, because selecting a hundred thousand rows changes the selection many times.
        Latest<Boolean> update = new Latest<>(ignored -> showCount());
        InvalidationListener changed = property -> update.offer(true);
        table.node().getSelectionModel().getSelectedIndices().addListener(changed);
        fold(false);
    }

    HBox node() {
        return row;
    }

    /** Gives the button the accent colour while its pane has the focus and there is something to transfer. */
    void followFocus(Node pane) {
        InvalidationListener changed = states -> {
            transfer.getStyleClass().remove(Styles.ACCENT);
            if (pane.getPseudoClassStates().contains(FOCUSED_PANE) && !transfer.isDisabled()) {
                Nodes.accent(transfer);
            }
        };
        pane.getPseudoClassStates().addListener(changed);
        transfer.disabledProperty().addListener(changed);
    }

    /** Shows the row for a narrow pane, or for one with room for words. */
    void fold(boolean toNarrow) {
        narrow = toNarrow;
        showFilter();
        showCount();
    }

    void focusFilter() {
        Nodes.show(filter, true);
        Nodes.show(search, false);
        filter.requestFocus();
        filter.selectAll();
    }

    void clearFilter() {
        filter.clear();
    }

    /** Shows the filter that is in force. */
    void showFilter(String text) {
        if (!filter.getText().equals(text)) {
            filter.setText(text);
        }
        showFilter();
    }

    private void showFilter() {
        boolean shown = !narrow || filter.isFocused() || !filter.getText().isEmpty();
        Nodes.show(filter, shown);
        Nodes.show(search, !shown);
    }

    private void showCount() {
        int count = table.node().getSelectionModel().getSelectedIndices().size();
        String number = count == 0 ? "" : Texts.get("browse.transfer.count", count);
        transfer.setText(narrow ? number : count == 0 ? side.transfer() : side.transfer() + " " + number);
        transfer.setAccessibleText(side.transfer() + " " + number);
    }

    private void buildFilter(Consumer<String> filtered, Runnable leaveFilter) {
        filter.setPromptText(Texts.get("browse.filter"));
        filter.setAccessibleText(Texts.get("browse.filter.name"));
        filter.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        filter.getStyleClass().add("filter-field");
        filter.textProperty().addListener((text, before, now) -> filtered.accept(now));
        filter.focusedProperty().addListener((focused, before, now) -> showFilter());
        filter.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                leaveFilter.run();
                event.consume();
            }
        });
        HBox.setHgrow(spacer, Priority.ALWAYS);
    }

    /**
     * A button in its own container. The tooltip describes the button's action, or the reason why it is not allowed.
     * The tooltip belongs to the container because a disabled button shows none.
     */
    private static final class ExplainedButton extends StackPane {
        /**
         * Makes the container of {@code button} and controls whether the button is disabled.
         *
         * @param tip describes the action
         * @param reason the reason why it is not allowed; empty if it is allowed
         * @param idle whether there is nothing to do
         */
        ExplainedButton(Button button, String tip, ObservableStringValue reason, ObservableBooleanValue idle) {
            super(button);
            getStyleClass().add("explained");
            setMinWidth(Region.USE_PREF_SIZE);
            setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            button.setTooltip(null);
            button.disableProperty().bind(Bindings.isNotEmpty(reason).or(idle));
            Tooltip tooltip = Nodes.tooltip(tip);
            Tooltip.install(this, tooltip);
            tooltip.textProperty()
                    .bind(Bindings.createStringBinding(() -> reason.get().isEmpty() ? tip : reason.get(), reason));
            button.accessibleHelpProperty().bind(tooltip.textProperty());
        }
    }
}
