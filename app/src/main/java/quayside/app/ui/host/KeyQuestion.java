package quayside.app.ui.host;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.crypto.AccessKey;

/** Asks for another access key: a generated one, or the owner's own with a word on how good it is. */
final class KeyQuestion {
    private final HostController controller;
    private final Kit kit;
    private final RadioButton generate = new RadioButton(Texts.get("host.key.generate"));
    private final RadioButton own = new RadioButton(Texts.get("host.key.own"));
    private final TextField field = new TextField();
    private final Label verdict = Nodes.paragraph("", "small-text");

    KeyQuestion(HostController controller, Kit kit) {
        this.controller = controller;
        this.kit = kit;
        ToggleGroup choice = new ToggleGroup();
        choice.getToggles().addAll(generate, own);
        generate.setSelected(true);
        generate.setId("key-generate");
        own.setId("key-own");
        field.setId("key-own-text");
        field.setPromptText(Texts.get("host.key.own.prompt"));
        field.setAccessibleText(Texts.get("host.key.own"));
        field.disableProperty().bind(own.selectedProperty().not());
        own.selectedProperty().addListener((selected, before, now) -> {
            judge();
            if (now) {
                field.requestFocus();
            }
        });
        verdict.setId("key-verdict");
        // Two lines are kept free, so that the box does not grow while the owner types.
        verdict.setMinHeight(36);
        verdict.setAlignment(Pos.TOP_LEFT);
        field.textProperty().addListener((text, before, now) -> judge());
        judge();
    }

    DialogBox dialog() {
        VBox choices = new VBox(8, generate, own, field, verdict);
        DialogBox box = new DialogBox(
                Texts.get("host.key.change.title"),
                Nodes.paragraph(Texts.get("host.key.change.hint"), "muted"),
                choices);
        box.cancel().focusOn(generate);
        return box.check(Texts.get("host.key.use"), DialogBox.Emphasis.ACCENT, () -> submit(box));
    }

    private boolean submit(DialogBox box) {
        if (own.isSelected() && weakness() != null) {
            judge();
            field.requestFocus();
            return false;
        }
        controller.changeKey(
                own.isSelected() ? field.getText() : null,
                () -> {
                    box.close();
                    kit.toasts().success(Texts.get("host.key.changed"));
                },
                this::refuse);
        // The box closes once the key is in use; until then a refusal can still be told here.
        return false;
    }

    private void judge() {
        String weakness = weakness();
        if (!own.isSelected() || field.getText().isEmpty()) {
            say("", "muted");
        } else if (weakness == null) {
            say(Texts.get("host.key.strong"), "success-text");
        } else {
            say(weakness, "field-fault");
        }
    }

    private void refuse(String sentence) {
        say(sentence, "field-fault");
    }

    private void say(String sentence, String styleClass) {
        verdict.setText(sentence);
        verdict.getStyleClass().removeAll("field-fault", "success-text", "muted");
        verdict.getStyleClass().add(styleClass);
    }

    private @Nullable String weakness() {
        return AccessKey.weakness(field.getText());
    }
}
