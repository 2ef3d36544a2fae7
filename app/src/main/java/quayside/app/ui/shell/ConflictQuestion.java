package quayside.app.ui.shell;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.TableColumns;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.shell.ConflictFinder.Conflict;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.DisplayText;

/**
 * Asks what to do with the files whose names are taken: a table with the sizes and times of both sides, and a choice for
 * each file and for all. Each choice begins with one that loses nothing. JavaFX thread only.
 */
final class ConflictQuestion {
    private static final double WIDTH = 928;
    private static final double NAME_PX = 150;
    private static final double SIDE_PX = 186;
    private static final double CHOICE_PX = 168;
    private static final double ROW_PX = 40;
    private static final double HEAD_PX = 28;
    private static final int MAX_ROWS = 6;

    private final Task task;
    private final Clock clock;
    private final UiServices services;
    private final ConflictFinder.Found found;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final CheckBox always = new CheckBox();

    /** The last choice for all files. */
    private Optional<OnConflict> forAll = Optional.empty();

    /**
     * The transfer in question; names are escaped.
     *
     * @param into the name of the target folder
     * @param mayReplace whether files may be replaced there
     */
    record Task(boolean upload, String share, String into, int items, boolean mayReplace) {}

    /** The answer: the rules of this transfer, and the rule for all later ones if the user wants one. */
    record Answer(ConflictRules rules, Optional<OnConflict> always) {}

    /** Gets the answer. */
    interface Answered {
        void accept(Answer answer);
    }

    /**
     * A row of the table.
     *
     * @param choice what to do; nothing for a file that is identical on both sides
     */
    private record Row(Conflict conflict, Optional<ObjectProperty<OnConflict>> choice) {
        Row(Conflict conflict, OnConflict first) {
            this(conflict, Optional.of(new SimpleObjectProperty<>(first)));
        }
    }

    private ConflictQuestion(Task task, ConflictFinder.Found found, UiServices services) {
        this.task = task;
        this.found = found;
        this.clock = services.clock();
        this.services = services;
        found.conflicts().forEach(conflict -> rows.add(new Row(conflict, OnConflict.RENAME)));
    }

    /** Returns the dialog; {@code cancelled} is called instead of {@code answered} if the user cancels. */
    static DialogBox of(
            Task task, ConflictFinder.Found found, UiServices services, Answered answered, Runnable cancelled) {
        return new ConflictQuestion(task, found, services).dialog(answered, cancelled);
    }

    private DialogBox dialog(Answered answered, Runnable cancelled) {
        int count = found.conflicts().size();
        DialogBox dialog = DialogBox.of(
                        task.upload()
                                ? Texts.get("shell.conflict.title.share", count, task.share())
                                : Texts.get("shell.conflict.title.here", count))
                .sentence(Texts.get(
                        task.upload() ? "shell.conflict.uploading" : "shell.conflict.downloading",
                        task.items(),
                        task.into()))
                .content(table())
                .width(WIDTH);
        if (found.more()) {
            dialog.content(Nodes.paragraph(Texts.get("shell.conflict.more", count), "muted"));
        }
        if (!found.identical().isEmpty()) {
            dialog.content(identical());
        }
        return dialog.content(choicesForAll())
                .safe(Texts.get("shared.cancel"), cancelled)
                .deed(Texts.get("shell.conflict.go"), () -> answered.accept(answer()));
    }

    private Answer answer() {
        Map<String, OnConflict> each = new HashMap<>();
        Map<String, SeenFile> seen = new HashMap<>();
        for (Row row : rows) {
            if (row.choice().isPresent()) {
                OnConflict rule = row.choice().get().get();
                each.put(row.conflict().path(), rule);
                if (replaces(rule)) {
                    // Whatever takes its place before the transfer's turn was not meant.
                    seen.put(row.conflict().path(), SeenFile.of(row.conflict().target()));
                }
            }
        }
        // A name that is taken after this check is not overwritten.
        OnConflict otherwise = found.more() ? forAll.orElse(OnConflict.RENAME) : OnConflict.FAIL;
        return new Answer(
                new ConflictRules(otherwise, each, seen),
                always.isSelected() ? Optional.of(lasting()) : Optional.empty());
    }

    private OnConflict lasting() {
        return forAll.orElse(task.mayReplace() ? OnConflict.NEWER : OnConflict.RENAME);
    }

