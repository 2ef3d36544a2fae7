package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.scene.Scene;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.app.core.settings.Settings.Theme;

/** The ratios of WCAG 2 between the colours that the stylesheets give in the end. */
class ContrastTest {
    @ParameterizedTest
    @CsvSource({
        "-color-fg-default, -color-bg-default, 4.5",
        "-color-fg-muted, -color-bg-default, 4.5",
        "-color-fg-muted, -color-bg-subtle, 4.5",
        "-color-fg-muted, -quay-strip, 4.5",
        "-color-fg-muted, -quay-card, 4.5",
        "-color-fg-default, -quay-selected-off, 4.5",
        "-color-fg-default, -quay-hover, 4.5",
        "-color-fg-default, -quay-control, 4.5",
        "-color-accent-fg, -color-bg-default, 4.5",
        "-color-accent-fg, -color-accent-subtle, 4.5",
        "-color-success-fg, -color-bg-default, 4.5",
        "-color-warning-fg, -color-bg-default, 4.5",
        "-color-warning-fg, -color-warning-subtle, 4.5",
        "-color-danger-fg, -color-bg-default, 4.5",
        "-color-danger-fg, -quay-card, 4.5",
        "-quay-tip-text, -quay-tip, 4.5",
        "-color-fg-emphasis, -quay-accent-hover, 4.5",
        "-color-fg-emphasis, -quay-danger-hover, 4.5"
    })
    void textIsReadableInBothThemes(String text, String ground, double ratio) {
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            assertThat(contrast(theme, text, ground)).as(theme.name()).isGreaterThanOrEqualTo(ratio);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The white text on the accent color of the dark theme is the theme's own, 4.1:1.
        "-color-fg-emphasis, -quay-selected, 4",
        "-color-fg-emphasis, -color-danger-emphasis, 4",
        "-quay-selected, -color-bg-default, 3",
        "-quay-selected-edge, -color-bg-default, 3",
        "-quay-focus, -color-bg-default, 3",
        "-quay-focus, -quay-card, 3",
        "-quay-focus, -color-bg-subtle, 3",
        "-color-fg-subtle, -color-bg-default, 3"
    })
    void selectionFocusAndFramesStandOut(String color, String ground, double ratio) {
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            assertThat(contrast(theme, color, ground)).as(theme.name()).isGreaterThanOrEqualTo(ratio);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theIconOfEveryKindStandsOut(FileKind kind) {
        String name = kind == FileKind.OTHER ? "text" : kind.name().toLowerCase(Locale.ROOT);
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            assertThat(contrast(theme, "-quay-type-" + name, "-color-bg-default"))
                    .as(theme.name())
                    .isGreaterThanOrEqualTo(3);
        }
    }

    private static double contrast(Theme theme, String first, String second) {
        return contrast(color(theme, first), color(theme, second));
    }

    /** The ratio of two colours, 1 to 21. */
    static double contrast(Color first, Color second) {
        double one = luminance(first);
        double other = luminance(second);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(Color color) {
        ToDoubleFunction<Double> linear = c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * linear.applyAsDouble(color.getRed())
                + 0.7152 * linear.applyAsDouble(color.getGreen())
                + 0.0722 * linear.applyAsDouble(color.getBlue());
    }

    private static Color color(Theme theme, String name) {
        return Fx.call(() -> {
            Region probe = new Region();
            probe.setStyle("-fx-background-color: " + name + ";");
            StackPane root = new StackPane(probe);
            new Look(new Scene(root, 10, 10)).apply(theme, 1);
            root.applyCss();
            Background shown = probe.getBackground();
            assertThat(shown).as(name).isNotNull();
            Color color = (Color) shown.getFills().getFirst().getFill();
            assertThat(color.getOpacity()).as(name).isEqualTo(1);
            return color;
        });
    }
}
