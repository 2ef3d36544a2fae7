package quayside.app.ui.connect;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/**
 * The warning that a known server proved another identity. Leaving is one click; trusting the new key takes three, the
 * second of them a statement.
 */
final class ChangedKey extends VBox {
    private final ConnectController controller;

    ChangedKey(ConnectModel model, ConnectController controller) {
        this.controller = controller;
        getStyleClass().add("changed-key");
        model.state().addListener((state, before, now) -> {
            if (now instanceof ShareState.Failed failed) {
                show(failed);
            }
        });
    }

    private void show(ShareState.Failed failed) {
        Label title = Nodes.paragraph(
                Texts.get("connect.changed.title", DisplayText.escape(failed.address())), "section-title");
        title.setGraphic(Nodes.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
        Button leave = Nodes.accent(Nodes.button(Texts.get("connect.changed.leave"), controller::disconnect));
        leave.setId("changed-key-leave");
        Button trust = Nodes.button(Texts.get("connect.changed.consider"), () -> {});
        trust.setId("changed-key-consider");
        FlowPane buttons = new FlowPane(8, 8, leave, trust);
        Node second = secondStep();
        Nodes.show(second, false);
        trust.setOnAction(event -> {
            Nodes.show(second, true);
            trust.setDisable(true);
        });
        getChildren()
                .setAll(
                        title,
                        Nodes.paragraph(failed.sentence()),
                        Nodes.paragraph(Texts.get("connect.changed.advice"), "muted"),
                        buttons,
                        second);
    }

    private Node secondStep() {
        CheckBox compared = new CheckBox(Texts.get("connect.changed.compared"));
        compared.setId("changed-key-compared");
        compared.setWrapText(true);
        Button trust = Nodes.button(Texts.get("connect.changed.trust"), controller::trustChangedKey);
        trust.setId("changed-key-trust");
        trust.getStyleClass().add("danger");
        trust.disableProperty().bind(compared.selectedProperty().not());
        VBox box = new VBox(compared, trust);
        box.getStyleClass().add("changed-key-second");
        return box;
    }
}
