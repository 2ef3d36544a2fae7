package quayside.app.ui.kit;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.protocol.message.Passcode;
import quayside.protocol.text.InvalidInput;

/**
 * Asks for the passcode of files that are to be protected: twice while it is masked, once while it can be read. JavaFX
 * thread only.
 */
public final class NewPasscode {
    /**
     * The server slows guesses down, but a patient attacker can still guess a passcode with fewer characters than this.
     */
    private static final int SHORT = 8;

    private static final int GOOD = 12;

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final StringProperty repeated = new SimpleStringProperty(this, "repeated", "");
    private final SecretField field =
            new SecretField(SecretField.Kind.PASSCODE, "new-passcode", Texts.get("passcode.new"), text);
    private final SecretField again =
            new SecretField(SecretField.Kind.PASSCODE, "new-passcode-again", Texts.get("passcode.again"), repeated);
    private final Label verdict = Nodes.paragraph("", "small-text");
    private final DialogBox box;

    private NewPasscode(String title, String explanation, String action, Consumer<Passcode> chosen) {
        Label caption = Nodes.muted(Texts.get("passcode.new"));
        caption.setLabelFor(field.field());
        Label captionAgain = Nodes.muted(Texts.get("passcode.again"));
        captionAgain.setLabelFor(again.field());
        VBox repeat = new VBox(4, captionAgain, again);
        repeat.visibleProperty().bind(Bindings.not(field.readable()));
        repeat.managedProperty().bind(repeat.visibleProperty());
        verdict.setId("new-passcode-verdict");
        // Two lines are reserved, so that the box does not grow while the user types.
        verdict.setMinHeight(36);
        verdict.setAlignment(Pos.TOP_LEFT);
        text.addListener((property, before, now) -> rate());
        repeated.addListener((property, before, now) -> rate());
        box = DialogBox.of(title)
                .sentence(explanation)
                .content(new VBox(4, caption, field), repeat, verdict)
                .safe()
                .focusOn(field.field())
                .whenClosed(() -> {
                    field.wipe();
                    again.wipe();
                });
        box.check(action, () -> submit(chosen));
    }

    /**
     * Returns the dialog. {@code chosen} gets the passcode and must close it; it is not called if the user cancels.
     *
     * @param explanation states what the passcode protects, in a sentence or two
     */
    public static DialogBox of(String title, String explanation, String action, Consumer<Passcode> chosen) {
        return new NewPasscode(title, explanation, action, chosen).box;
    }

    private boolean submit(Consumer<Passcode> chosen) {
        if (!field.readable().get() && !text.get().equals(repeated.get())) {
            showVerdict(
                    Texts.get(repeated.get().isEmpty() ? "passcode.again.missing" : "passcode.again.differs"),
                    "field-fault");
            again.focusAndSelect();
            return false;
        }
        Passcode passcode;
        try {
            passcode = Passcode.of(text.get());
        } catch (InvalidInput e) {
            showVerdict(Texts.words(e.sentence()), "field-fault");
            field.focusAndSelect();
            return false;
        }
        box.close();
        chosen.accept(passcode);
        return true;
    }

    private void rate() {
        String typed = text.get();
        if (typed.isEmpty()) {
            showVerdict("", "muted");
        } else if (typed.length() < SHORT || typed.chars().allMatch(Character::isDigit)) {
            showVerdict(Texts.get("passcode.weak"), "warning-text");
        } else if (typed.length() < GOOD) {
            showVerdict(Texts.get("passcode.fair"), "muted");
        } else {
            showVerdict(Texts.get("passcode.good"), "success-text");
        }
    }

    private void showVerdict(String sentence, String styleClass) {
        verdict.setText(sentence);
        verdict.getStyleClass().removeAll("field-fault", "success-text", "warning-text", "muted");
        verdict.getStyleClass().add(styleClass);
    }
}
