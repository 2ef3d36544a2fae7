package quayside.app.ui.host;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostService;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.crypto.AccessKey;

/** Asks for another access key: a generated one, or the owner's own, which is judged while it is typed. */
final class KeyChange {
    private final HostService host;
    private final UiServices services;
    private final RadioButton generate = new RadioButton(Texts.get("host.key.generate"));
    private final RadioButton own = new RadioButton(Texts.get("host.key.own"));
    private final TextField field = new TextField();
    private final Label verdict = Nodes.paragraph("", "small-text");
    private final DialogBox box;

    static void ask(HostService host, UiServices services) {
        services.dialogs().show(new KeyChange(host, services).box);
    }

    private KeyChange(HostService host, UiServices services) {
        this.host = host;
        this.services = services;
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
        box = new DialogBox(
                        Texts.get("host.key.change.title"),
                        Nodes.paragraph(Texts.get("host.key.change.hint"), "muted"),
                        new VBox(8, generate, own, field, verdict))
                .cancel()
                .focusOn(generate);
        box.check(Texts.get("host.key.use"), DialogBox.Emphasis.ACCENT, this::submit);
    }

    /** Returns false, because the box closes only once the key is in use; a refusal is shown in it until then. */
    private boolean submit() {
        if (own.isSelected() && weakness() != null) {
            judge();
            field.requestFocus();
            return false;
        }
        String ownKey = own.isSelected() ? field.getText() : null;
        services.background()
                .run(
                        cancellation -> host.changeKey(ownKey),
                        refusal -> refusal.ifPresentOrElse(this::refuse, this::changed),
                        failed -> refuse(Texts.problem(failed)));
        return false;
    }

    private void changed() {
        box.close();
        services.toasts().success(Texts.get("host.key.changed"));
    }

    private void refuse(String sentence) {
        show(sentence, "field-fault");
    }

    private void judge() {
        String weakness = weakness();
        if (!own.isSelected() || field.getText().isEmpty()) {
            show("", "muted");
        } else if (weakness == null) {
            show(Texts.get("host.key.strong"), "success-text");
        } else {
            refuse(weakness);
        }
    }

    private void show(String sentence, String styleClass) {
        verdict.setText(sentence);
        verdict.getStyleClass().removeAll("field-fault", "success-text", "muted");
        verdict.getStyleClass().add(styleClass);
    }

    private @Nullable String weakness() {
        return AccessKey.weakness(field.getText());
    }
}
