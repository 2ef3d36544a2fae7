package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import quayside.app.core.host.EventWords;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
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
    record Appearance(Glyph icon, boolean trouble, String words) {}

    static Appearance appearance(ShareEvent event) {
        return switch (event) {
            case ShareEvent.GuestJoined _ -> plain(Glyph.ARROW_RIGHT, event);
            case ShareEvent.GuestLeft _ -> plain(Glyph.ARROW_LEFT, event);
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
            icon.glyph(shown.icon());
            icon.getStyleClass().removeAll("quiet", "danger-icon");
            icon.getStyleClass().add(shown.trouble() ? "danger-icon" : "quiet");
            words.setText(shown.words());
            time.setText(HumanFormat.moment(event.at(), clock));
            return time.getText() + ": " + shown.words();
        }
    }
}
