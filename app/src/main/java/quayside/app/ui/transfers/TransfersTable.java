package quayside.app.ui.transfers;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.MenuKey;
import quayside.app.ui.kit.Nodes;

/** The table of the transfers: one row of 32 px for each, which can be moved with the mouse and with keys. */
final class TransfersTable {
    private static final PseudoClass MOVE_HERE = PseudoClass.getPseudoClass("move-here");
    private static final double ROW_PX = 32;
    private static final double PROGRESS_PX = 188;
    private static final double SPEED_PX = 92;
    private static final double TIME_PX = 104;
    private static final double STATUS_PX = 236;
    private static final double ACTIONS_PX = 96;

    /** A name of this width has room for the place beside it; of more, the status gets most. */
    private static final double NAME_PX = 312;

    private static final double NAME_PART = 0.4;
    private static final double ALL_COLUMNS_PX = 1040;
    private static final double WITH_TIME_PX = 820;
    private static final double WITH_PROGRESS_PX = 660;

    private final TableView<TransferRow> table = new TableView<>();
    private final TransfersModel model;
    private final TransferService transfers;
    private final RowActions actions;
    private final Look look;
    private final TableColumn<TransferRow, TransferSnapshot> name = column("transfers.column.name", "name");
    private final TableColumn<TransferRow, TransferSnapshot> progress = column("transfers.column.progress", "progress");
    private final TableColumn<TransferRow, TransferSnapshot> speed = column("transfers.column.speed", "speed");
    private final TableColumn<TransferRow, TransferSnapshot> time = column("transfers.column.time", "left");
    private final TableColumn<TransferRow, TransferSnapshot> status = column("transfers.column.status", "status");
    private final TableColumn<TransferRow, TransferSnapshot> buttons = column("", "actions");

    /** The row that the mouse moves. */
    private @Nullable TransferRow moved;

