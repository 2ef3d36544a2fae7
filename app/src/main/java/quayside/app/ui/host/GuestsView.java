package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.server.Guest;

/**
 * The connected guests and the blocked addresses. Guests can be disconnected or blocked; blocked ones can be admitted
 * again.
 */
final class GuestsView extends VBox {
    private static final int MAX_ROWS = 4;

    /** A narrower list leaves out the icon, so that the text has more room. */
    private static final double MIN_WIDTH_FOR_FIGURE = 360;

    private final HostModel model;
    private final HostService host;
    private final VBox blocked = new VBox(4);
    private final VBox blockedSection =
            new VBox(Nodes.label(Texts.get("host.guests.blocked"), "section-title"), blocked);

    GuestsView(HostModel model, HostService host, Clock clock) {
        super(12);
        this.model = model;
        this.host = host;
        ListView<Guest> list = new ListView<>(model.guests);
        list.setId("host-guests");
        list.setCellFactory(view -> new GuestRow(view, host, clock));
        list.setPlaceholder(Nodes.muted(Texts.get("host.guests.none")));
        list.setAccessibleText(Texts.get("host.guests"));
        HostRow.fit(list, Bindings.size(model.guests), MAX_ROWS);
        Label title = Nodes.label("", "section-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.get("host.guests.count", model.guests.size()), model.guests));
        VBox connected = new VBox(title, list);
        connected.getStyleClass().add("host-section");
        blocked.setId("host-blocked");
        blocked.setAccessibleText(Texts.get("host.guests.blocked"));
        blockedSection.getStyleClass().add("host-section");
        getChildren().addAll(connected, blockedSection);
        model.blocked.addListener((Observable changed) -> showBlocked());
        showBlocked();
    }

    private void showBlocked() {
        blocked.getChildren()
                .setAll(model.blocked.stream().map(this::blockedRow).toList());
        Nodes.show(blockedSection, !model.blocked.isEmpty());
    }

    private Node blockedRow(String source) {
        Button back = new Button(Texts.get("host.guests.unblock"));
        back.getStyleClass().add("guest-unblock");
        back.setAccessibleText(Texts.get("host.guests.unblock.whom", source));
        back.setOnAction(event -> host.unblock(source));
        HBox row = new HBox(8, Nodes.icon(Glyph.BAN, "quiet"), Nodes.name(source), new Spacer(), back);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static final class GuestRow extends HostRow<Guest> {
        private final Clock clock;
        private final Label who = Nodes.name("", "strong");
        private final Label activity = Nodes.name("", "muted", "small-text");
        private final Label speed = Nodes.label("");
        private final Label since = Nodes.label("", "muted", "small-text");
        private final Button disconnect;
        private final Button block;

        GuestRow(ListView<Guest> list, HostService host, Clock clock) {
            this.clock = clock;
            disconnect = action(Glyph.X, guest -> host.disconnect(guest.id()));
            block = action(Glyph.BAN, guest -> host.block(guest.address()));
            block.getStyleClass().add("guest-block");
            speed.setMinWidth(USE_PREF_SIZE);
            since.setMinWidth(USE_PREF_SIZE);
            VBox lines = new VBox(who, activity, below(list, since));
            lines.setAlignment(Pos.CENTER_LEFT);
            lines.setMinWidth(0);
            HBox.setHgrow(lines, Priority.ALWAYS);
            VBox numbers = new VBox(2, speed, since);
            numbers.setAlignment(Pos.CENTER_RIGHT);
            Node figure = Nodes.icon(Glyph.USER, "quiet");
            figure.visibleProperty().bind(list.widthProperty().greaterThan(MIN_WIDTH_FOR_FIGURE));
            figure.managedProperty().bind(figure.visibleProperty());
            compose(figure, lines, numbers, disconnect, block);
        }

        private Button action(Glyph glyph, Consumer<Guest> action) {
            Button button = Nodes.iconButton(glyph, "", () -> action.accept(getItem()));
            button.getStyleClass().add("guest-disconnect");
            return button;
        }

        @Override
        String show(Guest guest) {
            String who = HostModel.who(guest);
            this.who.setText(who);
            activity.setText(Texts.words(guest.activity()));
            speed.setText(guest.bytesPerSecond() == 0 ? "" : HumanFormat.speed(guest.bytesPerSecond()));
            since.setText(Texts.get("host.guests.since", HumanFormat.moment(guest.since(), clock)));
            name(disconnect, Texts.get("host.guests.disconnect", who));
            name(block, Texts.get("host.guests.block", guest.address()));
            return who + ", " + activity.getText() + ", " + speed.getText();
        }

        private static void name(Button button, String name) {
            button.setAccessibleText(name);
            button.getTooltip().setText(name);
        }
    }
}
