package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.server.ShareEvent;

/**
 * The events of the share, the newest first: guests that came, left or were lost, and what was transferred or changed.
 */
final class EventLog extends VBox {
    EventLog(HostModel model, Clock clock) {
        ListView<ShareEvent> list = new ListView<>(model.log);
        list.setId("host-log");
        list.getStyleClass().add("dense");
        list.setCellFactory(view -> new EventRow(view, clock));
        list.setPlaceholder(Nodes.muted(Texts.get("host.log.empty")));
        list.setAccessibleText(Texts.get("host.log"));
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.log"), "section-title"), list);
    }

    /**
     * The appearance of an event.
     *
     * @param trouble whether the event should stand out for the host
     */
    record Appearance(Ikon icon, boolean trouble, String words) {}

    /** Returns the appearance of an event. The server has escaped the event's texts. */
    static Appearance appearance(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined e -> plain(Feather.LOG_IN, "host.log.joined", e.address());
            case ShareEvent.GuestLeft e -> plain(Feather.LOG_OUT, "host.log.left", e.address());
            case ShareEvent.GuestLost e -> trouble(Feather.WIFI_OFF, "host.log.lost", e.address());
            case ShareEvent.Refused e -> trouble(Feather.SLASH, "host.log.refused", e.address(), e.reason());
            case ShareEvent.MoreRefused e -> trouble(Feather.SLASH, "host.log.more.refused", e.connections());
            case ShareEvent.MoreHappened e -> plain(Feather.MORE_HORIZONTAL, "host.log.more.happened", e.events());
            case ShareEvent.MoreOfGuest e -> appearance(e);
            case ShareEvent.Blocked e -> plain(Feather.SHIELD, "host.log.blocked", e.source());
            case ShareEvent.Unblocked e -> plain(Feather.SHIELD_OFF, "host.log.unblocked", e.source());
            case ShareEvent.AcceptingStopped e ->
                trouble(Feather.ALERT_TRIANGLE, "host.log.accepting.stopped", e.reason());
            case ShareEvent.AcceptingResumed _ -> plain(Feather.CHECK_CIRCLE, "host.log.accepting.resumed");
            case ShareEvent.Downloaded e ->
                plain(Feather.DOWNLOAD, "host.log.downloaded", e.address(), e.path(), HumanFormat.size(e.bytes()));
            case ShareEvent.Uploaded e ->
                plain(
                        Feather.UPLOAD,
                        e.isProtected() ? "host.log.uploadedProtected" : "host.log.uploaded",
                        e.address(),
                        e.path(),
                        HumanFormat.size(e.bytes()));
            case ShareEvent.Changed e -> plain(Feather.EDIT_2, "host.log.changed", e.address(), e.what());
            case ShareEvent.TransferFailed e ->
                trouble(
                        Feather.ALERT_TRIANGLE,
                        "host.log.failed",
                        e.address(),
                        e.path(),
                        Texts.hostReason(e.why(), e.words()));
            case ShareEvent.WrongPasscode e ->
                e.path().isEmpty()
                        ? trouble(Feather.LOCK, "host.log.wrongPasscode", e.address())
                        : trouble(Feather.LOCK, "host.log.wrongPasscodeFor", e.address(), e.path());
            case ShareEvent.ProtectionDamaged e -> trouble(Feather.ALERT_TRIANGLE, "host.log.damaged", e.sentence());
            case ShareEvent.FolderTrouble e -> trouble(Feather.ALERT_TRIANGLE, "host.log.folder.trouble", e.sentence());
            case ShareEvent.FolderWell _ -> plain(Feather.CHECK_CIRCLE, "host.log.folder.well");
            case ShareEvent.Stopped _ -> plain(Feather.POWER, "host.log.stopped");
        };
    }

    private static Appearance appearance(ShareEvent.MoreOfGuest e) {
        Ikon icon = Feather.MORE_HORIZONTAL;
        String size = HumanFormat.size(e.bytes());
        return switch (e.kind()) {
            case DOWNLOADED -> plain(icon, "host.log.more.downloaded", e.source(), e.times(), size);
            case UPLOADED -> plain(icon, "host.log.more.uploaded", e.source(), e.times(), size);
            case CHANGED -> plain(icon, "host.log.more.changed", e.source(), e.times());
            case FAILED -> trouble(icon, "host.log.more.failed", e.source(), e.times());
            case CAME_OR_WENT -> plain(icon, "host.log.more.came", e.source(), e.times());
        };
    }

    private static Appearance plain(Ikon icon, String key, Object... details) {
        return new Appearance(icon, false, Texts.get(key, details));
    }

    private static Appearance trouble(Ikon icon, String key, Object... details) {
        return new Appearance(icon, true, Texts.get(key, details));
    }

    private static final class EventRow extends HostRow<ShareEvent> {
        private final Clock clock;
        private final FontIcon icon = Nodes.icon(Feather.CIRCLE);
        private final Label words = Nodes.name("");
        private final Label time = Nodes.label("", "muted", "small-text");

        EventRow(ListView<ShareEvent> list, Clock clock) {
            this.clock = clock;
            time.setMinWidth(USE_PREF_SIZE);
            VBox lines = new VBox(words, below(list, time));
            lines.setMinWidth(0);
            compose(icon, lines, new Spacer(), time);
        }

        @Override
        String show(ShareEvent event) {
            Appearance shown = appearance(event);
            icon.setIconCode(shown.icon());
            icon.getStyleClass().removeAll("quiet", "danger-icon");
            icon.getStyleClass().add(shown.trouble() ? "danger-icon" : "quiet");
            words.setText(shown.words());
            time.setText(HumanFormat.date(event.at(), clock));
            return time.getText() + ": " + shown.words();
        }
    }
}
