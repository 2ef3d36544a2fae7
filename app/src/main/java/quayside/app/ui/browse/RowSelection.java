package quayside.app.ui.browse;

import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import javafx.collections.ObservableList;
import javafx.collections.ObservableListBase;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;

/**
 * A selection of whole rows as one bit for each row. JavaFX's own model makes several objects for each selected row, which
 * takes seconds for a hundred thousand rows. When the rows of the table are replaced, its owner has to select again.
 * JavaFX thread only.
 */
final class RowSelection extends TableView.TableViewSelectionModel<Row> {
    /** The table remembers so many of the cells that were selected last, and would go through all that it is told of. */
    private static final int REMEMBERED = 50;

    private final TableView<Row> table;
    private final Selected<Integer> indices = new Selected<>(Integer::valueOf);
    private final Selected<Row> items = new Selected<>(this::getModelItem);

    @SuppressWarnings("rawtypes") // as in the inherited method
    private final Selected<TablePosition> cells = new Selected<>(this::cell);

    private BitSet bits = new BitSet();

    RowSelection(TableView<Row> table) {
        super(table);
        this.table = table;
    }

    private TablePosition<Row, ?> cell(int row) {
        return new TablePosition<>(table, row, null);
    }

    /** Selects these rows instead of the present ones, and gives the focus to the row {@code focused}. */
    void replace(BitSet rows, int focused) {
        become((BitSet) rows.clone(), rows.nextSetBit(0));
        if (!rows.isEmpty()) {
            focus(focused);
        }
    }

    /** Returns where the selected rows are in the next list, as far as they are there. */
    BitSet moved(RowMap map) {
        BitSet next = new BitSet();
        for (int row = bits.nextSetBit(0); row >= 0; row = bits.nextSetBit(row + 1)) {
            int place = map.place(row);
            if (place >= 0) {
                next.set(place);
            }
        }
        return next;
    }

    /** Takes {@code next} over; {@code lead} is the selected index, -1 if nothing is selected. */
    private void become(BitSet next, int lead) {
        BitSet before = bits;
        bits = next;
        setSelectedIndex(lead);
        setSelectedItem(lead < 0 ? null : getModelItem(lead));
        if (!next.equals(before)) {
            indices.changed(before, next, Integer.MAX_VALUE);
            items.changed(before, next, Integer.MAX_VALUE);
            cells.changed(before, next, REMEMBERED);
        }
    }

    /** Returns the selected rows as they are now: a list that does not change, for one thread. */
    List<Row> fixed(List<Row> rows) {
        return new Past<>(rows::get, bits);
    }

    private BitSet copy() {
        return (BitSet) bits.clone();
    }

    private boolean isRow(int row) {
        return row >= 0 && row < getItemCount();
    }

    @Override
    public ObservableList<Integer> getSelectedIndices() {
        return indices;
    }

