package quayside.app.ui.host;

import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;

/** Two columns where there is room; where there is not, one, in the order of what the host looks at most. */
final class Columns extends GridPane {
    private static final double WIDE_ENOUGH = 820;

    private final Node first;
    private final Node watched;
    private final Node last;

    /** {@code first} and {@code last} share the left column where there are two, beside {@code watched}. */
    Columns(Node first, Node watched, Node last) {
        this.first = first;
        this.watched = watched;
        this.last = last;
        setHgap(32);
        // A margin, for a gap would stay where a node is not shown.
        setMargin(first, new Insets(0, 0, HostView.GAP, 0));
        getChildren().addAll(first, watched, last);
        arrange(false);
        widthProperty().addListener((width, before, now) -> arrange(now.doubleValue() >= WIDE_ENOUGH));
    }

    private void arrange(boolean wide) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(wide ? 44 : 100);
        ColumnConstraints rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        RowConstraints top = new RowConstraints();
        top.setValignment(VPos.TOP);
        RowConstraints stretched = new RowConstraints();
        stretched.setValignment(VPos.TOP);
        stretched.setVgrow(Priority.ALWAYS);
        GridPane.setConstraints(first, 0, 0);
        GridPane.setConstraints(watched, wide ? 1 : 0, wide ? 0 : 1, 1, wide ? 2 : 1);
        setMargin(watched, wide ? Insets.EMPTY : new Insets(0, 0, HostView.GAP, 0));
        GridPane.setConstraints(last, 0, wide ? 1 : 2);
        getRowConstraints().setAll(top, stretched);
        if (wide) {
            getColumnConstraints().setAll(column, rest);
        } else {
            getColumnConstraints().setAll(column);
        }
    }
}
