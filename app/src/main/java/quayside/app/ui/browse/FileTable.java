package quayside.app.ui.browse;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableListBase;
import javafx.css.PseudoClass;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/**
 * The table of a folder: name, size, modified time, and a lock for protected files. Selection, focus and scroll
 * position survive new snapshots of the same folder.
 */
final class FileTable {
    private static final double ROW_PX = 28;
    private static final PseudoClass CUT = PseudoClass.getPseudoClass("cut");

    private final TableView<Row> table = new TableView<>();
    private final SnapshotList<Row> rows = new SnapshotList<>();
    private final RowSelection selection;
    private final Columns columns;
    private final TypeAhead typeAhead;
    private final ObjectProperty<Set<String>> cut = new SimpleObjectProperty<>(Set.of());
    private boolean selecting;
    private Instant touched = Instant.MIN;

    FileTable(Side side, UiServices services, BiConsumer<Arrangement.SortBy, Boolean> sort) {
        table.getStyleClass().addAll("file-table", "dense", "edge-to-edge");
        table.setAccessibleText(side.tableName());
        table.setItems(rows);
        table.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        selection = new RowSelection(table);
        selection.setSelectionMode(SelectionMode.MULTIPLE);
        table.setSelectionModel(selection);
        columns = new Columns(table, side, services);
        // The rows arrive sorted from a worker; a click on a header only chooses the order.
        table.setSortPolicy(view -> {
            if (view.getSortOrder().isEmpty()) {
                sort.accept(Arrangement.SortBy.NAME, true);
            } else {
                TableColumn<Row, ?> column = view.getSortOrder().getFirst();
                sort.accept(columns.sortBy(column), column.getSortType() == TableColumn.SortType.ASCENDING);
            }
            return true;
        });
        Nodes.showFocus(table);
        typeAhead = TypeAhead.install(table, services.clock());
        selection.getSelectedIndices().addListener((InvalidationListener) changed -> {
            if (!selecting) {
                touched = services.clock().instant();
            }
        });
    }

    Columns columns() {
        return columns;
    }

    TableView<Row> node() {
        return table;
    }

    List<Row> selected() {
        return List.copyOf(selection.getSelectedItems());
    }

    /** Returns the selected rows without copying them: a list that does not change, for one thread, which may be another. */
    List<Row> selectedNow() {
        return selection.fixed(rows.shown);
    }

    /** Returns when the user changed the selection last. */
    Instant touched() {
        return touched;
    }

    boolean hasSelection() {
        return !selection.isEmpty();
    }

    /** Shows these rows from now on; {@code map} says how the present ones become these. */
    void show(List<Row> shown, RowMap map) {
        if (map.isUnchanged()) {
            rows.adopt(shown);
            return;
        }
        int focus = map.place(table.getFocusModel().getFocusedIndex());
        BitSet found = map.wanted().isEmpty() ? selection.moved(map) : map.found();
        selecting = true;
        selection.clearSelection();
        rows.show(shown);
        columns.showLocks(map.hasLocks());
        select(found, focus);
        selecting = false;
        if (!map.isSameFolder()) {
            table.scrollTo(0);
        }
        if (!map.wanted().isEmpty() && !selection.isEmpty()) {
            revealSelection();
        }
    }

    /** Dims the rows of these names, which are cut. */
    void markCut(Set<String> names) {
        cut.set(names);
    }

    /** Dims a new row whenever what it shows is cut. */
    void followCut(TableRow<Row> row) {
        InvalidationListener changed = property -> row.pseudoClassStateChanged(
                CUT,
                row.getItem() != null
                        && cut.get().contains(row.getItem().entry().name()));
        row.itemProperty().addListener(changed);
        cut.addListener(changed);
    }

    /** Returns whether a name is being typed that the table searches for. */
    boolean isTyping() {
        return typeAhead.isTyping();
    }

    /** Selects the rows of these names instead of the present ones, if all of them are shown. */
    boolean select(Set<String> names) {
        BitSet found = RowMap.named(names, rows);
        if (names.isEmpty() || found.cardinality() < names.size()) {
            return false;
        }
        selection.clearSelection();
        select(found, -1);
        revealSelection();
        return true;
    }

    private void revealSelection() {
        table.scrollTo(Math.max(0, selection.getSelectedIndex() - 3));
    }

    /** Takes the focus; selects the first row if none is selected. */
    void enter() {
        table.requestFocus();
        if (selection.isEmpty() && !rows.isEmpty()) {
            selection.clearAndSelect(0);
        }
    }

    /** Selects these rows; the focus goes to the row {@code focus} if it is one of them, or else to the last of them. */
    private void select(BitSet found, int focus) {
        if (!found.isEmpty()) {
            selection.replace(found, focus >= 0 && found.get(focus) ? focus : found.length() - 1);
        }
    }

    /**
     * An observable list whose content is replaced by an immutable list in a single change. JavaFX's own lists do it
     * entry by entry, which takes seconds for a hundred thousand entries.
     */
    private static final class SnapshotList<E> extends ObservableListBase<E> {
        private List<E> shown = List.of();

        /** Shows {@code next}, an immutable list, from now on. */
        void show(List<E> next) {
            List<E> before = shown;
            shown = next;
            fireChange(new Replaced<>(this, before, 0, next.size()));
        }

        /** Takes over {@code next}, whose entries are equal to the present ones, so that there is nothing to report. */
        void adopt(List<E> next) {
            shown = next;
        }

        @Override
        public E get(int index) {
            return shown.get(index);
        }

        @Override
        public int size() {
            return shown.size();
        }
    }
}
