package quayside.app.ui.browse;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;
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
        // Without a focused row nothing would show that the table has the focus.
        table.focusedProperty().addListener((focused, before, now) -> {
            if (now && table.getFocusModel().getFocusedIndex() < 0 && !rows.isEmpty()) {
                table.getFocusModel().focus(0);
            }
        });
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

    /** Returns when the user changed the selection last. */
    Instant touched() {
        return touched;
    }

    boolean hasSelection() {
        return !selection.isEmpty();
    }

    /**
     * Shows these rows from now on.
     *
     * @param wanted names to select; if there are none, the selection stays
     */
    void show(List<Row> shown, Set<String> wanted, boolean sameFolder) {
        if (rows.equals(shown) && wanted.isEmpty()) {
            return;
        }
        Set<String> names =
                HashSet.newHashSet(wanted.size() + selection.getSelectedItems().size());
        names.addAll(wanted);
        Row focused = table.getFocusModel().getFocusedItem();
        if (names.isEmpty() && sameFolder) {
            selection.getSelectedItems().forEach(row -> names.add(row.entry().name()));
        }
        selecting = true;
        selection.clearSelection();
        rows.show(shown);
        columns.showLocks(shown.stream().anyMatch(Row::isProtected));
        if (!names.isEmpty()) {
            select(names, focused);
        }
        selecting = false;
        if (!sameFolder) {
            table.scrollTo(0);
        }
        if (!wanted.isEmpty() && !selection.isEmpty()) {
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
        Set<String> shown = new HashSet<>();
        rows.forEach(row -> shown.add(row.entry().name()));
        if (names.isEmpty() || !shown.containsAll(names)) {
            return false;
        }
        selection.clearSelection();
        select(names, null);
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

    private void select(Set<String> names, @Nullable Row focused) {
        BitSet found = new BitSet();
        int focus = -1;
        for (int i = 0; i < rows.size(); i++) {
            String rowName = rows.get(i).entry().name();
            if (names.contains(rowName)) {
                found.set(i);
                if (focused != null && rowName.equals(focused.entry().name())) {
                    focus = i;
                }
            }
        }
        if (!found.isEmpty()) {
            selection.replace(found, focus < 0 ? found.length() - 1 : focus);
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
