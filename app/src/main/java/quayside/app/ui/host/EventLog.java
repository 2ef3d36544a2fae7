package quayside.app.ui.host;

import java.time.Clock;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.server.ShareEvent;

/** Who came, left or was lost, and what was moved: the newest first. */
final class EventLog extends VBox {
    EventLog(HostModel model, Clock clock) {
        ListView<ShareEvent> list = new ListView<>(model.log());
        list.setId("host-log");
        list.getStyleClass().add("dense");
        list.setCellFactory(view -> new Row(view, clock));
        list.setPlaceholder(Nodes.muted(Texts.get("host.log.empty")));
        list.setAccessibleText(Texts.get("host.log"));
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.log"), "section-title"), list);
    }

    private static final class Row extends ListCell<ShareEvent> {
        private final Clock clock;
        private final HBox row;
        private final FontIcon icon = Nodes.icon(Feather.CIRCLE);
        private final Label words = Nodes.name("");
        private final Label time = Nodes.label("", "muted", "small-text");
        private final Label timeBelow = Nodes.label("", "muted", "small-text");

        Row(ListView<ShareEvent> list, Clock clock) {
            this.clock = clock;
            VBox lines = new VBox(words, timeBelow);
            lines.setMinWidth(0);
            row = new HBox(icon, lines, Nodes.spacer(), time);
            row.getStyleClass().add("host-log-row");
            row.setAlignment(Pos.CENTER_LEFT);
            time.setMinWidth(USE_PREF_SIZE);
            // The row takes the list's width, so that long names are shortened and no bar to scroll sideways appears.
            row.setMaxWidth(0);
            row.minWidthProperty().bind(widthProperty().subtract(24));
            SideNote.belowWhereNarrow(list, time, timeBelow);
        }

        @Override
        protected void updateItem(@Nullable ShareEvent event, boolean empty) {
            super.updateItem(event, empty);
            if (empty || event == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            icon.setIconCode(EventText.icon(event));
            icon.getStyleClass().removeAll("quiet", "danger-icon");
            icon.getStyleClass().add(EventText.isTrouble(event) ? "danger-icon" : "quiet");
            words.setText(EventText.of(event));
            time.setText(HumanFormat.date(event.at(), clock));
            setAccessibleText(time.getText() + ": " + words.getText());
            setGraphic(row);
        }
    }
}
