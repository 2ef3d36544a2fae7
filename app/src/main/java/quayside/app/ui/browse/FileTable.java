package quayside.app.ui.browse;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.collections.ObservableListBase;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.UiServices;

/**
 * The table of a folder: name, size, modified time, and a lock for protected files. Selection, focus and scroll
 * position survive new snapshots of the same folder.
 */
final class FileTable {
    private static final double ROW_PX = 28;

    private final TableView<Row> table = new TableView<>();
    private final SnapshotList<Row> rows = new SnapshotList<>();
    private final Columns columns;
    private final TypeAhead typeAhead;

    FileTable(Side side, UiServices services, BiConsumer<Arrangement.SortBy, Boolean> sort) {
        table.getStyleClass().addAll("file-table", "dense", "edge-to-edge");
        table.setAccessibleText(side.tableName());
        table.setItems(rows);
        table.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
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
    }

    Columns columns() {
        return columns;
    }

    TableView<Row> node() {
        return table;
    }

    List<Row> selected() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
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
        Set<String> names = new HashSet<>(wanted);
        Row focused = table.getFocusModel().getFocusedItem();
        if (names.isEmpty() && sameFolder) {
            table.getSelectionModel()
                    .getSelectedItems()
                    .forEach(row -> names.add(row.entry().name()));
        }
        rows.show(shown);
        columns.showLocks(shown.stream().anyMatch(Row::isProtected));
        table.getSelectionModel().clearSelection();
        if (!names.isEmpty()) {
            select(names, focused);
        }
        if (!sameFolder) {
            table.scrollTo(0);
        }
        if (!wanted.isEmpty() && !table.getSelectionModel().isEmpty()) {
            revealSelection();
        }
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
        table.getSelectionModel().clearSelection();
        select(names, null);
        revealSelection();
        return true;
    }

    private void revealSelection() {
        table.scrollTo(Math.max(0, table.getSelectionModel().getSelectedIndex() - 3));
    }

    /** Takes the focus; selects the first row if none is selected. */
    void enter() {
        table.requestFocus();
        if (table.getSelectionModel().isEmpty() && !rows.isEmpty()) {
            table.getSelectionModel().clearAndSelect(0);
        }
    }

    private void select(Set<String> names, @Nullable Row focused) {
        int[] indices = new int[names.size()];
        int found = 0;
        int focus = -1;
        for (int i = 0; i < rows.size() && found < indices.length; i++) {
            String rowName = rows.get(i).entry().name();
            if (names.contains(rowName)) {
                indices[found++] = i;
                if (focused != null && rowName.equals(focused.entry().name())) {
                    focus = i;
                }
            }
        }
        if (found > 0) {
            table.getSelectionModel().selectIndices(indices[0], Arrays.copyOfRange(indices, 1, found));
            table.getFocusModel().focus(focus < 0 ? indices[found - 1] : focus);
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
            beginChange();
            shown = next;
            nextReplace(0, next.size(), before);
            endChange();
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
