package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.settings.Settings;
import quayside.app.demo.Snapshots;

class CutNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Minutes of the meeting, second draft.odt|raft.odt",
                "IMG_20260714_201533.jpg|1533.jpg",
                "A folder with a long name|name",
                "A sentence. with a dot in it|n it",
                "archive of the summer.webarchive|hive",
                "a name that ends in a dot.| dot."
            })
    void aLongNameKeepsItsLastFourLettersAndItsEnding(String name, String kept) {
        assertThat(name.substring(CutName.cut(name))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "notes.txt", ".bashrc", "regatta.json", "Short name", "12345678901.txt"})
    void aShortNameIsOnePart(String name) {
        assertThat(CutName.cut(name)).isEqualTo(name.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Harbour festival 2026 \uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89.jpg",
                "Cafe\u0301 Cafe\u0301 Cafe\u0301 e\u0301e\u0301e\u0301e\u0301e\u0301.txt",
                "\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89\uD83C\uDF89"
            })
    void noLetterIsTornApart(String name) {
        int cut = CutName.cut(name);
        assertThat(Character.isLowSurrogate(name.charAt(cut))).isFalse();
        assertThat(Character.getType(name.charAt(cut))).isNotEqualTo((int) Character.NON_SPACING_MARK);
    }

    @Test
    void aNameFromRightToLeftIsOnePart() {
        String name =
                "\u05EA\u05DE\u05D5\u05E0\u05D5\u05EA \u05DE\u05D4\u05E0\u05DE\u05DC \u05D4\u05D9\u05E9\u05DF.jpg";
        assertThat(CutName.cut(name)).isEqualTo(name.length());
    }

    /** On the picture it reads from right to left, with its ending at the left. */
    @Test
    void aNameFromRightToLeftIsCutAtItsEndAndDrawnInItsOrder() throws IOException {
        String name =
                "\u05EA\u05DE\u05D5\u05E0\u05D5\u05EA, \u05E7\u05D9\u05E5 (2026), \u05D8\u05D9\u05D5\u05D8\u05D4.jpg";
        Image picture = Fx.call(() -> {
            CutName whole = shown(name, 400);
            assertThat(flowing(whole)).isEqualTo(name);
            List<Node> pieces = whole.lookupAll(".text").stream()
                    .filter(node -> node.getParent() instanceof TextFlow)
                    .toList();
            assertThat(left(pieces.getLast())).as("the ending").isLessThan(left(pieces.getFirst()));
            CutName cut = shown(name, 100);
            assertThat(cut.isCut()).isTrue();
            assertThat(flowing(cut)).startsWith("\u05EA\u05DE\u05D5").endsWith("…");
            return Snapshots.of(whole.getScene());
        });
        Snapshots.write(picture, Path.of("target", "pictures", "right-to-left.png"));
    }

    private static double left(Node piece) {
        return piece.getBoundsInParent().getMinX();
    }

    private static String flowing(CutName name) {
        return name.lookupAll(".text").stream()
                .filter(node -> node.getParent() instanceof TextFlow)
                .map(node -> ((Text) node).getText())
                .collect(Collectors.joining());
    }

    @Test
    void withRoomTheWholeNameIsShown() {
        Fx.run(() -> {
            CutName name = shown("Minutes of the meeting, second draft.odt", 600);
            assertThat(name.isCut()).isFalse();
            assertThat(words(name)).isEqualTo("Minutes of the meeting, second draft.odt");
        });
    }

    @Test
    void withoutRoomBeginningAndEndingAreShown() {
        Fx.run(() -> {
            CutName name = shown("Minutes of the meeting on the new landing stage, second draft.odt", 200);
            assertThat(name.isCut()).isTrue();
            assertThat(words(name)).startsWith("Minutes").endsWith("…raft.odt");
            assertThat(name.textProperty().get())
                    .isEqualTo("Minutes of the meeting on the new landing stage, second draft.odt");
        });
    }

    private static CutName shown(String name, double width) {
        CutName cut = new CutName();
        cut.set(name);
        HBox root = new HBox(cut);
        new Look(new Scene(root, width, 40)).apply(Settings.Theme.LIGHT, 1);
        root.applyCss();
        root.layout();
        return cut;
    }

    private static String words(CutName name) {
        StringBuilder words = new StringBuilder();
        for (var part : name.getChildrenUnmodifiable()) {
            if (part instanceof Label label && label.isManaged() && label.lookup(".text") instanceof Text text) {
                words.append(text.getText());
            }
        }
        return words.toString();
    }
}
