package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.core.host.EventWords;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.wire.Fault;
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

    static Appearance appearance(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined _ -> plain(Feather.LOG_IN, event);
            case ShareEvent.GuestLeft _ -> plain(Feather.LOG_OUT, event);
            case ShareEvent.GuestLost _ -> plain(Feather.WIFI_OFF, event);
            case ShareEvent.TransferStopped _ -> plain(Feather.PAUSE, event);
            // The guest is gone, which is no fault of the share.
            case ShareEvent.TransferFailed failed
            when failed.why() == Fault.CONNECTION_LOST -> plain(Feather.WIFI_OFF, event);
            case ShareEvent.Refused _, ShareEvent.MoreRefused _ -> trouble(Feather.SLASH, event);
            case ShareEvent.MoreHappened _ -> plain(Feather.MORE_HORIZONTAL, event);
            case ShareEvent.MoreOfGuest more ->
                more.kind() == ShareEvent.Kind.FAILED
                        ? trouble(Feather.MORE_HORIZONTAL, event)
                        : plain(Feather.MORE_HORIZONTAL, event);
            case ShareEvent.Blocked _ -> plain(Feather.SHIELD, event);
            case ShareEvent.Unblocked _ -> plain(Feather.SHIELD_OFF, event);
            case ShareEvent.AcceptingResumed _, ShareEvent.FolderWell _ -> plain(Feather.CHECK_CIRCLE, event);
            case ShareEvent.Downloaded _ -> plain(Feather.DOWNLOAD, event);
            case ShareEvent.Uploaded _ -> plain(Feather.UPLOAD, event);
            case ShareEvent.Changed _ -> plain(Feather.EDIT_2, event);
            case ShareEvent.WrongPasscode _ -> trouble(Feather.LOCK, event);
            case ShareEvent.AcceptingStopped _,
                    ShareEvent.TransferFailed _,
                    ShareEvent.ProtectionDamaged _,
                    ShareEvent.FolderTrouble _ -> trouble(Feather.ALERT_TRIANGLE, event);
            case ShareEvent.Stopped _ -> plain(Feather.POWER, event);
        };
    }

    private static Appearance plain(Ikon icon, ShareEvent event) {
        return new Appearance(icon, false, EventWords.of(event));
    }

    private static Appearance trouble(Ikon icon, ShareEvent event) {
        return new Appearance(icon, true, EventWords.of(event));
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
