package quayside.app.ui.files;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import quayside.app.core.search.TreeSearch;
import quayside.app.core.search.TreeSearch.Hit;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.TableColumns;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;

/** Searches for names in a folder and below, and lists what is found while the search runs. JavaFX thread only. */
final class SearchBox<P> {
    private static final double WIDTH = 780;
    private static final double HEIGHT = 340;

    private final UiServices services;
    private final FileSide<P> side;
    private final P top;
    private final boolean showHidden;
    private final BiConsumer<P, String> open;
    private final NewestOnly newest;
    private final TextField words = new TextField();
    private final Label state = Nodes.muted("");
    private final ObservableList<Hit<P>> hits = FXCollections.observableArrayList();
    private final TableView<Hit<P>> table = new TableView<>(hits);
    private final Button search;
    private final Button stop;
    private final DialogBox box;
    private int jobs;

    private SearchBox(
            UiServices services,
            FileSide<P> side,
            P top,
            String title,
            boolean showHidden,
            BiConsumer<P, String> open) {
        this.services = services;
        this.side = side;
        this.top = top;
        this.showHidden = showHidden;
        this.open = open;
        newest = new NewestOnly(services.background());
        words.setPromptText(Texts.get("files.search.prompt"));
        words.setAccessibleText(Texts.get("files.search.prompt"));
        words.setId("search-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        search = Nodes.button(Glyph.SEARCH, Texts.get("files.search.action"), this::search);
        stop = Nodes.button(Texts.get("files.search.stop"), this::stop);
        Nodes.show(stop, false);
        words.setOnAction(event -> search());
        table();
        box = DialogBox.of(Texts.get("files.search.title", title))
                .content(new HBox(8, words, search, stop), table, state)
                .width(WIDTH)
                .yielding()
                .safe(Texts.get("shared.close"))
                .focusOn(words)
                .whenClosed(newest::cancel);
        words.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN && !hits.isEmpty()) {
                table.requestFocus();
                table.getSelectionModel().select(0);
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                // Otherwise the box would take it for its own button.
                search();
                event.consume();
            }
        });
    }

    /**
     * Asks for words and searches below {@code top}.
     *
     * @param open gets the folder and the name of the chosen hit
     */
    static <P> void show(
            UiServices services,
            FileSide<P> side,
            P top,
            String title,
            boolean showHidden,
            BiConsumer<P, String> open) {
        SearchBox<P> made = new SearchBox<>(services, side, top, title, showHidden, open);
        services.dialogs().show(made.box);
    }

    private void table() {
        table.getStyleClass().addAll("dense", "files-table");
        table.setId("search-hits");
        Nodes.showFocus(table);
        table.setPrefHeight(HEIGHT);
        table.setMinHeight(120);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(Nodes.muted(Texts.get("files.search.hint")));
        TableColumn<Hit<P>, String> name = TableColumns.names(
                Texts.get("files.column.name"),
                280,
                hit -> hit.entry().name(),
                hit -> hit.entry().isFolder());
        TableColumn<Hit<P>, String> place =
                TableColumns.text(Texts.get("files.column.folder"), 250, hit -> DisplayText.escape(hit.place()), false);
        TableColumn<Hit<P>, String> size = TableColumns.text(
                Texts.get("files.column.size"),
                80,
                hit -> hit.entry().isFolder()
                        ? ""
                        : HumanFormat.size(hit.entry().size()),
                true);
        TableColumn<Hit<P>, String> modified = TableColumns.text(
                Texts.get("files.column.modified"),
                90,
                hit -> HumanFormat.date(hit.entry().modified(), services.clock()),
                false);
        table.getColumns().setAll(List.of(name, place, size, modified));
        table.setRowFactory(view -> {
            TableRow<Hit<P>> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && !row.isEmpty()) {
                    choose(row.getItem());
                }
            });
            return row;
        });
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            Hit<P> chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                choose(chosen);
                event.consume();
            }
        });
    }

    private void choose(Hit<P> hit) {
        box.close();
        open.accept(hit.folder(), hit.entry().name());
    }

    private void search() {
        String wanted = words.getText();
        if (wanted.isBlank()) {
            return;
        }
        hits.clear();
        state.setText(Texts.get("files.search.running", 0));
        running(true);
        int job = ++jobs;
        // Pages of one folder each would otherwise be one event of the window each.
        AtomicReference<List<Hit<P>>> found = new AtomicReference<>(List.of());
        Latest<Boolean> news = new Latest<>(ignored -> {
            // The search may have ended, or another one begun, since this was offered.
            if (job != jobs) {
                return;
            }
            hits.addAll(found.getAndSet(List.of()));
            state.setText(Texts.get("files.search.running", hits.size()));
        });
        newest.run(
                cancellation -> TreeSearch.below(
                        side.tree(),
                        top,
                        wanted,
                        showHidden,
                        page -> {
                            found.updateAndGet(before -> {
                                List<Hit<P>> more = new ArrayList<>(before);
                                more.addAll(page);
                                return more;
                            });
                            if (!cancellation.isCancelled()) {
                                news.offer(true);
                            }
                        },
                        cancellation),
                result -> {
                    hits.addAll(found.getAndSet(List.of()));
                    running(false);
                    state.setText(
                            result.full()
                                    ? Texts.get("files.search.full", TreeSearch.MAX_HITS)
                                    : result.unread() > 0
                                            ? Texts.get("files.search.donePart", result.hits(), result.unread())
                                            : Texts.get("files.search.done", result.hits()));
                },
                e -> {
                    running(false);
                    state.setText(Texts.problem(e));
                });
    }

    private void stop() {
        newest.cancel();
        running(false);
        state.setText(Texts.get("files.search.stopped", hits.size()));
    }

    private void running(boolean now) {
        jobs++;
        Nodes.show(search, !now);
        Nodes.show(stop, now);
    }
}
