package quayside.app.ui.host;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostService;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.Sentence;

/** Asks for another access key: a generated one, or the owner's own, which is rated while it is typed. */
final class KeyChange {
    private final HostService host;
    private final UiServices services;
    private final RadioButton generate = new RadioButton(Texts.get("host.key.generate"));
    private final RadioButton own = new RadioButton(Texts.get("host.key.own"));
    private final TextField field = new TextField();
    private final Label verdict = Nodes.paragraph("", "small-text");
    private final DialogBox box;

    KeyChange(HostService host, UiServices services) {
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
            rate();
            if (now) {
                field.requestFocus();
            }
        });
        verdict.setId("key-verdict");
        // Two lines are reserved, so that the box does not grow while the owner types.
        verdict.setMinHeight(36);
        verdict.setAlignment(Pos.TOP_LEFT);
        field.textProperty().addListener((text, before, now) -> rate());
        rate();
        box = DialogBox.of(Texts.get("host.key.change.title"))
                .sentence(Texts.get("host.key.change.hint"))
                .content(new VBox(8, generate, own, field, verdict))
                .safe()
                .focusOn(generate);
        box.check(Texts.get("host.key.use"), this::submit);
    }

    void show() {
        services.dialogs().show(box);
    }

    /** Returns false, because the box closes only once the key is in use. A refusal is shown in the box. */
    private boolean submit() {
        if (own.isSelected() && weakness() != null) {
            rate();
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

    private void rate() {
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
        Sentence weakness = AccessKey.weakness(field.getText());
        return weakness == null ? null : Texts.words(weakness);
    }
}
