package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
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
            Fx.mouse(label, MouseEvent.MOUSE_ENTERED);
            return label.getTooltip() == null ? "" : label.getTooltip().getText();
        });
    }
}
