package quayside.app.ui.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import quayside.app.core.settings.Settings;

/**
 * The look of the window: light or dark by the user's choice or the system's, and the font size. One for each window;
 * JavaFX thread only.
 */
public final class Look {
    private static final double BASE_FONT_PX = 14;

    /** The stylesheets after the colours: the kit's, and one for each feature. */
    private static final List<String> SHEETS = List.of(
            "kit/kit.css",
            "browse/browse.css",
            "transfers/transfers.css",
            "home/home.css",
            "host/host.css",
            "files/files.css",
            "settings/settings.css",
            "help/help.css",
            "shell/shell.css");

    private final Scene scene;
    private final DoubleProperty scale = new SimpleDoubleProperty(1);
    private Settings.Theme theme = Settings.Theme.SYSTEM;
    private Optional<Boolean> desktop = Optional.empty();

    private final ChangeListener<ColorScheme> systemChanged = (scheme, before, now) -> refresh();

    /** Prepares the look of the scene; {@link #apply} sets it. */
    public Look(Scene scene) {
        this.scene = scene;
        Platform.getPreferences().colorSchemeProperty().addListener(systemChanged);
    }

    /**
     * Applies a theme and a font size from now on.
     *
     * @param fontScale 1 is 100 %
     */
    public void apply(Settings.Theme chosen, double fontScale) {
        theme = chosen;
        scale.set(fontScale);
        scene.getRoot().setStyle(String.format(Locale.ROOT, "-fx-font-size: %.2fpx;", BASE_FONT_PX * fontScale));
        refresh();
    }

    /** Returns the font size; 1 is 100 %. */
    public double scale() {
        return scale.get();
    }

    /** Calls {@code action} at each new font size, as long as the node exists. */
    public void onScale(Node node, Runnable action) {
        // A part of the window may be closed long before the look. Only the node keeps its listener.
        ChangeListener<Number> listener = (size, before, now) -> action.run();
        node.getProperties().put(listener, action);
        scale.addListener(new WeakChangeListener<>(listener));
    }

    /**
     * Follows what the desktop prefers, from now on.
     *
     * @param dark empty if the desktop names no preference; then JavaFX may know the system's
     */
    public void desktop(Optional<Boolean> dark) {
        desktop = dark;
        refresh();
    }

    /** Returns a length that grows with the font size and is a whole number of pixels. */
    public DoubleBinding px(double atDefaultSize) {
        return Bindings.createDoubleBinding(() -> (double) Math.round(atDefaultSize * scale.get()), scale);
    }

    public boolean isDark() {
        return switch (theme) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> desktop.orElseGet(() -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
        };
    }

    /** Stops following the system's theme, because the window is closed. */
    public void dispose() {
        Platform.getPreferences().colorSchemeProperty().removeListener(systemChanged);
    }

    private void refresh() {
        // Context menus and tooltips are windows of their own. They take the stylesheets of their window's scene.
        scene.setUserAgentStylesheet(
                isDark() ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        List<String> sheets = new ArrayList<>();
        sheets.add(sheet(isDark() ? "kit/tokens-dark.css" : "kit/tokens-light.css"));
        SHEETS.forEach(name -> sheets.add(sheet(name)));
        if (!sheets.equals(scene.getStylesheets())) {
            scene.getStylesheets().setAll(sheets);
        }
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Look.class.getResource("/quayside/app/ui/" + name), name)
                .toExternalForm();
    }
}
