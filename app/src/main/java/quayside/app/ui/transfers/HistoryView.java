package quayside.app.ui.transfers;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.TableColumns;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;

/** The transfers that have ended, those of earlier starts too, in a table that can be searched. JavaFX thread only. */
final class HistoryView {
    private static final double WIDTH = 928;
    private static final double HEIGHT = 420;
    private static final double MIN_HEIGHT = 120;

    private final TransferService transfers;
    private final UiServices services;
    private final Consumer<History.Entry> again;
    private final NewestOnly checks;
    private final ObservableList<History.Entry> all = FXCollections.observableArrayList();
    private final FilteredList<History.Entry> found = new FilteredList<>(all);
    private final Label state = Nodes.muted(Texts.get("transfers.history.reading"));

    /** @param again tries an entry again that has {@link History.Entry#again} what it needs */
    HistoryView(TransferService transfers, Consumer<History.Entry> again, UiServices services) {
        this.transfers = transfers;
        this.services = services;
        this.again = again;
        this.checks = new NewestOnly(services.background());
    }

    void show() {
        TextField search = new TextField();
        search.setId("history-search");
        search.setPromptText(Texts.get("transfers.history.search"));
        search.setAccessibleText(Texts.get("transfers.history.search"));
        search.textProperty().addListener((text, before, now) -> search(now));
        TableView<History.Entry> table = table();
        DialogBox box = DialogBox.of(Texts.get("transfers.history.title"));
        services.dialogs()
                .show(box.content(search, table, again(table, box::close))
                        .width(WIDTH)
                        .aside(Texts.get("transfers.history.clear"), this::askToClear)
                        .safe(Texts.get("shared.close"))
                        .focusOn(search));
        services.background()
                .run(
                        cancellation -> transfers.history(),
                        entries -> {
                            all.setAll(entries);
                            state.setText(Texts.get("transfers.history.none"));
                        },
                        e -> state.setText(Texts.problem(e)));
    }

    /** Returns the button that tries the selected entry again, beside the reason why it cannot be. */
    private Node again(TableView<History.Entry> table, Runnable close) {
        ReadOnlyObjectProperty<History.Entry> chosen = table.getSelectionModel().selectedItemProperty();
        Button button = Nodes.button(Glyph.REFRESH, Texts.get("transfers.retry"), () -> {
            close.run();
            again.accept(chosen.get());
        });
        button.setId("history-again");
        Label why = Nodes.sentence("", "muted", "small-text");
        why.setId("history-why-not");
        Consumer<String> refuse = reason -> {
            why.setText(reason);
            button.setDisable(!reason.isEmpty());
        };
        chosen.subscribe(entry -> {
            checks.cancel();
            refuse.accept(whyNotAgain(entry));
            if (entry != null && entry.direction() == TransferSnapshot.Direction.UPLOAD && !button.isDisabled()) {
                button.setDisable(true);
                checks.run(
                        cancellation -> entry.again().stream()
                                .flatMap(kept -> kept.sources().stream())
                                .map(source -> Path.of(source.path()))
                                .filter(file -> Files.notExists(file, LinkOption.NOFOLLOW_LINKS))
                                .findFirst(),
                        missing -> refuse.accept(missing.map(file -> Texts.get(
                                        "transfers.history.again.missing",
                                        DisplayText.escape(String.valueOf(file.getFileName()))))
                                .orElse("")),
                        failed -> refuse.accept(""));
            }
        });
        HBox row = new HBox(12, button, why);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static String whyNotAgain(History.@Nullable Entry entry) {
        if (entry == null) {
            return Texts.get("transfers.history.again.none");
        } else if (!entry.isIncomplete()) {
            return Texts.get("transfers.history.again.done");
        }
        return entry.again().isPresent() ? "" : Texts.get("transfers.history.again.unknown");
    }

    private void search(String text) {
        Sought sought = Sought.words(text);
        found.setPredicate(entry -> sought.isIn(text(entry)));
    }

    private static String text(History.Entry entry) {
        return entry.name() + " " + entry.share() + " " + entry.place() + " " + result(entry);
    }

    private TableView<History.Entry> table() {
        Clock clock = services.clock();
        TableView<History.Entry> table = new TableView<>(found);
        table.setId("history");
        table.getStyleClass().addAll("dense", "history-table");
        table.setAccessibleText(Texts.get("transfers.history.title"));
        table.setPlaceholder(state);
        Nodes.showFocus(table);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.fixedCellSizeProperty().bind(services.look().px(28));
        table.getColumns()
                .addAll(List.of(
                        whole(text("transfers.history.at", 118, entry -> HumanFormat.moment(entry.at(), clock), false)),
                        TableColumns.names(
                                Texts.get("transfers.column.name"), 200, History.Entry::name, HistoryView::isMany),
                        text("transfers.history.where", 136, HistoryView::where, false),
                        whole(text("transfers.history.size", 76, entry -> HumanFormat.size(entry.bytes()), true)),
                        text("transfers.history.took", 100, entry -> TransferWords.brief(entry.took()), true),
                        TableColumns.cells(Texts.get("transfers.history.result"), 256, Result::new)));
        table.setPrefHeight(HEIGHT);
        table.setMinHeight(MIN_HEIGHT);
        return table;
    }

    private static boolean isMany(History.Entry entry) {
        return entry.files() > 1;
    }

    private static String where(History.Entry entry) {
        return Texts.get(
                entry.direction() == TransferSnapshot.Direction.DOWNLOAD ? "transfers.from" : "transfers.to",
                entry.share());
    }

    private static String result(History.Entry entry) {
        return switch (entry.result()) {
            case FAILED -> Texts.get("transfers.history.failed", entry.sentence());
            case CANCELLED -> Texts.get("transfers.cancelled");
            case QUEUED, RUNNING, WAITING, ASKING, PAUSED, DONE, SKIPPED ->
                entry.sentence().isEmpty() ? Texts.get("transfers.done") : entry.sentence();
        };
    }

    /** The result in words; that of a failure has its colour and its icon. */
    private static final class Result extends TableCell<History.Entry, History.Entry> {
        private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

        private final Icon alert = Nodes.icon(Glyph.ALERT, "bad");

        Result() {
            getStyleClass().addAll("detail-cell", "history-result");
            setEllipsisString("…");
            setGraphicTextGap(6);
            Nodes.tooltipWhileShortened(this);
        }

        @Override
        protected void updateItem(History.@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            boolean failed = !empty && entry != null && entry.result() == TransferSnapshot.State.FAILED;
            setText(empty || entry == null ? "" : result(entry));
            setGraphic(failed ? alert : null);
            pseudoClassStateChanged(BAD, failed);
        }
    }

    private static TableColumn<History.Entry, String> text(
            String key, double width, Function<History.Entry, String> words, boolean right) {
        return TableColumns.text(Texts.get(key), width, words, right);
    }

    /** Makes the others give way in a narrow window: a time or a size that is cut says nothing. */
    private static <T> TableColumn<History.Entry, T> whole(TableColumn<History.Entry, T> column) {
        column.setMinWidth(column.getPrefWidth());
        return column;
    }

    private void askToClear() {
        services.dialogs()
                .confirm(
                        Texts.get("transfers.history.clear.title"),
                        Texts.get("transfers.history.clear.sentence"),
                        Texts.get("transfers.history.clear"),
                        () -> services.background()
                                .run(
                                        transfers::clearHistory,
                                        () -> services.toasts().success(Texts.get("transfers.history.cleared")),
                                        e -> services.toasts().error(Texts.problem(e))));
    }
}
