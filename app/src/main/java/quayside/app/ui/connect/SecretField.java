package quayside.app.ui.connect;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** A field for a secret: dots, until the user asks to see the letters. */
final class SecretField extends HBox {
    private final PasswordField masked = new PasswordField();
    private final TextField plain = new TextField();
    private final Button reveal = new Button();

    /** @param entered is run on Enter */
    SecretField(String name, StringProperty secret, Runnable entered) {
        for (TextField field : new TextField[] {masked, plain}) {
            field.textProperty().bindBidirectional(secret);
            field.setAccessibleText(name);
            field.setPromptText(Texts.get("connect.key.prompt"));
            field.setOnAction(event -> entered.run());
        }
        masked.setId("connect-key");
        plain.setId("connect-key-plain");
        plain.getStyleClass().add("mono");
        reveal.setId("connect-key-reveal");
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
        Nodes.asIcon(
                reveal,
                letters ? Feather.EYE_OFF : Feather.EYE,
                Texts.get(letters ? "connect.key.hide" : "connect.key.reveal"));
        if (focused) {
            shown().requestFocus();
        }
    }

    /** Ready to type over what stands there. */
    void focusAndSelect() {
        shown().requestFocus();
        shown().selectAll();
    }

    /** The field that a label belongs to. */
    Node field() {
        return masked;
    }

    private TextField shown() {
        return plain.isVisible() ? plain : masked;
    }
}
