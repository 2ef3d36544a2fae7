package quayside.app.ui.connect;

import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.wire.Fault;

/** The card of the first screen: the form, the wait, or the warning, each at its time. */
final class ConnectCard extends VBox {
    private enum Face {
        FORM,
        PROGRESS,
        CHANGED_KEY
    }

    private final ConnectForm form;

    ConnectCard(ConnectModel model, ConnectController controller) {
        form = new ConnectForm(model, controller);
        ObservableValue<Face> face = model.state().map(ConnectCard::faceOf);
        Node progress = new ConnectProgress(model, controller);
        Node changedKey = new ChangedKey(model, controller);
        turn(form, Face.FORM, face);
        turn(progress, Face.PROGRESS, face);
        turn(changedKey, Face.CHANGED_KEY, face);
        getStyleClass().add("connect-card");
        getStylesheets()
                .add(Objects.requireNonNull(ConnectCard.class.getResource("connect.css"))
                        .toExternalForm());
        getChildren()
                .addAll(
                        Nodes.label(Texts.get("connect.title"), "card-title"),
                        new StackPane(form, progress, changedKey));
        sceneProperty().addListener((scene, before, now) -> {
            if (now != null) {
                controller.lookAtClipboard();
            }
        });
    }

    void focus() {
        form.focusFirst();
    }

    private static void turn(Node node, Face own, ObservableValue<Face> face) {
        Nodes.show(node, face.getValue() == own);
        face.addListener((observable, before, now) -> Nodes.show(node, now == own));
    }

    private static Face faceOf(ShareState state) {
        return switch (state) {
            case ShareState.Connecting ignored -> Face.PROGRESS;
            case ShareState.Waiting ignored -> Face.PROGRESS;
            case ShareState.Failed failed when failed.fault() == Fault.SERVER_KEY_CHANGED -> Face.CHANGED_KEY;
            case ShareState.Failed ignored -> Face.FORM;
            case ShareState.Idle ignored -> Face.FORM;
            case ShareState.Connected ignored -> Face.FORM;
            case ShareState.Lost ignored -> Face.FORM;
        };
    }
}