    TransfersTable(TransfersModel model, TransferService transfers, RowActions actions, Clock clock, Look look) {
        this.model = model;
        this.transfers = transfers;
        this.actions = actions;
        this.look = look;
        name.setCellFactory(column -> new RowCells.Name());
        progress.setCellFactory(column -> new RowCells.Progress());
        speed.setCellFactory(column -> new Words(TransferWords::speed, "speed-cell"));
        time.setCellFactory(column -> new Words(t -> TransferWords.time(t, clock), "time-cell"));
        status.setCellFactory(column -> new RowCells.Status(actions));
        buttons.setCellFactory(column -> new RowCells.Actions(actions));
        table.setId("transfers-table");
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setAccessibleText(Texts.get("transfers.title"));
        table.setItems(model.shown());
        Label none = new Label();
        none.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.filterProperty().get().isBlank()
                                ? model.groupProperty().get().none()
                                : Texts.get("transfers.none.match"),
                        model.groupProperty(),
                        model.filterProperty()));
        table.setPlaceholder(none);
        table.fixedCellSizeProperty().bind(look.px(ROW_PX));
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.getColumns().addAll(List.of(name, progress, speed, time, status, buttons));
        table.setRowFactory(view -> new Row());
        table.setContextMenu(new ContextMenu());
        table.setOnContextMenuRequested(event -> fillMenu());
        // The Menu key shows the menu before anything requests it.
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::typed);
        MenuKey.install(table);
        Nodes.showFocus(table);
        table.widthProperty().addListener((width, before, now) -> fit());
        look.onScale(table, this::fit);
        keepSelection();
    }

    TableView<TransferRow> node() {
        return table;
    }

    private static TableColumn<TransferRow, TransferSnapshot> column(String key, String id) {
        TableColumn<TransferRow, TransferSnapshot> column = new TableColumn<>(key.isEmpty() ? "" : Texts.get(key));
        column.setId(id);
        column.setSortable(false);
        column.setReorderable(false);
        column.setResizable(true);
        column.setCellValueFactory(cell -> cell.getValue().snapshotProperty());
        return column;
    }

    /** Gives the columns their widths; a narrow table goes without the speed, the time and the bar. */
    private void fit() {
        double px = look.px(100).get() / 100;
        double width = table.getWidth();
        speed.setVisible(width >= ALL_COLUMNS_PX * px);
        time.setVisible(width >= WITH_TIME_PX * px);
        progress.setVisible(width >= WITH_PROGRESS_PX * px);
        fix(progress, PROGRESS_PX * px);
        fix(speed, SPEED_PX * px);
        fix(time, TIME_PX * px);
        fix(buttons, ACTIONS_PX * px);
        double free = width
                - table.getVisibleLeafColumns().stream()
                        .filter(column -> !column.equals(name) && !column.equals(status))
                        .mapToDouble(TableColumn::getWidth)
                        .sum();
        fix(status, Math.max(STATUS_PX * px, free - Math.max(NAME_PX * px, free * NAME_PART)));
        // The table gives the rest to the name only when it is asked, as at a change of its own width.
        table.getColumnResizePolicy().call(new TableView.ResizeFeatures<>(table, null, 0.0));
    }

    private static void fix(TableColumn<?, ?> column, double px) {
        double whole = Math.rint(px);
        column.setMaxWidth(whole);
        column.setMinWidth(whole);
        column.setPrefWidth(whole);
    }

    /** Keeps the rows selected that were, when others come, go or move. */
    private void keepSelection() {
        Set<TransferRow> selected = new HashSet<>();
        model.aroundChanges(() -> selected.addAll(table.getSelectionModel().getSelectedItems()), () -> {
            table.getSelectionModel().clearSelection();
            for (int i = 0; i < table.getItems().size() && !selected.isEmpty(); i++) {
                if (selected.remove(table.getItems().get(i))) {
                    table.getSelectionModel().select(i);
                }
            }
            selected.clear();
        });
    }

    private List<TransferSnapshot> selected() {
        return table.getSelectionModel().getSelectedItems().stream()
                .map(TransferRow::now)
                .toList();
    }

    private void typed(KeyEvent event) {
        boolean moves = event.isShortcutDown() && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN);
        if (moves) {
            step(event.getCode() == KeyCode.UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE) {
            selected().stream().filter(t -> t.state().hasEnded()).forEach(t -> transfers.remove(t.id()));
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE) {
            selected().forEach(actions::pauseOrGo);
            event.consume();
        } else if (event.getCode() == KeyCode.CONTEXT_MENU || event.getCode() == KeyCode.F10) {
            fillMenu();
        }
    }

    /** Moves the selected row by one place in the queue. */
    private void step(int by) {
        TransferRow row = table.getSelectionModel().getSelectedItem();
        int at = table.getItems().indexOf(row);
        if (row != null && isOpen(at) && isOpen(at + by)) {
            move(row, at + by);
        }
    }

    /** Moves a row to the place that another row has now. */
    private void move(TransferRow row, int to) {
        int from = table.getItems().indexOf(row);
        int before = to > from ? to + 1 : to;
        transfers.move(
                row.id(),
                isOpen(before) ? Optional.of(table.getItems().get(before).id()) : Optional.empty());
    }

    /** Returns whether there is a row at this place whose transfer has not ended, so that its place matters. */
    private boolean isOpen(int at) {
        return at >= 0
                && at < table.getItems().size()
                && !table.getItems().get(at).now().state().hasEnded();
    }

    private void fillMenu() {
        ContextMenu menu = table.getContextMenu();
        List<TransferSnapshot> chosen = selected();
        menu.getItems().clear();
        boolean one = chosen.size() == 1;
        add(
                menu,
                "transfers.menu.pause",
                chosen.stream().anyMatch(t -> t.state().isActive()),
                () -> chosen.stream().filter(t -> t.state().isActive()).forEach(t -> transfers.pause(t.id())));
        add(
                menu,
                "transfers.resume",
                chosen.stream().anyMatch(RowActions::canGo),
                () -> chosen.stream().filter(RowActions::canGo).forEach(actions::go));
        Optional<TransferWords.Step> step = one ? TransferWords.step(chosen.getFirst()) : Optional.empty();
        step.ifPresent(next -> {
            MenuItem item = new MenuItem(next.words());
            item.setOnAction(event -> actions.step(chosen.getFirst(), next));
            menu.getItems().add(item);
        });
        if (step.filter(TransferWords.Step.SHOW::equals).isPresent()) {
            add(menu, "transfers.showInManager", true, () -> actions.showInManager(chosen.getFirst()));
        }
        int at = table.getSelectionModel().getSelectedIndex();
        boolean up = one && isOpen(at) && isOpen(at - 1);
        add(menu, "transfers.top", up, () -> move(table.getItems().get(at), 0));
        add(menu, "transfers.up", up, () -> step(-1));
        add(menu, "transfers.down", one && isOpen(at) && isOpen(at + 1), () -> step(1));
        add(
                menu,
                "transfers.menu.cancel",
                chosen.stream().anyMatch(t -> !t.state().hasEnded()),
                () -> actions.cancel(chosen));
        add(
                menu,
                "transfers.remove",
                chosen.stream().anyMatch(t -> t.state().hasEnded()),
                () -> chosen.stream().filter(t -> t.state().hasEnded()).forEach(t -> transfers.remove(t.id())));
    }

    private static void add(ContextMenu menu, String key, boolean enabled, Runnable action) {
        MenuItem item = new MenuItem(Texts.get(key));
        item.setMnemonicParsing(false);
        item.setDisable(!enabled);
        item.setOnAction(event -> action.run());
        menu.getItems().add(item);
    }

    /** A row, which the mouse can move to another place in the queue. */
    private final class Row extends TableRow<TransferRow> {
        Row() {
            setOnDragDetected(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !isEmpty() && isOpen(getIndex())) {
                    moved = getItem();
                    startFullDrag();
                    event.consume();
                }
            });
            setOnMouseDragEntered(event -> pseudoClassStateChanged(MOVE_HERE, moved != null && isOpen(getIndex())));
            setOnMouseDragExited(event -> pseudoClassStateChanged(MOVE_HERE, false));
            setOnMouseDragReleased(event -> {
                TransferRow row = moved;
                moved = null;
                if (row != null && !isEmpty() && row != getItem() && isOpen(getIndex())) {
                    move(row, getIndex());
                }
            });
        }
    }

    /** A short text. */
    private static final class Words extends TableCell<TransferRow, TransferSnapshot> {
        private final Function<TransferSnapshot, String> words;

        Words(Function<TransferSnapshot, String> words, String styleClass) {
            this.words = words;
            getStyleClass().add(styleClass);
        }

        @Override
        protected void updateItem(@Nullable TransferSnapshot t, boolean empty) {
            super.updateItem(t, empty);
            setText(empty || t == null ? null : words.apply(t));
        }
    }
}
