package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Shape;
import javafx.scene.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.settings.Settings;

class IconTest {
    private static final double[] SCALES = {1, 1.25, 1.5, 2};

    @ParameterizedTest
    @EnumSource
    void linesThatCrossLeaveNoHole(Glyph glyph) {
        for (double scale : SCALES) {
            Fx.run(() -> {
                Icon icon = new Icon(glyph, Icon.Size.S24);
                show(icon, 1);
                WritableImage drawn = picture(icon, scale);
                // What the lines cover, as one shape.
                Shape shape = (Shape) icon.lookup(".shape");
                int covered = 0;
                for (int y = 0; y < drawn.getHeight(); y++) {
                    for (int x = 0; x < drawn.getWidth(); x++) {
                        boolean inside = true;
                        for (double[] corner :
                                new double[][] {{0.02, 0.02}, {0.98, 0.02}, {0.02, 0.98}, {0.98, 0.98}, {0.5, 0.5}}) {
                            inside &= shape.contains((x + corner[0]) / scale, (y + corner[1]) / scale);
                        }
                        if (inside) {
                            covered++;
                            assertThat(darkness(drawn.getPixelReader(), x, y))
                                    .as("%s at %s: %d, %d", glyph, scale, x, y)
                                    .isGreaterThan(0.5);
                        }
                    }
                }
                // The dots of MORE cover no whole pixel at 100 %.
                assertThat(covered).as("%s at %s", glyph, scale).isGreaterThanOrEqualTo(scale < 2 ? 0 : 10);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPictureStaysInsideItsSquare(Glyph glyph) {
        Fx.run(() -> {
            Icon icon = new Icon(glyph, Icon.Size.S24);
            show(icon, 1);
            assertThat(icon.getLayoutBounds().contains(icon.lookup(".shape").getBoundsInParent()))
                    .as("%s", icon.lookup(".shape").getBoundsInParent())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.1, 1.25, 1.3, 1.5, 2})
    void iconsGrowWithTheTextByWholePixels(double fontScale) {
        Fx.run(() -> {
            List<Double> sides = new ArrayList<>();
            for (Icon.Size size : Icon.Size.values()) {
                Icon icon = new Icon(Glyph.CHECK, size);
                show(icon, fontScale);
                sides.add(icon.getWidth());
            }
            assertThat(sides)
                    .containsExactly(
                            (double) Math.round(12 * fontScale),
                            (double) Math.round(16 * fontScale),
                            (double) Math.round(20 * fontScale),
                            (double) Math.round(24 * fontScale),
                            (double) Math.round(40 * fontScale));
        });
    }

    @Test
    void anIconThatACellUsesAgainShowsTheNextKindOnly() {
        Fx.run(() -> {
            Icon icon = FileKind.of("Raw", true).icon();
            assertThat(icon.getStyleClass()).contains("kind-folder", "filled");
            FileKind.of("Ferry crossing.JPG", false).show(icon);
            assertThat(icon.glyph()).isEqualTo(Glyph.IMAGE);
            assertThat(icon.getStyleClass()).contains("kind-image").doesNotContain("kind-folder", "filled");
        });
    }

    private static void show(Icon icon, double fontScale) {
        StackPane root = new StackPane(icon);
        new Look(new Scene(root, 200, 200)).apply(Settings.Theme.LIGHT, fontScale);
        root.applyCss();
        root.layout();
    }

    private static WritableImage picture(Icon icon, double scale) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(scale, scale));
        parameters.setFill(Color.WHITE);
        return icon.snapshot(parameters, null);
    }

    private static double darkness(PixelReader pixels, int x, int y) {
        return 1 - pixels.getColor(x, y).getBrightness();
    }
}
