package quayside.app.ui.browse;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import quayside.app.ui.browse.FileSource.Item;

/**
 * The mouse actions of a pane: double-click, dragging rows out, dropping onto the shown folder or onto a folder's row.
 */
final class PaneDrops<P> {
    private static final PseudoClass TARGET = PseudoClass.getPseudoClass("drop-target");

    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final FileTable table;
    private final BrowsePane.DragBridge<P> bridge;
    private final PaneActions<P> actions;
    private boolean explaining;

    /** Whether a selected row was pressed with Ctrl: a drag copies, and a click deselects the row. */
    private boolean pressedToCopy;

    PaneDrops(
            BrowseModel<P> model,
            BrowseController<P> controller,
            FileTable table,
            BrowsePane.DragBridge<P> bridge,
            PaneActions<P> actions) {
        this.model = model;
        this.controller = controller;
        this.table = table;
        this.bridge = bridge;
        this.actions = actions;
    }

    /** Lets the table's rows be dragged, and those of folders accept drops. */
    void install() {
        table.node().setRowFactory(view -> row());
    }

    /** Lets {@code area} accept drops for the shown folder. */
    void accept(Node area) {
        area.setOnDragOver(event -> dragOver(event, Optional.ofNullable(model.folder.get())));
        area.setOnDragEntered(event -> {
            area.pseudoClassStateChanged(TARGET, accepts(event, Optional.ofNullable(model.folder.get())));
            explain(event);
        });
        area.setOnDragExited(event -> {
            area.pseudoClassStateChanged(TARGET, false);
            if (explaining) {
                explaining = false;
                model.busy.set("");
            }
        });
        area.setOnDragDropped(event -> drop(event, Optional.ofNullable(model.folder.get())));
    }

    private TableRow<Row> row() {
        TableRow<Row> row = new TableRow<>();
        table.followCut(row);
        row.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> keepSelectionForDrag(row, event));
        row.setOnMouseClicked(event -> {
            if (event.getButton() != MouseButton.PRIMARY || row.isEmpty()) {
                return;
            }
            if (event.getClickCount() == 2) {
                actions.openOrTransfer();
            } else if (event.isStillSincePress() && isPlain(event)) {
                table.node().getSelectionModel().clearAndSelect(row.getIndex());
            } else if (event.isStillSincePress() && pressedToCopy) {
                table.node().getSelectionModel().clearSelection(row.getIndex());
            }
        });
        row.setOnDragDetected(event -> dragOut(row, event));
        row.setOnDragOver(event -> {
            if (isFolder(row)) {
                dragOver(event, into(row));
            }
        });
        row.setOnDragEntered(event -> row.pseudoClassStateChanged(TARGET, isFolder(row) && accepts(event, into(row))));
        row.setOnDragExited(event -> row.pseudoClassStateChanged(TARGET, false));
        row.setOnDragDropped(event -> {
            if (isFolder(row)) {
                drop(event, into(row));
            }
        });
        return row;
    }

    // The press that begins a drag would make the table deselect the other rows, or with Ctrl the pressed one; the
    // click handler above does that instead.
    private void keepSelectionForDrag(TableRow<Row> row, MouseEvent event) {
        boolean first = row.isSelected() && event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 1;
        pressedToCopy = first && event.isShortcutDown() && !event.isShiftDown();
        boolean several = table.node().getSelectionModel().getSelectedIndices().size() > 1;
        if (pressedToCopy || (first && isPlain(event) && several)) {
            table.node().requestFocus();
            event.consume();
        }
    }

    private static boolean isPlain(MouseEvent event) {
        return !event.isShiftDown() && !event.isShortcutDown();
    }

    private void dragOut(TableRow<Row> row, MouseEvent event) {
        List<Item<P>> dragged = controller.items(table.selected());
        if (row.isEmpty() || dragged.isEmpty() || !model.rights.get().take()) {
            return;
        }
        ClipboardContent content = new ClipboardContent();
        bridge.fill(content, dragged);
        Dragboard dragboard = row.startDragAndDrop(bridge.modes(event.isShortcutDown()));
        dragboard.setContent(content);
        event.consume();
    }

    /** Shows in the status line why dragged files are not accepted; a tooltip would be hidden by what is dragged. */
    private void explain(DragEvent event) {
        String why = actions.refusal(FileSource.Right.ADD);
        if (!why.isEmpty() && controller.source().isPresent() && bridge.accepts(event.getDragboard())) {
            explaining = true;
            model.busy.set(why);
        }
    }

    /** Files may be dropped onto a folder of the host's even where nothing may be dropped beside it. */
    private boolean accepts(DragEvent event, Optional<P> into) {
        return into.isPresent()
                && controller
                        .source()
                        .filter(source -> source.rights(into.get()).add())
                        .isPresent()
                && bridge.accepts(event.getDragboard());
    }

    private void dragOver(DragEvent event, Optional<P> into) {
        if (accepts(event, into)) {
            event.acceptTransferModes(
                    bridge.modes(event.getDragboard(), event.getDragboard().getTransferModes()));
            event.consume();
        }
    }

    private void drop(DragEvent event, Optional<P> into) {
        if (accepts(event, into)) {
            bridge.dropped(event.getDragboard(), into.get(), event.getTransferMode());
            event.setDropCompleted(true);
            event.consume();
        }
    }

    private static boolean isFolder(TableRow<Row> row) {
        return !row.isEmpty() && row.getItem() != null && row.getItem().isFolder();
    }

    private Optional<P> into(TableRow<Row> row) {
        return controller.items(List.of(row.getItem())).stream().map(Item::path).findFirst();
    }
}
