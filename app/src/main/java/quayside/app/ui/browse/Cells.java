package quayside.app.ui.browse;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The cells of a {@link FileTable}. */
final class Cells {
    private Cells() {}

    /** Icon and name. */
    static final class NameCell extends TableCell<Row, Row> {
        private final Icon icon = FileKind.OTHER.icon();
        private final CutName name = new CutName();
        private final HBox content = new HBox(icon, name);

        NameCell() {
            getStyleClass().add("name-cell");
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            content.setAlignment(Pos.CENTER_LEFT);
            content.getStyleClass().add("name-content");
            Nodes.fill(this, content);
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                // Taken out and put in again, the content would get all its styles anew at each change of the rows.
                content.setVisible(false);
                setText(null);
                setAccessibleText(null);
                return;
            }
            setText(row.shownName());
            name.set(row.shownName());
            FileKind.of(row.entry().name(), row.isFolder()).show(icon);
            content.setVisible(true);
            setGraphic(content);
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

    /** A lock for a protected file. */
    static final class LockCell extends TableCell<Row, Row> {
        private final Icon icon = Nodes.icon(Glyph.LOCK);

        LockCell() {
            getStyleClass().add("lock-cell");
            Nodes.lateTooltip(this, () -> getGraphic() == null ? "" : Texts.get("browse.lock.tip"));
        }

        static Node heading() {
            Icon icon = Nodes.icon(Glyph.LOCK, "lock-heading");
            icon.setAccessibleText(Texts.get("browse.lock"));
            return icon;
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            boolean shown = !empty && row != null && row.isProtected();
            setGraphic(shown ? icon : null);
            setTooltip(null);
            setAccessibleText(shown ? Texts.get("browse.lock") : null);
        }
    }

    /** A short text, with the exact one in a tooltip. */
    static final class TextCell extends TableCell<Row, Row> {
        private final Function<Row, String> text;

        TextCell(Function<Row, String> text, Function<Row, String> exact) {
            this.text = text;
            getStyleClass().add("detail-cell");
            Nodes.lateTooltip(this, () -> {
                Row row = getItem();
                return row == null || isEmpty() || getText().isEmpty() ? "" : exact.apply(row);
            });
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            boolean blank = empty || row == null;
            setText(blank ? null : text.apply(row));
            setTooltip(null);
        }
    }
}
