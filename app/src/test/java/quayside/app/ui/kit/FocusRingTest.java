package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import quayside.app.core.settings.Settings;

class FocusRingTest {
    private static final Color LIGHT = Color.web("#0969da");
    private static final Color DARK = Color.web("#58a6ff");

    @Test
    void tabMeetsEveryControlAndEachShowsARing() {
        List<Node> controls = Fx.call(() -> {
            ListView<String> list = new ListView<>();
            list.getItems().add("one");
            list.setPrefHeight(60);
            return new ArrayList<Node>(Stream.of(
                            new Button("Plain"),
                            Nodes.accent(Nodes.button("Accent", () -> {})),
                            Nodes.iconButton(Glyph.REFRESH, "Refresh", () -> {}),
                            new ToggleButton("Toggle"),
                            new MenuButton("Menu"),
                            new CheckBox("Check"),
                            new RadioButton("Radio"),
                            new ToggleSwitch("Switch"),
                            new ComboBox<String>(),
                            new ChoiceBox<String>(),
                            new Hyperlink("Link"),
                            new TextField("Field"),
                            list)
                    .toList());
        });
        try (TestWindow window = new TestWindow(500, 800, services -> {
            VBox box = new VBox(20);
            box.setStyle("-fx-padding: 20px; -fx-background-color: -color-bg-default;");
            box.getChildren().setAll(controls);
            return box;
        })) {
            for (Settings.Theme theme : new Settings.Theme[] {Settings.Theme.LIGHT, Settings.Theme.DARK}) {
                Fx.run(() -> {
                    window.services().look().apply(theme, 1);
                    controls.getLast().requestFocus();
                });
                for (Node control : controls) {
                    window.push(KeyCode.TAB);
                    Fx.await(control::isFocused);
                    Fx.run(() -> assertThat(colorsAround(window, control))
                            .as("%s, %s", theme, control)
                            .contains(theme == Settings.Theme.LIGHT ? LIGHT : DARK));
                }
            }
        }
    }

    /** The colours on a line through the left edge of the control, from 6 px outside to 6 px inside. */
    private static List<Color> colorsAround(TestWindow window, Node control) {
        WritableImage picture = window.scene().snapshot(null);
        Bounds bounds = control.localToScene(control.getLayoutBounds());
        List<Color> colors = new ArrayList<>();
        for (int x = -6; x < 6; x++) {
            colors.add(picture.getPixelReader().getColor((int) bounds.getMinX() + x, (int) bounds.getCenterY()));
        }
        return colors;
    }
}
