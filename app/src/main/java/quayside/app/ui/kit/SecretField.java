package quayside.app.ui.kit;

import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.text.Texts;

/** A field for a secret: dots, until the user asks to see the letters. JavaFX thread only. */
public final class SecretField extends HBox {
    private final PasswordField masked = new PasswordField();
    private final TextField plain = new TextField();
    private final Button reveal = new Button();
    private final Kind kind;
    private final StringProperty secret;

    /** What is typed, with the words for it. */
    public enum Kind {
        ACCESS_KEY,
        PASSCODE;

        private String prompt() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("connect.key.prompt");
                case PASSCODE -> "";
            };
        }

        private String toReveal() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("connect.key.reveal");
                case PASSCODE -> Texts.get("passcode.reveal");
            };
        }

        private String toHide() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("connect.key.hide");
                case PASSCODE -> Texts.get("passcode.hide");
            };
        }
    }

    /**
     * A field that shows dots.
     *
     * @param id of the field; those with letters and the button have it with {@code -plain} and {@code -reveal}
     * @param entered is run on Enter
     */
    public SecretField(Kind kind, String id, String name, StringProperty secret, Runnable entered) {
        this(kind, id, name, secret);
        masked.setOnAction(event -> entered.run());
        plain.setOnAction(event -> entered.run());
    }

    /** As above; Enter is left to the dialog that it stands in. */
    public SecretField(Kind kind, String id, String name, StringProperty secret) {
        this.kind = kind;
        this.secret = secret;
        for (TextField field : new TextField[] {masked, plain}) {
            field.textProperty().bindBidirectional(secret);
            field.setAccessibleText(name);
            field.setPromptText(kind.prompt());
        }
        masked.setId(id);
        plain.setId(id + "-plain");
        plain.getStyleClass().add("mono");
        reveal.setId(id + "-reveal");
        reveal.setOnAction(event -> show(masked.isVisible()));
        StackPane fields = new StackPane(plain, masked);
        HBox.setHgrow(fields, Priority.ALWAYS);
        getStyleClass().add("secret-field");
        getChildren().addAll(fields, reveal);
        show(false);
    }

    private void show(boolean letters) {
        boolean focused = masked.isFocused() || plain.isFocused();
        Nodes.show(masked, !letters);
        Nodes.show(plain, letters);
        Nodes.asIcon(reveal, letters ? Feather.EYE_OFF : Feather.EYE, letters ? kind.toHide() : kind.toReveal());
        if (focused) {
            shown().requestFocus();
        }
    }

    /** Whether its letters can be read. */
    ObservableBooleanValue readable() {
        return plain.visibleProperty();
    }

    /** Ready to type over what stands there. */
    public void focusAndSelect() {
        shown().requestFocus();
        shown().selectAll();
    }

    /** Forgets what was typed, the steps back to it too. */
    public void wipe() {
        secret.set("");
        for (TextField field : new TextField[] {masked, plain}) {
            field.textProperty().unbindBidirectional(secret);
            field.setText("");
        }
        show(false);
    }

    /** The field that a label belongs to, and that has the focus first. */
    public Node field() {
        return masked;
    }

    private TextField shown() {
        return plain.isVisible() ? plain : masked;
    }
}
