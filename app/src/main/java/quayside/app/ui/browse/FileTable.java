package quayside.app.ui.browse;

import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableListBase;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/**
 * The table of a folder: name, size, modified time, and a lock for protected files. Selection, focus and scroll
 * position survive new snapshots of the same folder.
 */
final class FileTable {
    private static final double MIN_WIDTH_FOR_MODIFIED_EM = 32;
    private static final double ROW_PX = 28;
    private static final double LOCK_EM = 1.72;
    private static final double SIZE_EM = 6.1;
    private static final double MODIFIED_EM = 6.1;

    private final TableView<Row> table = new TableView<>();
    private final SnapshotList<Row> rows = new SnapshotList<>();
    private final TableColumn<Row, Row> name = new TableColumn<>(Texts.get("browse.column.name"));
    private final TableColumn<Row, Row> lock = new TableColumn<>();
    private final TableColumn<Row, Row> size = new TableColumn<>(Texts.get("browse.column.size"));
    private final TableColumn<Row, Row> modified = new TableColumn<>(Texts.get("browse.column.modified"));
    private final TypeAhead typeAhead;
    private double em = 14;

    FileTable(String accessibleName, UiServices services, BiConsumer<Arrangement.SortBy, Boolean> sort) {
        table.getStyleClass().addAll("file-table", "dense", "edge-to-edge");
        table.setAccessibleText(accessibleName);
        table.setItems(rows);
        table.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        Clock clock = services.clock();
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        name.setCellFactory(column -> new NameCell());
        size.setCellFactory(column -> new TextCell(
                row -> row.isFolder() ? "" : HumanFormat.size(row.entry().size()),
                row -> row.isFolder() ? "" : HumanFormat.exactSize(row.entry().size())));
        modified.setCellFactory(column -> new TextCell(
                row -> HumanFormat.date(row.entry().modified(), clock),
                row -> HumanFormat.exactDate(row.entry().modified(), clock)));
        lock.setCellFactory(column -> new LockCell());
        lock.setGraphic(LockCell.heading());
        lock.setSortable(false);
        lock.setId("lock");
        lock.setVisible(false);
        size.getStyleClass().add("align-right");
        size.setId("size");
        modified.setId("modified");
        name.setId("name");
        name.getStyleClass().add("name-heading");
        table.getColumns().addAll(List.of(name, lock, size, modified));
        for (TableColumn<Row, Row> column : List.of(name, lock, size, modified)) {
            column.setReorderable(false);
            column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        }
        table.getSortOrder().add(name);
        // The rows arrive sorted from a worker; a click on a header only chooses the order.
        table.setSortPolicy(view -> {
            if (view.getSortOrder().isEmpty()) {
                sort.accept(Arrangement.SortBy.NAME, true);
            } else {
                TableColumn<Row, ?> column = view.getSortOrder().getFirst();
                sort.accept(sortBy(column), column.getSortType() == TableColumn.SortType.ASCENDING);
            }
            return true;
        });
        typeAhead = TypeAhead.install(table, clock);
        table.widthProperty().addListener((width, before, now) -> fit(em));
    }

    TableView<Row> node() {
        return table;
    }

