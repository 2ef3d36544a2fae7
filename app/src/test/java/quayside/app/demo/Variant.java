package quayside.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;

/**
 * One of the ways in which a scene is drawn.
 *
 * @param scale of the display; 1 is 100 %
 */
record Variant(Settings.Theme theme, double scale, Locale language, WindowSize size) {
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    static final List<Settings.Theme> THEMES = List.of(Settings.Theme.LIGHT, Settings.Theme.DARK);
    private static final List<WindowSize> SIZES =
            List.of(new WindowSize(1180, 760, false), new WindowSize(800, 500, false));
    private static final List<Double> SCALES = List.of(1.0, 1.5);

    /** Returns all variants of a language. Neighbours differ in as little as possible, because changes take time. */
    static List<Variant> all(Locale language) {
        List<Variant> all = new ArrayList<>();
        for (Settings.Theme theme : THEMES) {
            for (WindowSize size : SIZES) {
                for (double scale : SCALES) {
                    all.add(new Variant(theme, scale, language, size));
                }
            }
        }
        return all;
    }

    /** Returns the end of a picture's name: theme, scale, language and size. */
    String suffix() {
        return String.format(
                Locale.ROOT,
                "%s-%.0f-%s-%.0fx%.0f",
                theme.name().toLowerCase(Locale.ROOT),
                scale * 100,
                language.getLanguage(),
                size.width(),
                size.height());
    }
}
