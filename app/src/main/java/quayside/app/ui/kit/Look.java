package quayside.app.ui.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import quayside.app.core.settings.Settings;

/**
 * The look of the window: light or dark by the user's choice or the system's, and the font size. One for each window;
 * JavaFX thread only.
 */
public final class Look {
    private static final double BASE_FONT_PX = 14;

    private final Scene scene;
    private Settings.Theme theme = Settings.Theme.SYSTEM;

    private final ChangeListener<ColorScheme> systemChanged = (scheme, before, now) -> refresh();

    /** Adds the program's stylesheet to the scene; {@link #apply} does the rest. */
    public Look(Scene scene) {
        this.scene = scene;
        scene.getStylesheets()
                .add(Objects.requireNonNull(Look.class.getResource("quayside.css"))
                        .toExternalForm());
        Platform.getPreferences().colorSchemeProperty().addListener(systemChanged);
    }

    /**
     * Applies a theme and a font size from now on.
     *
     * @param fontScale 1 is 100 %
     */
    public void apply(Settings.Theme chosen, double fontScale) {
        theme = chosen;
        double px = BASE_FONT_PX * fontScale;
        scene.getRoot().setStyle(String.format(Locale.ROOT, "-fx-font-size: %.2fpx;", px));
        refresh();
    }

    public boolean isDark() {
        return switch (theme) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /** Stops following the system's theme, because the window is closed. */
    public void dispose() {
        Platform.getPreferences().colorSchemeProperty().removeListener(systemChanged);
    }

    private void refresh() {
        // The stylesheet is set for the whole program, because context menus and tooltips are windows of their own.
        Application.setUserAgentStylesheet(
                isDark() ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
    }
}
