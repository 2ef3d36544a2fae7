package quayside.app.ui.kit;

import java.time.Clock;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;

/**
 * The services that a feature gets besides its core objects; one set for each window.
 *
 * @param clock gives "today" and the zone in which dates are shown
 */
public record UiServices(
        Background background, Dialogs dialogs, Toasts toasts, Clock clock, Look look, PaneFocus focus) {
    /**
     * Makes the services of a window.
     *
     * @param layer covers the whole window; dialogs and toasts are shown in it
     */
    public static UiServices of(Scene scene, StackPane layer, Clock clock) {
        Caret.install(scene);
        Dialogs dialogs = new Dialogs(layer);
        Background background = new Background();
        Toasts toasts = new Toasts(layer, background);
        toasts.follow(dialogs.openProperty());
        return new UiServices(background, dialogs, toasts, clock, new Look(scene), new PaneFocus(scene, dialogs));
    }
}