    private TableView<Row> table() {
        TableView<Row> table = new TableView<>(rows);
        table.setId("conflicts");
        Nodes.showFocus(table);
        table.getStyleClass().add("dense");
        table.setAccessibleText(Texts.get("shell.conflict.table"));
        table.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.getColumns()
                .addAll(List.of(
                        column(Texts.get("shell.conflict.name"), 284, NAME_PX, NameCell::new),
                        column(
                                task.upload()
                                        ? Texts.get("shell.conflict.source.here")
                                        : Texts.get("shell.conflict.source.share", task.share()),
                                212,
                                SIDE_PX,
                                () -> new SideCell(true)),
                        column(
                                task.upload()
                                        ? Texts.get("shell.conflict.target.share", task.share())
                                        : Texts.get("shell.conflict.target.here"),
                                212,
                                SIDE_PX,
                                () -> new SideCell(false)),
                        column(Texts.get("shell.conflict.choice"), CHOICE_PX, CHOICE_PX, ChoiceCell::new)));
        table.minHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> services.look()
                                        .px(HEAD_PX + ROW_PX * Math.min(MAX_ROWS, rows.size()))
                                        .get()
                                + 2,
                        rows));
        table.prefHeightProperty().bind(table.minHeightProperty());
        table.maxHeightProperty().bind(table.minHeightProperty());
        return table;
    }

    private static TableColumn<Row, Row> column(
            String title, double width, double least, Supplier<TableCell<Row, Row>> cells) {
        TableColumn<Row, Row> column = TableColumns.cells(title, width, cells);
        // Without room only the name is cut, which a tooltip shows whole.
        column.setMinWidth(least);
        return column;
    }

    private Node identical() {
        Hyperlink show = new Hyperlink(Texts.get("shell.conflict.identical.show"));
        show.setId("conflicts-identical");
        HBox line = new HBox(
                Nodes.icon(Glyph.CHECK, "success-icon"),
                Nodes.muted(
                        Texts.get("shell.conflict.identical", found.identical().size())),
                show);
        show.setOnAction(event -> {
            found.identical().forEach(conflict -> rows.add(new Row(conflict, Optional.empty())));
            Nodes.show(show, false);
        });
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("conflict-line");
        return line;
    }

    private Node choicesForAll() {
        Label caption = Nodes.label(Texts.get("shell.conflict.all"));
        caption.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(caption);
        for (OnConflict rule : List.of(OnConflict.NEWER, OnConflict.OVERWRITE, OnConflict.RENAME, OnConflict.SKIP)) {
            Button button = Nodes.button(words(rule), () -> all(rule));
            button.setId("all-" + rule.name());
            button.getStyleClass().add("small");
            button.setDisable(!task.mayReplace() && replaces(rule));
            line.getChildren().add(button);
        }
        always.setId("conflict-always");
        always.setMnemonicParsing(false);
        showAlways();
        line.getChildren().addAll(new Spacer(), always);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("conflict-line");
        return line;
    }

    private void all(OnConflict rule) {
        forAll = Optional.of(rule);
        rows.forEach(row -> row.choice().ifPresent(choice -> choice.set(of(rule, row.conflict()))));
        showAlways();
    }

    /**
     * Returns what a rule for all means for one file. A file that is newer when its turn comes is skipped, even if it was
     * older before.
     */
    private static OnConflict of(OnConflict rule, Conflict conflict) {
        if (rule != OnConflict.NEWER) {
            return rule;
        }
        return newer(conflict) > 0 && !conflict.target().isFolder() ? OnConflict.NEWER : OnConflict.SKIP;
    }

    private void showAlways() {
        always.setText(
                switch (lasting()) {
                    case NEWER -> Texts.get("shell.conflict.always.newer");
                    case OVERWRITE -> Texts.get("shell.conflict.always.replace");
                    case RENAME, FAIL -> Texts.get("shell.conflict.always.keepBoth");
                    case SKIP -> Texts.get("shell.conflict.always.skip");
                });
    }

    private static boolean replaces(OnConflict rule) {
        return rule == OnConflict.OVERWRITE || rule == OnConflict.NEWER;
    }

    private static String words(OnConflict rule) {
        return switch (rule) {
            case NEWER -> Texts.get("shell.conflict.newer");
            case OVERWRITE -> Texts.get("shell.conflict.replace");
            case RENAME, FAIL -> Texts.get("shell.conflict.keepBoth");
            case SKIP -> Texts.get("shell.conflict.skip");
        };
    }

    /** Returns a positive number if the arriving file is newer, a negative one if the existing file is. */
    private static int newer(Conflict conflict) {
        return conflict.source()
                .modified()
                .truncatedTo(ChronoUnit.SECONDS)
                .compareTo(conflict.target().modified().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The kind and the path of the file. */
    private static final class NameCell extends TableCell<Row, Row> {
        private final Icon icon = FileKind.OTHER.icon();
        private final CutName name = new CutName();
        private final HBox content = new HBox(12, icon, name);

        NameCell() {
            content.setAlignment(Pos.CENTER_LEFT);
            content.prefWidthProperty().bind(widthProperty().subtract(24));
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            if (!empty && row != null) {
                FileKind.of(row.conflict().path(), false).show(icon);
                name.set(DisplayText.escape(row.conflict().path()));
                setAccessibleText(name.textProperty().get());
            }
            setGraphic(empty ? null : content);
        }
    }

    /** The size and the time of one side, and whether it is the newer one. */
    private final class SideCell extends TableCell<Row, Row> {
        private final boolean arriving;
        private final Label words = Nodes.label("");
        private final Label newer = Nodes.label(Texts.get("shell.conflict.isNewer"), "pill", "good");
        private final HBox content = new HBox(8, words, newer);

        SideCell(boolean arriving) {
            this.arriving = arriving;
            newer.setMinWidth(Region.USE_PREF_SIZE);
            content.setAlignment(Pos.CENTER_LEFT);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            if (!empty && row != null) {
                Conflict both = row.conflict();
                Entry entry = arriving ? both.source() : both.target();
                words.setText(Texts.get(
                        "shell.conflict.side",
                        entry.isFolder() ? Texts.get("shell.conflict.folder") : HumanFormat.size(entry.size()),
                        time(entry, arriving ? both.target() : both.source())));
                int order = newer(both);
                Nodes.show(newer, arriving ? order > 0 : order < 0);
                setTooltip(Nodes.tooltip(HumanFormat.exactDate(entry.modified(), clock)));
                setAccessibleText(words.getText());
            }
            setGraphic(empty ? null : content);
        }

        /** Formats the time, with seconds if the two times differ only in them. */
        private String time(Entry entry, Entry other) {
            List<String> forms = new ArrayList<>();
            forms.add(HumanFormat.date(entry.modified(), clock));
            if (forms.getLast().equals(HumanFormat.date(other.modified(), clock))) {
                forms.add(HumanFormat.moment(entry.modified(), clock));
                if (forms.getLast().equals(HumanFormat.moment(other.modified(), clock))) {
                    String exact = HumanFormat.exactDate(entry.modified(), clock);
                    forms.add(exact.substring(exact.lastIndexOf(' ') + 1));
                }
            }
            return forms.getLast();
        }
    }

    /** The choice for one file. */
    private final class ChoiceCell extends TableCell<Row, Row> {
        private final ComboBox<OnConflict> choice = new ComboBox<>();
        private final Label skipped = Nodes.muted(Texts.get("shell.conflict.same"));
        private Optional<ObjectProperty<OnConflict>> shown = Optional.empty();

        ChoiceCell() {
            if (task.mayReplace()) {
                choice.getItems().add(OnConflict.OVERWRITE);
            }
            choice.getItems().addAll(OnConflict.RENAME, OnConflict.SKIP);
            choice.setMaxWidth(Double.MAX_VALUE);
            choice.setAccessibleText(Texts.get("shell.conflict.choice"));
            choice.getStyleClass().add("conflict-choice");
            choice.setConverter(new StringConverter<>() {
                @Override
                public String toString(@Nullable OnConflict rule) {
                    return rule == null ? "" : words(rule);
                }

                @Override
                public OnConflict fromString(String text) {
                    throw new UnsupportedOperationException();
                }
            });
            choice.prefWidthProperty().bind(widthProperty().subtract(16));
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            shown.ifPresent(before -> choice.valueProperty().unbindBidirectional(before));
            shown = empty || row == null ? Optional.empty() : row.choice();
            shown.ifPresent(now -> choice.valueProperty().bindBidirectional(now));
            setGraphic(empty ? null : shown.isPresent() ? choice : skipped);
        }
    }
}
