package quayside.app.ui.host;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.EventWords;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;

/**
 * The events of the share, the newest first: guests that came, left or were lost, and what was transferred or changed.
 * They can be filtered by their words and written to a file.
 */
final class EventLog extends VBox {
    private static final double ROW = 28;
    private static final double MIN_HEIGHT = 220;

    private final HostModel model;
    private final UiServices services;
    private final Chooser chooser;
    private final HBox tools = new HBox(8);
    private final HBox head;

    EventLog(HostModel model, UiServices services, Chooser chooser) {
        this.model = model;
        this.services = services;
        this.chooser = chooser;
        FilteredList<ShareEvent> shown = new FilteredList<>(model.log);
        ListView<ShareEvent> list = new ListView<>(shown);
        list.setId("host-log");
        list.getStyleClass().addAll("edge-to-edge", "host-list");
        list.fixedCellSizeProperty().bind(services.look().px(ROW));
        list.setCellFactory(view -> new EventRow(services.clock()));
        list.setAccessibleText(Texts.get("host.log"));
        VBox.setVgrow(list, Priority.ALWAYS);
        CustomTextField filter = new CustomTextField();
        filter.setId("host-log-filter");
        filter.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        filter.setPromptText(Texts.get("host.log.filter"));
        filter.setAccessibleText(Texts.get("host.log.filter"));
        filter.setPrefColumnCount(12);
        filter.setMinWidth(0);
        filter.textProperty().addListener((text, before, now) -> {
            Sought sought = Sought.whole(now);
            shown.setPredicate(sought.isNothing() ? null : event -> sought.isIn(EventWords.of(event)));
        });
        Label empty = Nodes.muted("");
        empty.textProperty()
                .bind(Bindings.when(filter.textProperty().isEmpty())
                        .then(Texts.get("host.log.empty"))
                        .otherwise(Texts.get("host.log.noMatch")));
        list.setPlaceholder(empty);
        getStyleClass().add("host-card");
        VBox.setVgrow(this, Priority.ALWAYS);
        head = head(filter);
        getChildren().addAll(head, list);
        compact(false);
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

    private HBox head(CustomTextField filter) {
        Button export = Nodes.button(Texts.get("host.log.export"), this::export);
        export.setId("host-log-export");
        export.getStyleClass().addAll("flat", "small");
        export.disableProperty().bind(Bindings.isEmpty(model.log));
        Label title = Nodes.label(Texts.get("host.log"), "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.setMinWidth(0);
        tools.getChildren().addAll(filter, export);
        HBox made = new HBox(8, title, new Spacer());
        made.getStyleClass().add("host-card-head");
        return made;
    }

    private void export() {
        chooser
                .choose(
                        Chooser.Wanted.newFile(Texts.get("host.log.export.title"), Texts.get("host.log.export.name")),
                        Optional.empty())
                .stream()
                .findFirst()
                .ifPresent(this::export);
    }

    /** Writes all events, the oldest first, one a line. */
    private void export(Path file) {
        String lines = model.log.reversed().stream()
                .map(event -> HumanFormat.exactDate(event.at(), services.clock()) + "  " + EventWords.of(event) + "\n")
                .collect(Collectors.joining());
        services.background()
                .run(
                        () -> Files.write(file, lines.getBytes(StandardCharsets.UTF_8)),
                        () -> services.toasts().success(Texts.get("host.log.exported", file.getFileName())),
                        failed -> services.toasts().error(Texts.problem(failed)));
    }

    /**
     * The appearance of an event.
     *
     * @param trouble whether the event should stand out for the host
     */
    record Appearance(Glyph icon, boolean trouble, String words) {}

    static Appearance appearance(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined _ -> plain(Glyph.USER, event);
            case ShareEvent.GuestLeft _ -> plain(Glyph.USER, event);
            case ShareEvent.GuestLost _ -> plain(Glyph.WIFI_OFF, event);
            case ShareEvent.TransferStopped _ -> plain(Glyph.PAUSE, event);
            // The guest is gone, which is no fault of the share.
            case ShareEvent.TransferFailed failed
            when failed.why() == Fault.CONNECTION_LOST -> plain(Glyph.WIFI_OFF, event);
            case ShareEvent.Refused _, ShareEvent.MoreRefused _ -> trouble(Glyph.BAN, event);
            case ShareEvent.MoreHappened _ -> plain(Glyph.MORE, event);
            case ShareEvent.MoreOfGuest more ->
                more.kind() == ShareEvent.Kind.FAILED ? trouble(Glyph.MORE, event) : plain(Glyph.MORE, event);
            case ShareEvent.Blocked _ -> plain(Glyph.BAN, event);
            case ShareEvent.Unblocked _ -> plain(Glyph.CHECK, event);
            case ShareEvent.Steered _ -> plain(Glyph.USER, event);
            case ShareEvent.AcceptingResumed _, ShareEvent.FolderWell _ -> plain(Glyph.CHECK, event);
            case ShareEvent.Downloaded _ -> plain(Glyph.DOWNLOAD, event);
            case ShareEvent.Uploaded _ -> plain(Glyph.UPLOAD, event);
            case ShareEvent.Changed _ -> plain(Glyph.EDIT, event);
            case ShareEvent.WrongPasscode _ -> trouble(Glyph.LOCK, event);
            case ShareEvent.AcceptingStopped _,
                    ShareEvent.TransferFailed _,
                    ShareEvent.ProtectionDamaged _,
                    ShareEvent.FolderTrouble _ -> trouble(Glyph.ALERT, event);
            case ShareEvent.Stopped _ -> plain(Glyph.X, event);
        };
    }

    private static Appearance plain(Glyph icon, ShareEvent event) {
        return new Appearance(icon, false, EventWords.of(event));
    }

    private static Appearance trouble(Glyph icon, ShareEvent event) {
        return new Appearance(icon, true, EventWords.of(event));
    }

    private static final class EventRow extends HostRow<ShareEvent> {
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
        String show(ShareEvent event) {
            Appearance shown = appearance(event);
            icon.glyph(shown.icon());
            for (Node each : List.of(icon, words)) {
                each.getStyleClass().removeAll("quiet", "trouble");
                each.getStyleClass().add(shown.trouble() ? "trouble" : "quiet");
            }
            words.setText(shown.words());
            time.setText(HumanFormat.moment(event.at(), clock));
            return time.getText() + ": " + shown.words();
        }
    }
}
