package quayside.app.ui.host;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.LogEntry;
import quayside.app.core.host.LogExport;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.server.Who;

/**
 * The events of the share, the newest first: guests that came, left or were lost, and what was transferred or changed.
 * They can be filtered by their words, kind and guest, written to a file and removed.
 */
final class EventLog extends VBox {
    private static final double ROW = 28;
    private static final double MIN_HEIGHT = 190;

    /** The number of guests in the menu. */
    private static final int MAX_GUESTS = 50;

    private final HostModel model;
    private final UiServices services;
    private final Chooser chooser;
    private final HBox tools = new HBox(8);
    private final HBox head;
    private final HostController controller;
    private final FilteredList<LogEntry> shown;
    private final CustomTextField filter = new CustomTextField();
    private Kind kind = Kind.ALL;

    /** The name or the address of the guest whose entries are shown; empty for all. */
    private String guest = "";

    EventLog(HostModel model, HostController controller, UiServices services, Chooser chooser) {
        this.model = model;
        this.controller = controller;
        this.services = services;
        this.chooser = chooser;
        shown = new FilteredList<>(model.entries);
        ListView<LogEntry> list = new ListView<>(shown);
        list.setId("host-log");
        list.getStyleClass().addAll("edge-to-edge", "host-list");
        list.fixedCellSizeProperty().bind(services.look().px(ROW));
        list.setCellFactory(view -> new EventRow(services.clock()));
        list.setAccessibleText(Texts.get("host.log"));
        VBox.setVgrow(list, Priority.ALWAYS);
        filter.setId("host-log-filter");
        filter.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        filter.setPromptText(Texts.get("host.log.filter"));
        filter.setAccessibleText(Texts.get("host.log.filter"));
        filter.setPrefColumnCount(12);
        filter.setMinWidth(0);
        filter.textProperty().addListener((text, before, now) -> filter());
        Label empty = Nodes.muted("");
        empty.textProperty()
                .bind(Bindings.when(Bindings.isEmpty(model.entries))
                        .then(Texts.get("host.log.empty"))
                        .otherwise(Texts.get("host.log.noMatch")));
        list.setPlaceholder(empty);
        getStyleClass().add("host-card");
        VBox.setVgrow(this, Priority.ALWAYS);
        head = head();
        getChildren().addAll(head, list);
        compact(false);
    }

    /** Shows the entries that have the words, and are of the chosen kind and guest. */
    private void filter() {
        Sought sought = Sought.whole(filter.getText());
        Kind of = kind;
        String whose = guest;
        boolean all = sought.isNothing() && of == Kind.ALL && whose.isEmpty();
        shown.setPredicate(
                all
                        ? null
                        : entry -> of.has(entry)
                                && (whose.isEmpty() || whose.equals(nameOf(entry.guest())))
                                && (sought.isNothing() || sought.isIn(entry.words())));
    }

    private static String nameOf(Who who) {
        return who.name().isEmpty() ? who.address() : who.name();
    }

