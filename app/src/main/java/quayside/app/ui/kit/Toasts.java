package quayside.app.ui.kit;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.text.Texts;

/**
 * Short messages over the window's lower edge, at most three at once. A success disappears after some seconds; an error
 * stays until it is closed. JavaFX thread only.
 */
public final class Toasts {
    private static final int MAX_SHOWN = 3;
    private static final Duration SHOWN = Duration.seconds(5);

    private final VBox stack = new VBox();

    /** Shows toasts in {@code layer}, which covers the whole window. */
    public Toasts(StackPane layer) {
        stack.getStyleClass().add("toasts");
        stack.setAlignment(Pos.BOTTOM_CENTER);
        // Clicks beside the messages go to the window below.
        stack.setPickOnBounds(false);
        stack.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        StackPane.setAlignment(stack, Pos.BOTTOM_CENTER);
        layer.getChildren().add(stack);
    }

    public void info(String sentence) {
        showBriefly(Banner.Tone.INFO, sentence);
    }

    public void success(String sentence) {
        showBriefly(Banner.Tone.SUCCESS, sentence);
    }

    public void error(String sentence, Button... actions) {
        Button[] all = new Button[actions.length + 1];
        System.arraycopy(actions, 0, all, 0, actions.length);
        Button close = Nodes.iconButton(Feather.X, Texts.get("action.close"), () -> {});
        all[actions.length] = close;
        Banner banner = new Banner(Banner.Tone.ERROR, sentence, all);
        close.setOnAction(event -> stack.getChildren().remove(banner));
        show(banner);
    }

    private void showBriefly(Banner.Tone tone, String sentence) {
        Banner banner = new Banner(tone, sentence);
        show(banner);
        PauseTransition pause = new PauseTransition(SHOWN);
        pause.setOnFinished(event -> stack.getChildren().remove(banner));
        pause.play();
    }

    private void show(Node banner) {
        banner.getStyleClass().add("toast");
        stack.getChildren().add(banner);
        if (stack.getChildren().size() > MAX_SHOWN) {
            stack.getChildren().removeFirst();
        }
        banner.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }
}
