package quayside.app.ui.transfers;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/** The transfers that have ended, those of earlier starts too, in a table that can be searched. JavaFX thread only. */
final class HistoryView {
    private static final double WIDTH = 928;
    private static final double HEIGHT = 420;
    private static final double MIN_HEIGHT = 120;

    private final TransferService transfers;
    private final UiServices services;
    private final ObservableList<History.Entry> all = FXCollections.observableArrayList();
    private final FilteredList<History.Entry> found = new FilteredList<>(all);
    private final Label state = Nodes.muted(Texts.get("transfers.history.reading"));

    HistoryView(TransferService transfers, UiServices services) {
        this.transfers = transfers;
        this.services = services;
    }

    void show() {
        TextField search = new TextField();
        search.setId("history-search");
        search.setPromptText(Texts.get("transfers.history.search"));
        search.setAccessibleText(Texts.get("transfers.history.search"));
        search.textProperty().addListener((text, before, now) -> search(now));
        services.dialogs()
                .show(DialogBox.of(Texts.get("transfers.history.title"))
                        .content(search, table())
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

    private void search(String text) {
        List<String> words =
                List.of(text.strip().toLowerCase(Locale.getDefault()).split("\\s+"));
        found.setPredicate(entry -> words.stream().allMatch(word -> text(entry).contains(word)));
    }

    private static String text(History.Entry entry) {
        return (entry.name() + " " + entry.share() + " " + entry.place() + " " + result(entry))
                .toLowerCase(Locale.getDefault());
    }

    private TableView<History.Entry> table() {
        Clock clock = services.clock();
        TableView<History.Entry> table = new TableView<>(found);
        table.setId("history");
        table.getStyleClass().addAll("dense", "history-table");
        table.setAccessibleText(Texts.get("transfers.history.title"));
        table.setPlaceholder(state);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.fixedCellSizeProperty().bind(services.look().px(28));
        TableColumn<History.Entry, String> name = column("transfers.column.name", 2.7, HistoryView::named);
        name.setCellFactory(column -> new NameCell());
        table.getColumns()
                .addAll(List.of(
                        column("transfers.history.at", 1.5, entry -> HumanFormat.moment(entry.at(), clock)),
                        name,
                        column("transfers.history.where", 1.9, HistoryView::where),
                        column("transfers.history.size", 0.9, entry -> HumanFormat.size(entry.bytes())),
                        column("transfers.history.took", 1.2, entry -> HumanFormat.duration(entry.took())),
                        column("transfers.history.result", 2.8, HistoryView::result)));
        table.setPrefHeight(HEIGHT);
        table.setMinHeight(MIN_HEIGHT);
        return table;
    }

    private static String named(History.Entry entry) {
        return entry.name();
    }

    private static String where(History.Entry entry) {
        return Texts.get(
                entry.direction() == TransferSnapshot.Direction.DOWNLOAD ? "transfers.from" : "transfers.to",
                entry.share());
    }

    private static String result(History.Entry entry) {
        return switch (entry.result()) {
            case FAILED -> entry.sentence();
            case CANCELLED -> Texts.get("transfers.cancelled");
            case QUEUED, RUNNING, WAITING, ASKING, PAUSED, DONE, SKIPPED ->
                entry.sentence().isEmpty() ? Texts.get("transfers.done") : entry.sentence();
        };
    }

    private static TableColumn<History.Entry, String> column(
            String key, double share, Function<History.Entry, String> words) {
        TableColumn<History.Entry, String> column = new TableColumn<>(Texts.get(key));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(words.apply(cell.getValue())));
        column.setCellFactory(_ -> new WordsCell());
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(share * 84);
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

    private static final class NameCell extends TableCell<History.Entry, String> {
        private final CutName name = new CutName();

        NameCell() {
            setPrefWidth(0);
            name.prefWidthProperty().bind(widthProperty().subtract(16));
        }

        @Override
        protected void updateItem(@Nullable String shown, boolean empty) {
            super.updateItem(shown, empty);
            if (!empty && shown != null) {
                name.set(shown);
            }
            setGraphic(empty ? null : name);
        }
    }

    /** A text that a tooltip shows whole while it is cut. */
    private static final class WordsCell extends TableCell<History.Entry, String> {
        WordsCell() {
            setEllipsisString("…");
            Nodes.tooltipWhileShortened(this);
        }

        @Override
        protected void updateItem(@Nullable String words, boolean empty) {
            super.updateItem(words, empty);
            setText(empty ? null : words);
        }
    }
}
