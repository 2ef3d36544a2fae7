package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DialogsTest {
    private final List<String> answers = new ArrayList<>();
    private StackPane layer;
    private Button below;
    private Dialogs dialogs;

    @BeforeEach
    void setUp() {
        Fx.run(() -> {
            below = new Button("below");
            layer = new StackPane(new StackPane(below));
            new Scene(layer, 600, 400);
            dialogs = new Dialogs(layer);
        });
    }

    @Test
    void whatLiesBelowRestsUntilTheQuestionIsAnswered() {
        Fx.run(() -> {
            dialogs.confirm("Delete?", "It is gone then.", "Delete", () -> answers.add("yes"));
            assertThat(below.isDisabled()).isTrue();
            button("Delete").fire();
            assertThat(answers).containsExactly("yes");
            assertThat(below.isDisabled()).isFalse();
            assertThat(dialogs.openProperty().get()).isFalse();
        });
    }

    @Test
    void inALowWindowOnlyTheContentScrollsAndTheButtonsStayVisible() {
        Fx.run(() -> {
            Region content = new Region();
            content.setMinHeight(2000);
            dialogs.show(DialogBox.of("Long").content(content).safe("Close"));
            layer.resize(600, 400);
            layer.layout();
            Bounds close = button("Close").localToScene(button("Close").getLayoutBounds());
            assertThat(close.getMaxY()).isLessThan(400);
            assertThat(layer.lookupAll(".dialog-scroll")).hasSize(1);
        });
    }

    @Test
    void escapeCancels() {
        Fx.run(() -> {
            dialogs.confirm("Delete?", "It is gone then.", "Delete", () -> answers.add("yes"));
            press(KeyCode.ESCAPE);
            assertThat(answers).isEmpty();
            assertThat(dialogs.openProperty().get()).isFalse();
        });
    }

    @Test
    void aSecondQuestionWaitsForTheFirst() {
        Fx.run(() -> {
            inform("First", "One.");
            inform("Second", "Two.");
            assertThat(titles()).containsExactly("First");
            button("OK").fire();
            assertThat(titles()).containsExactly("Second");
            button("OK").fire();
            assertThat(titles()).isEmpty();
        });
    }

    @Test
    void aQuestionOfADialogsOwnWorkIsShownOverItAndTheRestStillRests() {
        Fx.run(() -> {
            DialogBox work = DialogBox.of("Work").yielding().safe("Close");
            dialogs.show(work);
            inform("Asked", "In between.");
            assertThat(titles()).containsExactly("Work", "Asked");
            button("OK").fire();
            assertThat(titles()).containsExactly("Work");
            assertThat(below.isDisabled()).isTrue();
            assertThat(button("Close").isDisabled()).isFalse();
            button("Close").fire();
            assertThat(below.isDisabled()).isFalse();
        });
    }

    @Test
    void aQuestionIsWithdrawnWhetherItIsOpenOrWaits() {
        Fx.run(() -> {
            DialogBox first = DialogBox.of("First").whenClosed(() -> answers.add("first gone"));
            DialogBox second = DialogBox.of("Second").whenClosed(() -> answers.add("second gone"));
            dialogs.show(first);
            dialogs.show(second);
            inform("Third", "Three.");
            dialogs.withdraw(second);
            assertThat(titles()).containsExactly("First");
            dialogs.withdraw(first);
            assertThat(titles()).containsExactly("Third");
            assertThat(answers).containsExactly("second gone", "first gone");
            dialogs.withdraw(first);
            assertThat(answers).hasSize(2);
        });
    }

    @Test
    void anAnswerThatCannotBeTakenIsExplainedAndTheQuestionStays() {
        Fx.run(() -> {
            dialogs.ask(
                    "Name",
                    "New name",
                    "a.txt",
                    1,
                    "Rename",
                    text -> text.isEmpty() ? Optional.of("A name is needed.") : Optional.empty(),
                    answers::add);
            TextField field = (TextField) layer.lookup(".text-field");
            assertThat(field.getSelectedText()).isEqualTo("a");
            field.setText("");
            button("Rename").fire();
            assertThat(((Label) layer.lookup(".field-fault")).getText()).isEqualTo("A name is needed.");
            assertThat(answers).isEmpty();
            field.setText("b.txt");
            button("Rename").fire();
            assertThat(answers).containsExactly("b.txt");
            assertThat(dialogs.openProperty().get()).isFalse();
        });
    }

    @Test
    void besideADangerTheSafeButtonHasTheFocusAndEnterAndStandsBeforeIt() {
        Fx.run(() -> {
            dialogs.show(DialogBox.of("Delete?")
                    .danger("Delete", () -> answers.add("deleted"))
                    .aside("Stop now", () -> answers.add("stopped"))
                    .safe("Keep", () -> answers.add("kept")));
            assertThat(layer.getScene().getFocusOwner()).isEqualTo(button("Keep"));
            assertThat(button("Keep").isDefaultButton()).isTrue();
            assertThat(button("Delete").isDefaultButton()).isFalse();
            assertThat(layer.lookupAll(".dialog-buttons .button").stream().map(node -> ((Button) node).getText()))
                    .containsExactly("Stop now", "Keep", "Delete");
        });
    }

    @Test
    void enterDestroysNothingUnlessTheFocusWasMovedThere() {
        try (TestWindow window = new TestWindow(600, 400, services -> new Button("below"))) {
            Runnable ask = () -> window.services()
                    .dialogs()
                    .show(DialogBox.of("Delete?")
                            .safe("Keep", () -> answers.add("kept"))
                            .danger("Delete", () -> answers.add("deleted"))
                            .aside("Stop now", () -> answers.add("stopped")));
            Fx.run(ask);
            window.push(KeyCode.ENTER);
            Fx.await(() -> answers.equals(List.of("kept")));
            Fx.run(ask);
            window.push(KeyCode.TAB);
            window.push(KeyCode.ENTER);
            Fx.await(() -> answers.equals(List.of("kept", "deleted")));
        }
    }

    @Test
    void enterDoesADeedThatLosesNothing() {
        try (TestWindow window = new TestWindow(600, 400, services -> new Button("below"))) {
            Fx.run(() -> window.services()
                    .dialogs()
                    .show(DialogBox.of("Rename?").safe().deed("Rename", () -> answers.add("renamed"))));
            window.push(KeyCode.ENTER);
            Fx.await(() -> answers.equals(List.of("renamed")));
        }
    }

    @Test
    void afterTheAnswerTheFocusIsWhereItWas() {
        Fx.run(() -> {
            below.requestFocus();
            dialogs.confirm("Delete?", "It is gone then.", "Delete", () -> answers.add("yes"));
            press(KeyCode.ESCAPE);
            assertThat(layer.getScene().getFocusOwner()).isEqualTo(below);
        });
    }

    private void inform(String title, String sentence) {
        dialogs.show(DialogBox.of(title).sentence(sentence).deed("OK", () -> {}));
    }

    private Button button(String text) {
        return layer.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private List<String> titles() {
        return layer.lookupAll(".dialog-title").stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private void press(KeyCode code) {
        Event.fireEvent(
                layer.lookup(".dialog-box"),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }
}