    List<Row> selected() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    /**
     * Shows these rows from now on.
     *
     * @param wanted names to select; if there are none, the selection stays
     */
    void show(List<Row> shown, Set<String> wanted, boolean sameFolder) {
        if (rows.equals(shown) && wanted.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>(wanted);
        Row focused = table.getFocusModel().getFocusedItem();
        if (names.isEmpty() && sameFolder) {
            table.getSelectionModel()
                    .getSelectedItems()
                    .forEach(row -> names.add(row.entry().name()));
        }
        rows.show(shown);
        lock.setVisible(shown.stream().anyMatch(Row::isProtected));
        table.getSelectionModel().clearSelection();
        if (!names.isEmpty()) {
            select(names, focused);
        }
        if (!sameFolder) {
            table.scrollTo(0);
        }
        if (!wanted.isEmpty() && !table.getSelectionModel().isEmpty()) {
            revealSelection();
        }
    }

    /** Returns whether a name is being typed that the table searches for. */
    boolean isTyping() {
        return typeAhead.isTyping();
    }

    /** Selects the rows of these names instead of the present ones, if all of them are shown. */
    boolean select(Set<String> names) {
        Set<String> shown = new HashSet<>();
        rows.forEach(row -> shown.add(row.entry().name()));
        if (names.isEmpty() || !shown.containsAll(names)) {
            return false;
        }
        table.getSelectionModel().clearSelection();
        select(names, null);
        revealSelection();
        return true;
    }

    private void revealSelection() {
        table.scrollTo(Math.max(0, table.getSelectionModel().getSelectedIndex() - 3));
    }

    /** Takes the focus; selects the first row if none is selected. */
    void enter() {
        table.requestFocus();
        if (table.getSelectionModel().isEmpty() && !rows.isEmpty()) {
            table.getSelectionModel().clearAndSelect(0);
        }
    }

    private void select(Set<String> names, @Nullable Row focused) {
        int[] indices = new int[names.size()];
        int found = 0;
        int focus = -1;
        for (int i = 0; i < rows.size() && found < indices.length; i++) {
            String rowName = rows.get(i).entry().name();
            if (names.contains(rowName)) {
                indices[found++] = i;
                if (focused != null && rowName.equals(focused.entry().name())) {
                    focus = i;
                }
            }
        }
        if (found > 0) {
            table.getSelectionModel().selectIndices(indices[0], Arrays.copyOfRange(indices, 1, found));
            table.getFocusModel().focus(focus < 0 ? indices[found - 1] : focus);
        }
    }

    private Arrangement.SortBy sortBy(TableColumn<Row, ?> column) {
        if (column.equals(size)) {
            return Arrangement.SortBy.SIZE;
        }
        return column.equals(modified) ? Arrangement.SortBy.MODIFIED : Arrangement.SortBy.NAME;
    }

    /** Fits the columns to this font size; a narrow pane does not show the date. */
    void fit(double emPx) {
        em = emPx;
        modified.setVisible(table.getWidth() >= MIN_WIDTH_FOR_MODIFIED_EM * em);
        fix(lock, LOCK_EM * em);
        fix(size, SIZE_EM * em);
        fix(modified, MODIFIED_EM * em);
    }

    // The other columns have a fixed width, so the name gets the rest.
    private static void fix(TableColumn<Row, ?> column, double px) {
        column.setMaxWidth(px);
        column.setMinWidth(px);
        column.setPrefWidth(px);
    }

    /** Icon and name. */
    private static final class NameCell extends TableCell<Row, Row> {
        private final Icon icon = FileKind.OTHER.icon();
        private final CutName name = new CutName();
        private final HBox content = new HBox(icon, name);

        NameCell() {
            getStyleClass().add("name-cell");
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            content.setAlignment(Pos.CENTER_LEFT);
            content.getStyleClass().add("name-content");
            // A cell gives its graphic the preferred width, however narrow the column is.
            content.prefWidthProperty()
                    .bind(Bindings.createDoubleBinding(
                            () -> getWidth()
                                    - getInsets().getLeft()
                                    - getInsets().getRight(),
                            widthProperty(),
                            insetsProperty()));
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
            name.set(row.shownName());
            FileKind.of(row.entry().name(), row.isFolder()).show(icon);
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
    private static final class LockCell extends TableCell<Row, Row> {
        private final Icon icon = Nodes.icon(Glyph.LOCK);
        private final Tooltip tooltip = Nodes.tooltip(Texts.get("browse.lock.tip"));

        LockCell() {
            getStyleClass().add("lock-cell");
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
            setTooltip(shown ? tooltip : null);
            setAccessibleText(shown ? Texts.get("browse.lock") : null);
        }
    }

    /** A short text, with the exact one in a tooltip. */
    private static final class TextCell extends TableCell<Row, Row> {
        private final Function<Row, String> text;
        private final Tooltip tooltip = Nodes.tooltip("");

        TextCell(Function<Row, String> text, Function<Row, String> exact) {
            this.text = text;
            getStyleClass().add("detail-cell");
            // The exact text is made on demand, because scrolling updates many cells.
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

    /**
     * An observable list whose content is replaced by an immutable list in a single change. JavaFX's own lists do it
     * entry by entry, which takes seconds for a hundred thousand entries.
     */
    private static final class SnapshotList<E> extends ObservableListBase<E> {
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
}
