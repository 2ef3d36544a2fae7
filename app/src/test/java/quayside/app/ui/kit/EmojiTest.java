package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.settings.Settings;

class EmojiTest {
    /** A code point that no font can draw: what is drawn for it is the sign for a missing letter. */
    private static final String MISSING = Character.toString(0xE0FFF);

    @ParameterizedTest
    @ValueSource(ints = {0x1F600, 0x1F389, 0x1F308, 0x1F468})
    void anEmojiIsDrawn(int codePoint) {
        // Elsewhere the system's own fonts are used.
        assumeTrue(System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"));
        String emoji = Character.toString(codePoint);
        int[] drawn = Fx.call(() -> picture(emoji));
        assertThat(drawn).isNotEqualTo(Fx.call(() -> picture(MISSING))).isNotEqualTo(Fx.call(() -> picture(" ")));
    }

    private static int[] picture(String text) {
        StackPane root = new StackPane(new Label(text));
        Scene scene = new Scene(root, 60, 40);
        new Look(scene).apply(Settings.Theme.LIGHT, 1);
        WritableImage image = scene.snapshot(null);
        PixelReader pixels = image.getPixelReader();
        int[] all = new int[60 * 40];
        for (int i = 0; i < all.length; i++) {
            all[i] = pixels.getArgb(i % 60, i / 60);
        }
        return all;
    }
}
