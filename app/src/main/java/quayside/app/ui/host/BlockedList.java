package quayside.app.ui.host;

import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** Whom the host does not let in any more, each with the way back; nothing at all where there is nobody. */
final class BlockedList extends VBox {
    BlockedList(HostModel model, Consumer<String> unblock) {
        VBox rows = new VBox(4);
        rows.setId("host-blocked");
        rows.setAccessibleText(Texts.get("host.guests.blocked"));
        Runnable show = () -> {
            rows.getChildren()
                    .setAll(model.blocked().stream()
                            .map(source -> row(source, unblock))
                            .toList());
            Nodes.show(this, !model.blocked().isEmpty());
        };
        model.blocked().addListener((Observable changed) -> show.run());
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.guests.blocked"), "section-title"), rows);
        show.run();
    }

    private static Node row(String source, Consumer<String> unblock) {
        Button back = new Button(Texts.get("host.guests.unblock"));
        back.getStyleClass().add("guest-unblock");
        back.setAccessibleText(Texts.get("host.guests.unblock.whom", source));
        back.setOnAction(event -> unblock.accept(source));
        HBox row = new HBox(8, Nodes.icon(Feather.SLASH, "quiet"), Nodes.name(source), Nodes.spacer(), back);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