    @Override
    public ObservableList<Row> getSelectedItems() {
        return items;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the inherited method
    public ObservableList<TablePosition> getSelectedCells() {
        return cells;
    }

    @Override
    public boolean isSelected(int row) {
        return row >= 0 && bits.get(row);
    }

    @Override
    public boolean isSelected(int row, TableColumn<Row, ?> column) {
        return isSelected(row);
    }

    @Override
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    @Override
    public void select(int row) {
        if (row == -1) {
            clearSelection();
        } else if (isRow(row)) {
            // The focus comes first: the table remembers from where rows are selected.
            focus(row);
            BitSet next = copy();
            next.set(row);
            become(next, row);
        }
    }

    @Override
    public void clearAndSelect(int row) {
        if (isRow(row)) {
            focus(row);
            BitSet next = new BitSet();
            next.set(row);
            become(next, row);
        }
    }

    @Override
    public void selectIndices(int row, int... more) {
        BitSet next = copy();
        int last = -1;
        for (int i = -1; i < more.length; i++) {
            int one = i < 0 ? row : more[i];
            if (isRow(one)) {
                next.set(one);
                last = one;
            }
        }
        if (last >= 0) {
            focus(last);
            become(next, last);
        }
    }

    @Override
    public void selectRange(int start, int end) {
        if (start == end) {
            return;
        }
        boolean up = start < end;
        int from = Math.max(0, up ? start : end + 1);
        int to = Math.min(getItemCount(), up ? end : start + 1);
        if (from < to) {
            BitSet next = copy();
            next.set(from, to);
            int last = up ? to - 1 : from;
            focus(last);
            become(next, last);
        }
    }

    @Override
    public void selectAll() {
        int count = getItemCount();
        if (count > 0) {
            BitSet next = new BitSet(count);
            next.set(0, count);
            int lead = isRow(getFocusedIndex()) ? getFocusedIndex() : count - 1;
            become(next, lead);
            focus(lead);
        }
    }

    @Override
    public void clearSelection() {
        become(new BitSet(), -1);
        focus(-1);
    }

    @Override
    public void clearSelection(int row) {
        if (isSelected(row)) {
            BitSet next = copy();
            next.clear(row);
            int lead = getSelectedIndex();
            if (lead == row) {
                int below = next.nextSetBit(row);
                lead = below >= 0 ? below : next.previousSetBit(row);
            }
            become(next, lead);
        }
    }

    @Override
    public void select(int row, TableColumn<Row, ?> column) {
        select(row);
    }

    @Override
    public void clearAndSelect(int row, TableColumn<Row, ?> column) {
        clearAndSelect(row);
    }

    @Override
    public void clearSelection(int row, TableColumn<Row, ?> column) {
        clearSelection(row);
    }

    // Whole rows are selected, so there is no cell beside the selected one.

    @Override
    public void selectLeftCell() {}

    @Override
    public void selectRightCell() {}

    @Override
    public void selectAboveCell() {
        selectPrevious();
    }

    @Override
    public void selectBelowCell() {
        selectNext();
    }

    /** What is selected, in the order of the rows: a view of the bits. */
    private final class Selected<E> extends ObservableListBase<E> {
        private final IntFunction<E> element;
        private final Cursor cursor = new Cursor();

        Selected(IntFunction<E> element) {
            this.element = element;
        }

        @Override
        public E get(int index) {
            return element.apply(cursor.row(bits, index));
        }

        @Override
        public int size() {
            return cursor.size(bits);
        }

        void changed(BitSet before, BitSet now, int reported) {
            if (hasListeners()) {
                int size = now.cardinality();
                fireChange(new Replaced<>(this, new Past<>(element, before), Math.max(0, size - reported), size));
            }
        }
    }

    /** What was selected. */
    private static final class Past<E> extends AbstractList<E> {
        private final IntFunction<E> element;
        private final BitSet rows;
        private final Cursor cursor = new Cursor();

        Past(IntFunction<E> element, BitSet rows) {
            this.element = element;
            this.rows = rows;
        }

        @Override
        public E get(int index) {
            return element.apply(cursor.row(rows, index));
        }

        @Override
        public int size() {
            return cursor.size(rows);
        }
    }

    /** Finds the row of an index. It remembers the last one, so that going through all of them is quick. */
    private static final class Cursor {
        private BitSet of = new BitSet();
        private int size;
        private int index = -1;
        private int row = -1;

        int size(BitSet rows) {
            use(rows);
            return size;
        }

        int row(BitSet rows, int wanted) {
            use(rows);
            if (wanted < 0 || wanted >= size) {
                throw new IndexOutOfBoundsException(wanted);
            }
            if (wanted < index) {
                index = -1;
                row = -1;
            }
            while (index < wanted) {
                row = rows.nextSetBit(row + 1);
                index++;
            }
            return row;
        }

        // The sets of bits are never changed, only replaced, so it is enough to compare which one it is.
        @SuppressWarnings("ReferenceEquality")
        private void use(BitSet rows) {
            if (of != rows) {
                of = rows;
                size = rows.cardinality();
                index = -1;
                row = -1;
            }
        }
    }
}