    private void show(Kind next, String whose) {
        kind = next;
        guest = whose;
        String only = Stream.of(next == Kind.ALL ? "" : next.words(), whose)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" · "));
        filter.setPromptText(only.isEmpty() ? Texts.get("host.log.filter") : Texts.get("host.log.filter.of", only));
        filter();
    }

    /** The button that opens the menu of the kinds, and of the guests that the log names, the newest first. */
    private Button which() {
        ContextMenu menu = new ContextMenu();
        Button made = Nodes.iconButton(Glyph.LIST, Texts.get("host.log.which"), () -> {});
        made.setId("host-log-which");
        made.setMinWidth(USE_PREF_SIZE);
        made.setOnAction(event -> {
            menu.getItems().clear();
            for (Kind each : Kind.values()) {
                menu.getItems().add(choice(each.words(), kind == each, () -> show(each, guest)));
            }
            menu.getItems().add(new SeparatorMenuItem());
            menu.getItems().add(choice(Texts.get("host.log.guests.all"), guest.isEmpty(), () -> show(kind, "")));
            model.entries.stream()
                    .map(entry -> nameOf(entry.guest()))
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .limit(MAX_GUESTS)
                    .forEach(name -> menu.getItems().add(choice(name, guest.equals(name), () -> show(kind, name))));
            menu.show(made, Side.BOTTOM, 0, 0);
        });
        return made;
    }

    private static MenuItem choice(String words, boolean chosen, Runnable action) {
        CheckMenuItem item = new CheckMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(chosen);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** The entries that are shown. */
    private enum Kind {
        ALL("host.log.kind.all"),
        TRANSFERS("host.log.kind.transfers"),
        GUESTS("host.log.kind.guests"),
        TROUBLE("host.log.kind.trouble");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        String words() {
            return Texts.get(key);
        }

        boolean has(LogEntry entry) {
            return switch (this) {
                case ALL -> true;
                case TRANSFERS ->
                    switch (entry.action()) {
                        case DOWNLOADED, UPLOADED, CHANGED, STOPPED, FAILED -> true;
                        default -> false;
                    };
                case GUESTS ->
                    switch (entry.action()) {
                        case JOINED, LEFT, LOST, STEERED, BLOCKED, UNBLOCKED -> true;
                        default -> false;
                    };
                case TROUBLE -> entry.isTrouble();
            };
        }
    }

    /** Leaves the head to {@link HostView} and takes the height that is there. */
    void compact(boolean now) {
        Nodes.show(head, !now);
        if (now) {
            minHeightProperty().unbind();
            setMinHeight(0);
        } else {
            head.getChildren().remove(tools);
            head.getChildren().add(tools);
            minHeightProperty().bind(services.look().px(MIN_HEIGHT));
        }
    }

    /** Returns the filter and the export. They stand in the head, unless that is left to {@link HostView}. */
    HBox tools() {
        return tools;
    }

    private HBox head() {
        MenuItem clear = new MenuItem(Texts.get("host.log.clear"));
        clear.setId("host-log-clear");
        clear.setOnAction(event -> controller.clearLog());
        ContextMenu menu = new ContextMenu(
                export("host.log.export.csv", ".csv", LogExport::csv),
                export("host.log.export.json", ".json", LogExport::json),
                export("host.log.export.text", ".txt", this::lines),
                new SeparatorMenuItem(),
                clear);
        Button export = Nodes.button(Texts.get("host.log.export"), () -> {});
        export.setOnAction(event -> menu.show(export, Side.BOTTOM, 0, 0));
        export.setId("host-log-export");
        export.getStyleClass().addAll("flat", "small");
        export.setMinWidth(USE_PREF_SIZE);
        export.disableProperty().bind(Bindings.isEmpty(model.entries));
        Label title = Nodes.label(Texts.get("host.log"), "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.setMinWidth(0);
        tools.getChildren().addAll(which(), filter, export);
        HBox made = new HBox(8, title, new Spacer());
        made.getStyleClass().add("host-card-head");
        return made;
    }

    private MenuItem export(String key, String ending, Function<List<LogEntry>, String> form) {
        MenuItem item = new MenuItem(Texts.get(key));
        item.setId(key.replace('.', '-'));
        item.setOnAction(event -> chooser
                .choose(
                        Chooser.Wanted.newFile(
                                Texts.get("host.log.export.title"),
                                Texts.get("host.log.export.name").replace(".txt", ending)),
                        Optional.empty())
                .stream()
                .findFirst()
                .ifPresent(file -> export(file, form)));
        return item;
    }

    /** Writes the shown entries, the oldest first. */
    private void export(Path file, Function<List<LogEntry>, String> form) {
        List<LogEntry> entries = List.copyOf(shown).reversed();
        services.background()
                .run(
                        () -> Files.writeString(file, form.apply(entries)),
                        () -> services.toasts().success(Texts.get("host.log.exported", file.getFileName())),
                        failed -> services.toasts().error(Texts.problem(failed)));
    }

    private String lines(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> HumanFormat.exactDate(entry.at(), services.clock()) + "  " + entry.words() + "\n")
                .collect(Collectors.joining());
    }

    private static Glyph icon(LogEntry entry) {
        return switch (entry.action()) {
            case JOINED, LEFT, STEERED -> Glyph.USER;
            case LOST -> Glyph.WIFI_OFF;
            case STOPPED -> Glyph.PAUSE;
            // The guest is gone, which is no fault of the share.
            case FAILED -> entry.isTrouble() ? Glyph.ALERT : Glyph.WIFI_OFF;
            case REFUSED, BLOCKED -> Glyph.BAN;
            case UNBLOCKED -> Glyph.CHECK;
            case MORE -> Glyph.MORE;
            case DOWNLOADED -> Glyph.DOWNLOAD;
            case UPLOADED -> Glyph.UPLOAD;
            case CHANGED -> Glyph.EDIT;
            case WRONG_PASSCODE -> Glyph.LOCK;
            case SHARE -> entry.isTrouble() ? Glyph.ALERT : Glyph.CHECK;
        };
    }

    private static final class EventRow extends HostRow<LogEntry> {
        private final Clock clock;
        private final Icon icon = Nodes.icon(Glyph.INFO);
        private final Label words = Nodes.sentence("");
        private final Label time = Nodes.label("", "muted", "figure");

        EventRow(Clock clock) {
            super(12);
            this.clock = clock;
            time.setMinWidth(USE_PREF_SIZE);
            compose(icon, words, new Spacer(), time);
        }

        @Override
        String show(LogEntry entry) {
            icon.glyph(icon(entry));
            for (Node each : List.of(icon, words)) {
                each.getStyleClass().removeAll("quiet", "trouble");
                each.getStyleClass().add(entry.isTrouble() ? "trouble" : "quiet");
            }
            words.setText(entry.words());
            time.setText(HumanFormat.moment(entry.at(), clock));
            return time.getText() + ": " + entry.words();
        }
    }
}
