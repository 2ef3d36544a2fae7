package quayside.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The layout of the window: the strip, one screen, and the transfers below it. It knows only nodes. */
final class Frame extends VBox {
    private final StackPane screen = new StackPane();

    /**
     * @param transfersLine is always visible
     * @param transfers is below the line, and hides itself
     */
    Frame(Node strip, Node transfersLine, Node transfers) {
        screen.setMinHeight(0);
        // What is too high for the screen would be in the middle, above the strip too. Below it is under the transfers.
        screen.setAlignment(Pos.TOP_LEFT);
        VBox.setVgrow(screen, Priority.ALWAYS);
        getStyleClass().add("frame");
        getChildren().setAll(strip, screen, transfersLine, transfers);
    }

    void show(Node next) {
        screen.getChildren().setAll(next);
    }

    boolean isShown(Node node) {
        return screen.getChildren().contains(node);
    }
}
