package quayside.app.ui.connect;

import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.settings.SavedServer;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.DisplayText;

/** One wide button for each server used before; no place at all where there is none. */
final class SavedRows extends VBox {
    private final VBox rows = new VBox();
    private final Consumer<SavedServer> chosen;
    private final Consumer<SavedServer> forgotten;

    SavedRows(ObservableList<SavedServer> servers, Consumer<SavedServer> chosen, Consumer<SavedServer> forgotten) {
        this.chosen = chosen;
        this.forgotten = forgotten;
        getStyleClass().add("connect-saved");
        getChildren().addAll(Nodes.label(Texts.get("connect.saved"), "strong"), rows);
        servers.addListener((ListChangeListener<SavedServer>) change -> show(servers));
        show(servers);
    }

    private void show(ObservableList<SavedServer> servers) {
        rows.getChildren().setAll(servers.stream().map(this::row).toList());
        Nodes.show(this, !servers.isEmpty());
    }

    private Node row(SavedServer server) {
        String name = DisplayText.escape(server.name());
        String address = DisplayText.escape(server.link().address());
        HBox title = new HBox(8, Nodes.name(name), Nodes.name(address, "muted", "small-text"));
        title.setAlignment(Pos.BASELINE_LEFT);
        VBox words = new VBox(
                title, Nodes.name(server.id().map(Fingerprint::grouped).orElse(""), "mono", "muted", "small-text"));
        HBox content = new HBox(Nodes.icon(Feather.SERVER, "quiet"), words);
        content.getStyleClass().add("connect-saved-content");
        Button choose = new Button();
        choose.setGraphic(content);
        choose.getStyleClass().addAll("flat", "connect-saved-row");
        choose.setMaxWidth(Double.MAX_VALUE);
        choose.setAccessibleText(Texts.get("connect.saved.accessible", name, address));
        choose.setOnAction(event -> chosen.accept(server));
        HBox.setHgrow(choose, Priority.ALWAYS);
        Button forget =
                Nodes.iconButton(Feather.X, Texts.get("connect.saved.forget", name), () -> forgotten.accept(server));
        HBox row = new HBox(choose, forget);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
