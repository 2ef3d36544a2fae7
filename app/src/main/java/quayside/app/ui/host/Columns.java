package quayside.app.ui.host;

import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Two nodes side by side where there is room, one under the other where there is not. */
final class Columns extends GridPane {
    private static final double WIDE_ENOUGH = 820;

    private final Node left;
    private final Node right;

    Columns(Node left, Node right) {
        this.left = left;
        this.right = right;
        setHgap(32);
        setVgap(24);
        getChildren().addAll(left, right);
        arrange(false);
        widthProperty().addListener((width, before, now) -> arrange(now.doubleValue() >= WIDE_ENOUGH));
    }

    private void arrange(boolean wide) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(wide ? 44 : 100);
        ColumnConstraints rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        GridPane.setConstraints(left, 0, 0);
        GridPane.setConstraints(right, wide ? 1 : 0, wide ? 0 : 1);
        if (wide) {
            getColumnConstraints().setAll(column, rest);
        } else {
            getColumnConstraints().setAll(column);
        }
    }
}
