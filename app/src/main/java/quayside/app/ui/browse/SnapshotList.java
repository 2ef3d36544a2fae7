package quayside.app.ui.browse;

import java.util.List;
import javafx.collections.ObservableListBase;

/**
 * An observable list that is replaced whole, by an immutable one, in a single change: what JavaFX's own lists do entry by
 * entry takes seconds for a hundred thousand.
 */
final class SnapshotList<E> extends ObservableListBase<E> {
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
