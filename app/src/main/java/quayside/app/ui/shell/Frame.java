package quayside.app.ui.shell;

import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.MasterDetailPane;
import org.controlsfx.control.StatusBar;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The layout of the window: the strip, one screen, and the transfers below it. It knows only nodes. */
final class Frame extends VBox {
    private static final double SCREEN_SHARE = 0.68;

    private final StackPane screen = new StackPane();
    private final MasterDetailPane rows;

    Frame(Node strip, Node transfers, StatusBar statusBar) {
        rows = new MasterDetailPane(Side.BOTTOM, screen, transfers, false);
        rows.setAnimated(false);
        rows.setDividerPosition(SCREEN_SHARE);
        VBox.setVgrow(rows, Priority.ALWAYS);
        ToggleButton shown = new ToggleButton(Texts.get("shell.transfers"));
        shown.setGraphic(Nodes.icon(Glyph.TRANSFERS));
        shown.setId("show-transfers");
        shown.setMinWidth(Region.USE_PREF_SIZE);
        shown.getStyleClass().addAll("flat", "small");
        shown.setTooltip(Nodes.tooltip(Texts.get("shell.transfers.tip")));
        shown.selectedProperty().bindBidirectional(rows.showDetailNodeProperty());
        statusBar.getLeftItems().add(shown);
        getStyleClass().add("frame");
        getChildren().setAll(strip, rows, statusBar);
    }

    void show(Node next) {
        screen.getChildren().setAll(next);
    }

    boolean isShown(Node node) {
        return screen.getChildren().contains(node);
    }

    void showTransfers(boolean shown) {
        rows.setShowDetailNode(shown);
    }
}
