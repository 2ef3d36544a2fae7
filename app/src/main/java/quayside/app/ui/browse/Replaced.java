package quayside.app.ui.browse;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * A single change that replaces the content of a list. JavaFX's own changes copy what was removed, entry by entry, which
 * is slow for a hundred thousand entries.
 */
final class Replaced<E> extends ListChangeListener.Change<E> {
    private final List<E> removed;
    private final int from;
    private final int to;
    private boolean before = true;

    /**
     * @param removed what the list contained; it must not change
     * @param from the index of the first new entry
     * @param to the index behind the last one
     */
    Replaced(ObservableList<E> list, List<E> removed, int from, int to) {
        super(list);
        this.removed = removed;
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean next() {
        boolean first = before;
        before = false;
        return first;
    }

    @Override
    public void reset() {
        before = true;
    }

    @Override
    public int getFrom() {
        return from;
    }

    @Override
    public int getTo() {
        return to;
    }

    @Override
    public List<E> getRemoved() {
        return removed;
    }

    @Override
    protected int[] getPermutation() {
        return new int[0];
    }
}
