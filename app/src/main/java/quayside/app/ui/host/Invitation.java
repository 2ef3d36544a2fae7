package quayside.app.ui.host;

import atlantafx.base.layout.InputGroup;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;

/** The link, and the access key, that the host gives to guests. Hidden while nothing is shared. */
final class Invitation extends VBox {
    private static final String HIDDEN = "••••••••";

    private final HostModel model;
    private final TextField link = new TextField();
    private final ChoiceBox<String> address = new ChoiceBox<>();
    private final Label key = Nodes.label("", "mono", "access-key");
    private final Button reveal = new Button();
    private final Label fingerprint = Nodes.paragraph("", "mono", "muted", "small-text");
    private final Node addressField;

    /**
     * @param clipboard receives the copied text
     * @param changeKey asks for another key
     */
    Invitation(HostModel model, Consumer<String> clipboard, Runnable changeKey) {
        this.model = model;
        address.setMaxWidth(Double.MAX_VALUE);
        address.setId("host-address");
        address.valueProperty().addListener((value, before, now) -> {
            if (now != null) {
                model.address.set(now);
            }
        });
        addressField = field("host.address", address);
        fingerprint.setId("host-fingerprint");
        getStyleClass().add("host-section");
        getChildren()
                .addAll(
                        Nodes.label(Texts.get("host.invite"), "section-title"),
                        field("host.link", linkRow(clipboard)),
                        Nodes.paragraph(Texts.get("host.link.hint"), "muted", "small-text"),
                        addressField,
                        field("host.key", keyRow(clipboard, changeKey)),
                        field("host.fingerprint", fingerprint));
        for (Observable each : new Observable[] {model.state, model.address, model.keyRevealed}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    /** Asks for another access key, and changes it. */
    static void askForKey(HostService host, UiServices services) {
        services.dialogs().show(new KeyChange(host, services).box);
    }

    private Node linkRow(Consumer<String> clipboard) {
        link.setId("host-link");
        link.setEditable(false);
        link.setAccessibleText(Texts.get("host.link"));
        HBox.setHgrow(link, Priority.ALWAYS);
        CopyButton copy = new CopyButton(Texts.get("host.link.copy"), this::wholeLink, clipboard);
        copy.setId("host-link-copy");
        copy.setMaxHeight(Double.MAX_VALUE);
        Nodes.accent(copy);
        return new InputGroup(link, copy);
    }

    private Node keyRow(Consumer<String> clipboard, Runnable changeKey) {
        key.setId("host-key");
        reveal.setId("host-key-reveal");
        reveal.setOnAction(event -> model.keyRevealed.set(!model.keyRevealed.get()));
        CopyButton copy = new CopyButton(Texts.get("host.key.copy"), () -> on().key(), clipboard);
        copy.setId("host-key-copy");
        Button change = Nodes.button(Texts.get("host.key.change"), changeKey);
        change.setId("host-key-change");
        FlowPane row = new FlowPane(8, 8, key, reveal, copy, change);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Node field(String name, Node field) {
        Label label = Nodes.paragraph(Texts.get(name), "strong", "small-text");
        label.setLabelFor(field);
        VBox box = new VBox(label, field);
        box.getStyleClass().add("host-field");
        return box;
    }

    private void refresh() {
        boolean shared = model.state.get() instanceof HostState.On
                && !model.address.get().isEmpty();
        Nodes.show(this, shared);
        if (!shared) {
            link.clear();
            key.setText("");
            return;
        }
        boolean revealed = model.keyRevealed.get();
        ShareLink whole = ShareLink.parse(wholeLink());
        // The text of a link does not contain its key.
        link.setText(revealed ? wholeLink() : whole + "#" + HIDDEN);
        key.setText(revealed ? on().key() : HIDDEN);
        Nodes.asIcon(
                reveal,
                revealed ? Glyph.EYE_OFF : Glyph.EYE,
                Texts.get(revealed ? "host.key.hide" : "host.key.reveal"));
        fingerprint.setText(whole.id().map(Fingerprint::grouped).orElse(""));
        if (!address.getItems().equals(on().addresses())) {
            address.getItems().setAll(on().addresses());
        }
        address.setValue(model.address.get());
        Nodes.show(addressField, on().addresses().size() > 1);
    }

    private HostState.On on() {
        if (model.state.get() instanceof HostState.On on) {
            return on;
        }
        throw new IllegalStateException("Nothing is shared.");
    }

    private String wholeLink() {
        return on().linkTo(model.address.get());
    }

    /** Asks for another access key: a generated one, or the owner's own, which is rated while it is typed. */
    private static final class KeyChange {
        private final HostService host;
        private final UiServices services;
        private final RadioButton generate = new RadioButton(Texts.get("host.key.generate"));
        private final RadioButton own = new RadioButton(Texts.get("host.key.own"));
        private final TextField field = new TextField();
        private final Label verdict = Nodes.paragraph("", "small-text");
        private final DialogBox box;

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
}
