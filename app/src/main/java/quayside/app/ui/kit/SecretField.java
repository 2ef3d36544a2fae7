package quayside.app.ui.kit;

import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import quayside.app.core.text.Texts;

/** A field for a secret. It is masked until the user asks to read it. JavaFX thread only. */
public final class SecretField extends HBox {
    private final PasswordField masked = new PasswordField();
    private final TextField plain = new TextField();
    private final Button reveal = new Button();
    private final Kind kind;
    private final StringProperty secret;

    /** The kind of secret, with its texts. */
    public enum Kind {
        ACCESS_KEY,
        PASSCODE;

        private String prompt() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("home.key.prompt");
                case PASSCODE -> "";
            };
        }

        private String toReveal() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("home.key.reveal");
                case PASSCODE -> Texts.get("passcode.reveal");
            };
        }

        private String toHide() {
            return switch (this) {
                case ACCESS_KEY -> Texts.get("home.key.hide");
                case PASSCODE -> Texts.get("passcode.hide");
            };
        }
    }

    /**
     * Makes a masked field.
     *
     * @param id the id of the masked field; the readable field and the button have it with {@code -plain} and {@code
     *     -reveal}
     * @param entered run on Enter
     */
    public SecretField(Kind kind, String id, String name, StringProperty secret, Runnable entered) {
        this(kind, id, name, secret);
        masked.setOnAction(event -> entered.run());
        plain.setOnAction(event -> entered.run());
    }

    /** Makes a masked field that leaves Enter to its dialog; see the other constructor. */
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
        StackPane fields = new StackPane(plain, masked, reveal);
        StackPane.setAlignment(reveal, Pos.CENTER_RIGHT);
        StackPane.setMargin(reveal, new Insets(0, 2, 0, 0));
        HBox.setHgrow(fields, Priority.ALWAYS);
        getStyleClass().add("secret-field");
        getChildren().add(fields);
        show(false);
    }

    private void show(boolean letters) {
        boolean focused = masked.isFocused() || plain.isFocused();
        Nodes.show(masked, !letters);
        Nodes.show(plain, letters);
        Nodes.asIcon(reveal, letters ? Glyph.EYE_OFF : Glyph.EYE, letters ? kind.toHide() : kind.toReveal());
        if (focused) {
            shown().requestFocus();
        }
    }

    /** Returns whether the text can be read. */
    ObservableBooleanValue readable() {
        return plain.visibleProperty();
    }

    /** Takes the focus and selects the text, so that typing replaces it. */
    public void focusAndSelect() {
        shown().requestFocus();
        shown().selectAll();
    }

    /** Forgets the text that was typed and its undo history. */
    public void wipe() {
        secret.set("");
        for (TextField field : new TextField[] {masked, plain}) {
            field.textProperty().unbindBidirectional(secret);
            field.setText("");
        }
        show(false);
    }

    /** Returns the field for a label, which gets the focus first. */
    public Node field() {
        return masked;
    }

    private TextField shown() {
        return plain.isVisible() ? plain : masked;
    }
}
