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
     * @param sameReading whether the reading that found these rows also found the present ones
     */
    void show(List<Row> shown, Set<String> wanted, boolean sameFolder, boolean sameReading) {
        boolean keeps = wanted.isEmpty() && sameFolder;
        int head = keeps && !sameReading ? alike(rows, shown) : 0;
        boolean unchanged =
                head > 0 ? head == shown.size() && head == rows.size() : wanted.isEmpty() && rows.equals(shown);
        if (unchanged) {
            rows.adopt(shown);
            return;
        }
        int focus = table.getFocusModel().getFocusedIndex();
        Row focused = focus >= 0 && focus < rows.size() ? rows.get(focus) : null;
        BitSet found = new BitSet(shown.size());
        if (!keeps) {
            found = named(wanted, shown, 0, shown.size());
        } else if (!selection.isEmpty()) {
            found = sameReading ? samePlaces(shown) : sameNames(shown, head);
        }
        selecting = true;
        selection.clearSelection();
        rows.show(shown);
        columns.showLocks(shown.stream().anyMatch(Row::isProtected));
        if (focused != null && focus < head && found.get(focus)) {
            selection.replace(found, focus);
        } else {
            select(found, focused, sameReading);
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
        BitSet found = named(names, rows, 0, rows.size());
        if (names.isEmpty() || found.cardinality() < names.size()) {
            return false;
        }
        selection.clearSelection();
        select(found, null, false);
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

    /** Returns the number of rows at the beginning that are the same in both lists. */
    private static int alike(List<Row> before, List<Row> now) {
        int most = Math.min(before.size(), now.size());
        int head = 0;
        while (head < most && before.get(head).equals(now.get(head))) {
            head++;
        }
        return head;
    }

    // A pass over a hundred thousand rows takes longest where it touches memory that it has not touched yet: names and
    // their places in a set. So a selection is carried over without names as far as it can be.

    /** Returns the rows of {@code next} that are selected now; the same reading found both. */
    private BitSet samePlaces(List<Row> next) {
        BitSet places = new BitSet();
        selection.getSelectedItems().forEach(row -> places.set(row.place()));
        BitSet found = new BitSet(next.size());
        for (int i = 0; i < next.size(); i++) {
            if (places.get(next.get(i).place())) {
                found.set(i);
            }
        }
        return found;
    }

    /**
     * Returns the rows of {@code next} with the names of those that are selected now.
     *
     * @param head the number of rows at the beginning that are the same
     */
    private BitSet sameNames(List<Row> next, int head) {
        int most = Math.min(rows.size(), next.size()) - head;
        int tail = 0;
        while (tail < most && isNamed(rows.get(rows.size() - 1 - tail), next.get(next.size() - 1 - tail))) {
            tail++;
        }
        Set<String> names = new HashSet<>();
        for (int i = head; i < rows.size() - tail; i++) {
            if (selection.isSelected(i)) {
                names.add(rows.get(i).entry().name());
            }
        }
        BitSet found = named(names, next, head, next.size() - tail);
        for (int i = 0; i < head; i++) {
            found.set(i, selection.isSelected(i));
        }
        for (int i = 1; i <= tail; i++) {
            found.set(next.size() - i, selection.isSelected(rows.size() - i));
        }
        return found;
    }

    private static boolean isNamed(Row one, Row other) {
        return one.entry().name().equals(other.entry().name());
    }

    /** Returns which of the rows from {@code from} to before {@code to} have one of these names. */
    private static BitSet named(Set<String> names, List<Row> rows, int from, int to) {
        BitSet found = new BitSet(rows.size());
        for (int i = from; i < to && !names.isEmpty(); i++) {
            if (names.contains(rows.get(i).entry().name())) {
                found.set(i);
            }
        }
        return found;
    }

    /** Selects these rows; the focus stays at the entry that has it, if that is one of them. */
    private void select(BitSet found, @Nullable Row focused, boolean sameReading) {
        if (found.isEmpty()) {
            return;
        }
        int focus = -1;
        for (int i = found.nextSetBit(0); focused != null && focus < 0 && i >= 0; i = found.nextSetBit(i + 1)) {
            Row row = rows.get(i);
            if (sameReading ? row.place() == focused.place() : isNamed(row, focused)) {
                focus = i;
            }
        }
        selection.replace(found, focus < 0 ? found.length() - 1 : focus);
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
