package quayside.app.ui.home;

import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;

/** A share that somebody announces nearby, on the first screen: a click opens it, and it asks for its key. */
final class NearbyCard extends Button {
    private static final double PADDING = 16;

    /** What it shows. */
    final NearbyShare share;

    NearbyCard(NearbyShare share, HomeController controller) {
        this.share = share;
        String name = DisplayText.escape(share.share());
        String computer =
                DisplayText.escape(share.computer().isBlank() ? share.address().address() : share.computer());
        HBox top = HomeView.cardHead(name, computer);
        Label state = Nodes.label(Texts.get("home.nearby"), "small-text");
        state.setGraphic(Nodes.icon(Glyph.WIFI, "accent-icon"));
        Region between = new Region();
        VBox.setVgrow(between, Priority.ALWAYS);
        VBox content = new VBox(top, between, state);
        content.getStyleClass().add("share-card-content");
        setGraphic(content);
        // A button gives its graphic no more than the preferred size.
        content.prefWidthProperty().bind(widthProperty().subtract(2 * PADDING));
        content.prefHeightProperty().bind(heightProperty().subtract(2 * PADDING));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        getStyleClass().addAll("home-card", "share-card", "nearby-card");
        setAccessibleText(Texts.get("home.nearby.accessible", name, computer));
        setTooltip(Nodes.tooltip(share.id().grouped()));
        setOnAction(event -> controller.open(share));
    }
}
