package quayside.app.ui.host;

import java.time.Clock;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.server.Guest;

/** Who is connected, what they do, how fast and since when; each can be sent away, or blocked. */
final class GuestList extends VBox {
    private static final int MOST_SHOWN = 4;

    GuestList(HostModel model, Clock clock, Consumer<Guest> disconnect, Consumer<Guest> block) {
        ListView<Guest> list = new ListView<>(model.guests());
        list.setId("host-guests");
        list.setCellFactory(view -> new Row(view, clock, disconnect, block));
        list.setPlaceholder(Nodes.muted(Texts.get("host.guests.none")));
        // The stylesheet gives the rows their height, in the letters' size.
        list.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> 4
                                + list.getFixedCellSize()
                                        * Math.clamp(model.guests().size(), 1, MOST_SHOWN),
                        model.guests(),
                        list.fixedCellSizeProperty()));
        list.setAccessibleText(Texts.get("host.guests"));
        Label title = Nodes.label("", "section-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.get("host.guests.count", model.guests().size()), model.guests()));
        getStyleClass().add("host-section");
        getChildren().addAll(title, list);
    }

    /** In a narrower list the words have its place. */
    private static final double ROOM_FOR_FIGURE = 360;

    private static final class Row extends ListCell<Guest> {
        private final Clock clock;
        private final Consumer<Guest> disconnect;
        private final Label address = Nodes.name("", "strong");
        private final Label activity = Nodes.name("", "muted", "small-text");
        private final Label speed = Nodes.label("");
        private final Label since = Nodes.label("", "muted", "small-text");
        private final Consumer<Guest> block;
        private final Button leave = new Button();
        private final Button ban = new Button();
        private final HBox row;

        Row(ListView<Guest> list, Clock clock, Consumer<Guest> disconnect, Consumer<Guest> block) {
            this.clock = clock;
            this.disconnect = disconnect;
            this.block = block;
            speed.setMinWidth(USE_PREF_SIZE);
            since.setMinWidth(USE_PREF_SIZE);
            leave.getStyleClass().add("guest-disconnect");
            ban.getStyleClass().addAll("guest-disconnect", "guest-block");
            Label sinceBelow = Nodes.name("", "muted", "small-text");
            SideNote.belowWhereNarrow(list, since, sinceBelow);
            VBox who = new VBox(address, activity, sinceBelow);
            who.setAlignment(Pos.CENTER_LEFT);
            who.setMinWidth(0);
            HBox.setHgrow(who, Priority.ALWAYS);
            VBox numbers = new VBox(2, speed, since);
            numbers.setAlignment(Pos.CENTER_RIGHT);
            Node figure = Nodes.icon(Feather.USER, "quiet");
            figure.visibleProperty().bind(list.widthProperty().greaterThan(ROOM_FOR_FIGURE));
            figure.managedProperty().bind(figure.visibleProperty());
            row = new HBox(8, figure, who, numbers, leave, ban);
            row.setAlignment(Pos.CENTER_LEFT);
            // The row takes the list's width, so that long names are shortened and no bar to scroll sideways appears.
            row.setMaxWidth(0);
            row.minWidthProperty().bind(widthProperty().subtract(24));
        }

        @Override
        protected void updateItem(@Nullable Guest guest, boolean empty) {
            super.updateItem(guest, empty);
            if (empty || guest == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            address.setText(guest.address());
            activity.setText(guest.activity());
            speed.setText(guest.bytesPerSecond() == 0 ? "" : HumanFormat.speed(guest.bytesPerSecond()));
            since.setText(Texts.get("host.guests.since", HumanFormat.date(guest.since(), clock)));
            leave.setOnAction(event -> disconnect.accept(guest));
            if (leave.getGraphic() == null) {
                Nodes.asIcon(leave, Feather.USER_X, Texts.get("host.guests.disconnect", guest.address()));
            }
            ban.setOnAction(event -> block.accept(guest));
            if (ban.getGraphic() == null) {
                Nodes.asIcon(ban, Feather.SLASH, Texts.get("host.guests.block", guest.address()));
            }
            ban.setAccessibleText(Texts.get("host.guests.block", guest.address()));
            leave.setAccessibleText(Texts.get("host.guests.disconnect", guest.address()));
            setAccessibleText(guest.address() + ", " + guest.activity() + ", " + speed.getText());
            setGraphic(row);
        }
    }
}
