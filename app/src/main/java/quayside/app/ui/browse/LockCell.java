package quayside.app.ui.browse;

import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** A lock for what is protected. */
final class LockCell extends TableCell<Row, Row> {
    private final FontIcon icon = Nodes.icon(Feather.LOCK);
    private final Tooltip tooltip = Nodes.tooltip(Texts.get("browse.lock.tip"));

    LockCell() {
        getStyleClass().add("lock-cell");
    }

    /** What stands over the locks. */
    static Node heading() {
        FontIcon icon = Nodes.icon(Feather.LOCK, "lock-heading");
        icon.setAccessibleText(Texts.get("browse.lock"));
        return icon;
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        boolean shown = !empty && row != null && row.isProtected();
        setGraphic(shown ? icon : null);
        setTooltip(shown ? tooltip : null);
        setAccessibleText(shown ? Texts.get("browse.lock") : null);
    }
}
