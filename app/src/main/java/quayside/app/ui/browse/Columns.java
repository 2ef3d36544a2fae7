package quayside.app.ui.browse;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import quayside.app.core.settings.PaneLayout;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.Arrangement.SortBy;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.UiServices;

/**
 * The columns of a {@link FileTable}: which of them are shown, and how wide. The name gets what the others leave. In a
 * narrow pane only name, lock and size are shown. JavaFX thread only.
 */
final class Columns {
    /** The columns that the user may choose, in order, with their width in pixels at the default text size. */
    enum Choice {
        SIZE("size", "browse.column.size", 72, SortBy.SIZE),
        TYPE("type", "browse.column.type", 72, SortBy.TYPE),
        PERMISSIONS("permissions", "browse.column.permissions", 96, SortBy.PERMISSIONS),
        OWNER("owner", "browse.column.owner", 80, SortBy.OWNER),
        MODIFIED("modified", "browse.column.modified", 80, SortBy.MODIFIED);

        private final String id;
        private final String words;
        private final double width;
        private final SortBy sortBy;

        Choice(String id, String words, double width, SortBy sortBy) {
            this.id = id;
            this.words = words;
            this.width = width;
            this.sortBy = sortBy;
        }

        boolean isOf(Side side) {
            return side == Side.LOCAL || (this != PERMISSIONS && this != OWNER);
        }
    }

    private static final double NARROW = 480;
    private static final double LOCK = 24;
    private static final double MIN_NAME = 80;
    private static final double MIN_OTHER = 40;

    /** The room of the scroll bar, which is kept free, so that the columns do not move when it comes. */
    private static final double BAR = 8;

    private final TableView<Row> table;
    private final TableColumn<Row, Row> name = new TableColumn<>(Texts.get("browse.column.name"));
    private final TableColumn<Row, Row> lock = new TableColumn<>();
    private final Map<Choice, TableColumn<Row, Row>> others = new EnumMap<>(Choice.class);
    private final Icon sortMark = new Icon(Glyph.CHEVRON_UP, Icon.Size.S12);
    private final Map<Choice, Double> widths = new EnumMap<>(Choice.class);
    private final Set<Choice> chosen = EnumSet.of(Choice.SIZE, Choice.MODIFIED);
    private final Look look;
    private Runnable changed = () -> {};
    private boolean locks;

    Columns(TableView<Row> table, Side side, UiServices services) {
        this.table = table;
        look = services.look();
        Clock clock = services.clock();
        name.setCellFactory(column -> new Cells.NameCell());
        name.setId(PaneLayout.NAME);
        name.getStyleClass().add("name-heading");
        lock.setCellFactory(column -> new Cells.LockCell());
        lock.setGraphic(Cells.LockCell.heading());
        lock.setSortable(false);
        lock.setResizable(false);
        lock.setId("lock");
        table.getColumns().addAll(List.of(name, lock));
        for (Choice choice : Choice.values()) {
            if (choice.isOf(side)) {
                TableColumn<Row, Row> column = new TableColumn<>(Texts.get(choice.words));
                column.setId(choice.id);
                if (choice == Choice.SIZE) {
                    column.getStyleClass().add("align-right");
                }
                column.setCellFactory(view -> new Cells.TextCell(text(choice, clock), exact(choice, clock)));
                others.put(choice, column);
                table.getColumns().add(column);
            }
        }
        ContextMenu menu = new ContextMenu();
        menu.setOnShowing(event -> menu.getItems().setAll(choices()));
        menu.getItems().setAll(choices());
        for (TableColumn<Row, ?> column : table.getColumns()) {
            column.setReorderable(false);
            column.setContextMenu(menu);
        }
        for (TableColumn<Row, Row> column : all()) {
            column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        }
        table.getSortOrder().add(name);
        sortMark.getStyleClass().add("quiet");
        table.getSortOrder().addListener((InvalidationListener) order -> markSort());
        all().forEach(column -> column.sortTypeProperty().addListener(type -> markSort()));
        markSort();
        table.setColumnResizePolicy(this::resize);
        table.widthProperty().addListener(width -> fit());
        look.onScale(table, this::fit);
        fit();
    }

    private List<TableColumn<Row, Row>> all() {
        List<TableColumn<Row, Row>> all = new ArrayList<>(List.of(name, lock));
        all.addAll(others.values());
        return all;
    }

    /** Shows beside the title of a column that the rows are sorted by it. */
    private void markSort() {
        TableColumn<Row, ?> by =
                table.getSortOrder().isEmpty() ? name : table.getSortOrder().getFirst();
        all().stream()
                .filter(column -> !column.equals(lock) && !column.equals(by))
                .forEach(column -> column.setGraphic(null));
        sortMark.glyph(
                table.getSortOrder().isEmpty() || by.getSortType() == TableColumn.SortType.ASCENDING
                        ? Glyph.CHEVRON_UP
                        : Glyph.CHEVRON_DOWN);
        by.setGraphic(sortMark);
    }

    private static Function<Row, String> text(Choice choice, Clock clock) {
        return switch (choice) {
            case SIZE ->
                row -> row.isFolder() ? "" : HumanFormat.size(row.entry().size());
            case TYPE -> Row::type;
            case PERMISSIONS -> row -> row.access().permissions();
            case OWNER -> row -> row.access().owner();
            case MODIFIED -> row -> HumanFormat.date(row.entry().modified(), clock);
        };
    }

