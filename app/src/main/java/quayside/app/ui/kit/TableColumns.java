package quayside.app.ui.kit;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.DisplayText;

/** Makes the columns of tables that cannot be sorted or rearranged. JavaFX thread only. */
public final class TableColumns {
    private TableColumns() {}

    /** Makes a column with an icon and the name of a file, or its path, which is escaped. */
    public static <T> TableColumn<T, String> names(
            String heading, double width, Function<T, String> name, Predicate<T> folder) {
        TableColumn<T, String> column = column(heading, width, name);
        column.setCellFactory(of -> new TableCell<>() {
            private final Icon icon = new Icon(Glyph.FILE);
            private final CutName shown = new CutName();
            private final HBox box = new HBox(8, icon, shown);

            {
                HBox.setHgrow(shown, Priority.ALWAYS);
                box.setAlignment(Pos.CENTER_LEFT);
            }

            @Override
            protected void updateItem(@Nullable String value, boolean empty) {
                super.updateItem(value, empty);
                T row = getTableRow() == null ? null : getTableRow().getItem();
                if (empty || value == null || row == null) {
                    setGraphic(null);
                } else {
                    FileKind.of(value, folder.test(row)).show(icon);
                    shown.set(DisplayText.escape(value));
                    setAccessibleText(shown.textProperty().get());
                    setGraphic(box);
                }
            }
        });
        return column;
    }

    /** Makes a column of words, which are safe to show. */
    public static <T> TableColumn<T, String> text(
            String heading, double width, Function<T, String> words, boolean right) {
        TableColumn<T, String> column = column(heading, width, words);
        if (right) {
            column.getStyleClass().add("align-right");
        }
        column.setCellFactory(of -> new TableCell<>() {
            {
                getStyleClass().add("detail-cell");
                setEllipsisString("…");
                setAlignment(right ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
                Nodes.tooltipWhileShortened(this);
            }

            @Override
            protected void updateItem(@Nullable String value, boolean empty) {
                super.updateItem(value, empty);
                setText(empty || value == null ? "" : value);
            }
        });
        return column;
    }

    /** Makes a column whose cells show the whole row. */
    public static <T> TableColumn<T, T> cells(String heading, double width, Supplier<TableCell<T, T>> cells) {
        TableColumn<T, T> column = column(heading, width, Function.identity());
        column.setCellFactory(of -> cells.get());
        return column;
    }

    private static <T, V> TableColumn<T, V> column(String heading, double width, Function<T, V> value) {
        TableColumn<T, V> column = new TableColumn<>(heading);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        return column;
    }
}
