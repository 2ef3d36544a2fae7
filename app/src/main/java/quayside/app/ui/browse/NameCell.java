package quayside.app.ui.browse;

import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** Icon and name; a long name is shortened in the middle, where people look last. */
final class NameCell extends TableCell<Row, Row> {
    private final FontIcon icon = new FontIcon();

    NameCell() {
        getStyleClass().add("name-cell");
        setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Nodes.tooltipWhileShortened(this);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        setText(row.shownName());
        icon.setIconCode(FileIcons.of(row));
        icon.getStyleClass().removeAll("folder-icon", "file-icon");
        icon.getStyleClass().add(row.isFolder() ? "folder-icon" : "file-icon");
        setGraphic(icon);
        setAccessibleText(spoken(row));
    }

    private static String spoken(Row row) {
        if (row.isFolder()) {
            return Texts.get("browse.row.folder", row.shownName());
        }
        return row.isProtected()
                ? Texts.get("browse.row.protected", row.shownName())
                : Texts.get("browse.row.file", row.shownName());
    }
}
