package quayside.app.ui.host;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.Nodes;

/** A row that is as wide as its list: long names are shortened and no horizontal scroll bar appears. */
abstract class HostRow<T> extends ListCell<T> {
    private static final double MIN_WIDTH_BESIDE_EM = 28;

    private final HBox row = new HBox(8);

    HostRow() {
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMaxWidth(0);
        row.minWidthProperty().bind(widthProperty().subtract(24));
    }

    /** Sets the parts of the row, from left to right. */
    final void compose(Node... parts) {
        row.getChildren().setAll(parts);
    }

    /** Shows {@code item} and returns its text for screen readers. */
    abstract String show(T item);

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

    /** Returns a copy of {@code beside}. A narrow list shows the copy below the row's text instead of the original. */
    static Label below(ListView<?> list, Label beside) {
        Label below = Nodes.name("");
        below.getStyleClass().setAll(beside.getStyleClass());
        BooleanBinding narrow = Bindings.createBooleanBinding(
                () -> list.getWidth() < MIN_WIDTH_BESIDE_EM * beside.getFont().getSize(),
                list.widthProperty(),
                beside.fontProperty());
        below.textProperty().bind(beside.textProperty());
        below.visibleProperty().bind(narrow);
        below.managedProperty().bind(narrow);
        beside.visibleProperty().bind(narrow.not());
        beside.managedProperty().bind(narrow.not());
        return below;
    }

    /** Makes the list as high as its rows, up to {@code max} of them. The stylesheet sets the height of a row. */
    static void fit(ListView<?> list, ObservableIntegerValue rows, int max) {
        list.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> 4 + list.getFixedCellSize() * Math.clamp(rows.get(), 1, max),
                        rows,
                        list.fixedCellSizeProperty()));
    }
}
