package quayside.app.ui.browse;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.Nodes;

/** A short text, with the exact one in a tooltip. */
final class TextCell extends TableCell<Row, Row> {
    private final Function<Row, String> text;
    private final Tooltip tooltip = Nodes.tooltip("");

    TextCell(Function<Row, String> text, Function<Row, String> exact) {
        this.text = text;
        getStyleClass().add("detail-cell");
        // Made only when somebody looks: scrolling writes many cells.
        setOnMouseEntered(event -> {
            Row row = getItem();
            if (row != null && !isEmpty()) {
                tooltip.setText(exact.apply(row));
            }
        });
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        boolean blank = empty || row == null;
        setText(blank ? null : text.apply(row));
        setTooltip(blank || getText().isEmpty() ? null : tooltip);
    }
}
