package quayside.app.ui.connect;

import javafx.application.Platform;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.SecretField;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/** Asks for the access key of the address in the top bar. */
final class KeyQuestion {
    private final ConnectModel model;
    private final ConnectController controller;

    KeyQuestion(ConnectModel model, ConnectController controller) {
        this.model = model;
        this.controller = controller;
    }

    DialogBox dialog() {
        DialogBox[] box = new DialogBox[1];
        SecretField key = new SecretField(
                SecretField.Kind.ACCESS_KEY, "connect-key", Texts.get("connect.key"), model.key(), () -> {
                    if (controller.connect()) {
                        box[0].close();
                    }
                });
        box[0] = new DialogBox(
                        Texts.get(
                                "connect.ask.title",
                                DisplayText.escape(model.address().get().strip())),
                        Nodes.paragraph(Texts.get("connect.ask"), "muted"),
                        key)
                .cancel()
                .check(Texts.get("connect.connect"), DialogBox.Emphasis.ACCENT, controller::connect);
        Platform.runLater(key::focusAndSelect);
        return box[0];
    }
}