    private static Function<Row, String> exact(Choice choice, Clock clock) {
        return switch (choice) {
            case SIZE ->
                row -> row.isFolder() ? "" : HumanFormat.exactSize(row.entry().size());
            case MODIFIED -> row -> HumanFormat.exactDate(row.entry().modified(), clock);
            case TYPE, PERMISSIONS, OWNER -> text(choice, clock);
        };
    }

    /** Sets what happens when the user has chosen or dragged a column. */
    void onChange(Runnable action) {
        changed = action;
    }

    /** Returns whether a column is chosen that shows {@link FileSource.Access}. */
    boolean showAccess() {
        return chosen.contains(Choice.PERMISSIONS) || chosen.contains(Choice.OWNER);
    }

    /** Shows the column of locks if there are any. */
    void showLocks(boolean now) {
        locks = now;
        fit();
    }

    SortBy sortBy(TableColumn<Row, ?> column) {
        return others.entrySet().stream()
                .filter(entry -> entry.getValue().equals(column))
                .map(entry -> entry.getKey().sortBy)
                .findFirst()
                .orElse(SortBy.NAME);
    }

    /** Returns an item for each column that the user may show or hide. */
    List<CheckMenuItem> choices() {
        return others.keySet().stream().map(this::item).toList();
    }

    private CheckMenuItem item(Choice choice) {
        CheckMenuItem item = new CheckMenuItem(Texts.get(choice.words));
        item.setSelected(chosen.contains(choice));
        item.setOnAction(event -> {
            if (!chosen.remove(choice)) {
                chosen.add(choice);
            }
            fit();
            changed.run();
        });
        return item;
    }

    /**
     * Returns the widths, the choice and the order, to be kept.
     *
     * @param tree whether the folder tree is open
     */
    PaneLayout layout(boolean tree) {
        boolean standard = table.getSortOrder().isEmpty();
        TableColumn<Row, ?> by = standard ? name : table.getSortOrder().getFirst();
        return new PaneLayout(
                others.keySet().stream()
                        .map(choice -> new PaneLayout.Column(choice.id, width(choice), chosen.contains(choice)))
                        .toList(),
                by.getId(),
                standard || by.getSortType() == TableColumn.SortType.ASCENDING,
                tree);
    }

    /** Takes kept widths, a kept choice and order; a column that they do not name stays as it is. */
    void layout(PaneLayout kept) {
        for (PaneLayout.Column column : kept.columns()) {
            find(column.id()).ifPresent(choice -> {
                widths.put(choice, Math.clamp(column.width(), MIN_OTHER, 400));
                if (column.shown()) {
                    chosen.add(choice);
                } else {
                    chosen.remove(choice);
                }
            });
        }
        fit();
        TableColumn<Row, Row> by = find(kept.sortedBy()).map(others::get).orElse(name);
        by.setSortType(kept.ascending() ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
        table.getSortOrder().setAll(List.of(by));
    }

    private Optional<Choice> find(String id) {
        return others.keySet().stream().filter(choice -> choice.id.equals(id)).findFirst();
    }

    private double width(Choice choice) {
        return widths.getOrDefault(choice, choice.width);
    }

    private double px(double atDefaultSize) {
        return Math.round(atDefaultSize * look.scale());
    }

    /** Shows the columns for which there is room, with their widths. */
    private void fit() {
        boolean narrow = table.getWidth() < px(NARROW);
        others.forEach(
                (choice, column) -> column.setVisible(chosen.contains(choice) && (choice == Choice.SIZE || !narrow)));
        lock.setVisible(locks);
        others.forEach((choice, column) -> column.setPrefWidth(px(width(choice))));
        lock.setPrefWidth(px(LOCK));
        name.setMinWidth(px(MIN_NAME));
        name.setPrefWidth(nameWidth());
    }

    private double nameWidth() {
        double taken = BAR;
        for (TableColumn<Row, Row> column : all()) {
            taken += column.equals(name) || !column.isVisible() ? 0 : column.getPrefWidth();
        }
        return Math.max(px(MIN_NAME), Math.floor(table.getWidth() - taken));
    }

    /**
     * Sets the widths. If the user drags the right border of a column, the column to its right gives or takes the room.
     */
    @SuppressWarnings("unchecked") // JavaFX declares the policy with the raw type.
    private boolean resize(TableView.ResizeFeatures<?> request) {
        TableView.ResizeFeatures<Row> features = (TableView.ResizeFeatures<Row>) request;
        TableColumn<Row, ?> dragged = features.getColumn();
        if (dragged != null && features.getDelta() != 0) {
            drag(dragged, features.getDelta());
        }
        all().forEach(column -> features.setColumnWidth(column, column.getPrefWidth()));
        return true;
    }

    private void drag(TableColumn<Row, ?> dragged, double delta) {
        List<Choice> shown = new ArrayList<>();
        // The name is before the first.
        int at = -1;
        for (Map.Entry<Choice, TableColumn<Row, Row>> other : others.entrySet()) {
            if (other.getValue().isVisible()) {
                shown.add(other.getKey());
            }
            at = other.getValue().equals(dragged) ? shown.size() - 1 : at;
        }
        if (at + 1 >= shown.size()) {
            return;
        }
        Choice next = shown.get(at + 1);
        double wanted = Math.min(delta / look.scale(), width(next) - MIN_OTHER);
        if (at < 0) {
            wanted = Math.max(wanted, MIN_NAME - name.getWidth() / look.scale());
        } else {
            wanted = Math.max(wanted, MIN_OTHER - width(shown.get(at)));
            widths.put(shown.get(at), width(shown.get(at)) + wanted);
        }
        widths.put(next, width(next) - wanted);
        fit();
        changed.run();
    }
}
