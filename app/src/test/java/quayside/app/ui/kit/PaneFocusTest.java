package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaneFocusTest {
    private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("focused-pane");

    private Button here;
    private Button there;
    private Button elsewhere;
    private StackPane left;
    private StackPane right;
    private Scene scene;
    private Dialogs dialogs;
    private PaneFocus focus;

    @BeforeEach
    void setUp() {
        Fx.run(() -> {
            here = new Button("here");
            there = new Button("there");
            elsewhere = new Button("elsewhere");
            left = new StackPane(here);
            right = new StackPane(there);
            StackPane layer = new StackPane(new HBox(elsewhere, left, right));
            scene = new Scene(layer, 600, 400);
            dialogs = new Dialogs(layer);
            focus = new PaneFocus(scene, dialogs);
            focus.add(left, here::requestFocus);
            focus.add(right, there::requestFocus);
        });
    }

    @Test
    void onlyThePaneWithTheFocusIsMarked() {
        Fx.run(() -> {
            here.requestFocus();
            assertMarked(true, false);
            there.requestFocus();
            assertMarked(false, true);
            elsewhere.requestFocus();
            assertMarked(false, false);
        });
    }

    @Test
    void theMarkStaysWhileAQuestionIsAsked() {
        Fx.run(() -> {
            there.requestFocus();
            dialogs.confirm("Delete?", "It is gone then.", "Delete", () -> {});
            assertMarked(false, true);
        });
    }

    @Test
    void nextLeadsFromPaneToPaneAndFromOutsideBackToTheLastOne() {
        Fx.run(() -> {
            here.requestFocus();
            focus.next();
            assertThat(scene.getFocusOwner()).isEqualTo(there);
            focus.next();
            assertThat(scene.getFocusOwner()).isEqualTo(here);
            focus.next();
            elsewhere.requestFocus();
            focus.next();
            assertThat(scene.getFocusOwner()).isEqualTo(there);
        });
    }

    @Test
    void aPaneThatIsNotShownIsPassedOver() {
        Fx.run(() -> {
            here.requestFocus();
            ((HBox) right.getParent()).getChildren().remove(right);
            focus.next();
            assertThat(scene.getFocusOwner()).isEqualTo(here);
        });
    }

    private void assertMarked(boolean first, boolean second) {
        assertThat(left.getPseudoClassStates().contains(FOCUSED)).isEqualTo(first);
        assertThat(right.getPseudoClassStates().contains(FOCUSED)).isEqualTo(second);
    }
}
