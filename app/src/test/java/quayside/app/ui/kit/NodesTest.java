package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.event.Event;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.Test;

class NodesTest {
    @Test
    void onlyWhatIsShortenedHasATooltipAndWhatHasNoTextNeedsNone() {
        try (TestWindow window = new TestWindow(300, 100, services -> {
            Label label = Nodes.name("short");
            label.setId("label");
            label.setMaxWidth(60);
            return new HBox(label);
        })) {
            Label label = (Label) window.find("#label");
            assertThat(enter(label)).isEmpty();
            Fx.run(() -> label.setText("A name that has no room in so narrow a place.txt"));
            Fx.await(() -> label.getText().equals(enter(label)));
            Fx.run(() -> label.setText(null));
            assertThat(enter(label)).isEmpty();
        }
    }

    /** Returns the text of the tooltip that the label has once the mouse has come; empty without one. */
    private static String enter(Label label) {
        return Fx.call(() -> {
            Event.fireEvent(
                    label,
                    new MouseEvent(
                            MouseEvent.MOUSE_ENTERED,
                            1,
                            1,
                            1,
                            1,
                            MouseButton.NONE,
                            0,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            new PickResult(label, 1, 1)));
            return label.getTooltip() == null ? "" : label.getTooltip().getText();
        });
    }
}
