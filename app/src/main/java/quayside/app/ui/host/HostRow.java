package quayside.app.ui.host;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A row that is as wide as its list: long names are shortened and no horizontal scroll bar appears. */
abstract class HostRow<T> extends ListCell<T> {
    private static final double SIDES = 32;

    private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");

    private final HBox row;

    HostRow(double gap) {
        row = new HBox(gap);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMaxWidth(0);
        row.minWidthProperty().bind(widthProperty().subtract(SIDES));
    }

    /** Sets the parts of the row, from left to right. */
    final void compose(Node... parts) {
        row.getChildren().setAll(parts);
    }

    /** Shows {@code item} and returns its text for screen readers. */
    abstract String show(T item);

    @Override
    public final void updateIndex(int index) {
        super.updateIndex(index);
        pseudoClassStateChanged(FIRST, index == 0);
    }

    @Override
    protected final void updateItem(@Nullable T item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
            setAccessibleText(null);
        } else {
            setAccessibleText(show(item));
            setGraphic(row);
        }
    }

    /** Makes the list as high as its rows, up to {@code max} of them. */
    static void fit(ListView<?> list, ObservableIntegerValue rows, int max) {
        fit(list, rows, new SimpleIntegerProperty(max));
    }

    /** Makes the list as high as its rows, up to {@code max} of them, which may change. */
    static void fit(ListView<?> list, ObservableIntegerValue rows, ObservableIntegerValue max) {
        list.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> 4 + list.getFixedCellSize() * Math.clamp(rows.get(), 1, Math.max(1, max.get())),
                        rows,
                        max,
                        list.fixedCellSizeProperty()));
    }
}
