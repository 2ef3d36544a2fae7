package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.settings.Settings;

class BannerTest {
    private static final String SENTENCE =
            "This is your home folder: it holds keys and everything that you ever kept. Share a folder inside it.";

    private Button first;
    private Button second;
    private Banner banner;

    @BeforeEach
    void setUp() {
        Fx.run(() -> {
            first = Nodes.button("Do not share", () -> {});
            second = Nodes.button("Share anyway", () -> {});
            banner = new Banner(Banner.Tone.WARNING, SENTENCE, first, second);
        });
    }

    @Test
    void whereThereIsRoomTheActionsStandBesideTheWords() {
        show(900, 1);
        assertThat(place(first).getMinX()).isGreaterThan(place(words()).getMaxX());
        assertThat(place(first).getCenterY()).isEqualTo(place(second).getCenterY());
    }

    @Test
    void inANarrowPlaceTheActionsStandBelowTheWords() {
        show(420, 1);
        assertThat(place(first).getMinY()).isGreaterThanOrEqualTo(place(words()).getMaxY());
        assertThat(place(first).getMinX()).isEqualTo(place(words()).getMinX());
        assertThat(place(first).getCenterY()).isEqualTo(place(second).getCenterY());
    }

    @Test
    void actionsThatDoNotFitInOneRowTakeTwo() {
        show(220, 1);
        assertThat(place(second).getMinY()).isGreaterThan(place(first).getMaxY());
    }

    @Test
    void aShortSentenceKeepsItsActionBesideIt() {
        Fx.run(() -> banner = new Banner(Banner.Tone.ERROR, "Lost.", first));
        show(220, 1);
        assertThat(place(first).getMinX()).isGreaterThan(place(words()).getMaxX());
    }

    @ParameterizedTest
    @CsvSource({"900, 1", "560, 1.25", "420, 1", "420, 1.25", "280, 1", "220, 1", "220, 1.25"})
    void nothingIsCutAndTheWordsAreNoColumnOfLetters(double width, double fontScale) {
        show(width, fontScale);
        Label words = words();
        assertThat(words.getWidth()).isGreaterThan(9 * words.getFont().getSize());
        assertThat(words.getHeight()).isGreaterThanOrEqualTo(Fx.call(() -> words.prefHeight(words.getWidth())) - 1);
        for (Node part : new Node[] {words, first, second}) {
            assertThat(Fx.call(() -> banner.getLayoutBounds().contains(place(part))))
                    .as(part.toString())
                    .isTrue();
        }
    }

    private void show(double width, double fontScale) {
        Fx.run(() -> {
            VBox root = new VBox(banner);
            new Look(new Scene(root, width, 600)).apply(Settings.Theme.LIGHT, fontScale);
            root.applyCss();
            root.layout();
        });
    }

    private Label words() {
        return (Label) banner.lookup(".label");
    }

    private Bounds place(Node part) {
        return banner.sceneToLocal(part.localToScene(part.getLayoutBounds()));
    }
}
