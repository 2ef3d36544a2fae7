package quayside.app.ui.connect;

import java.time.Duration;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.wire.Fault;

/** The card of the first screen: it shows the form, the progress, or the warning about a changed key. */
final class ConnectCard extends VBox {
    private enum Face {
        FORM,
        PROGRESS,
        CHANGED_KEY
    }

    private final ConnectForm form;

    ConnectCard(ConnectModel model, ConnectController controller) {
        form = new ConnectForm(model, controller);
        ObservableValue<Face> face = model.state.map(ConnectCard::faceOf);
        Node progress = new Progress(model, controller);
        Node changedKey = new ChangedKey(model, controller);
        showWhile(form, Face.FORM, face);
        showWhile(progress, Face.PROGRESS, face);
        showWhile(changedKey, Face.CHANGED_KEY, face);
        getStyleClass().add("connect-card");
        getChildren()
                .addAll(
                        Nodes.label(Texts.get("connect.title"), "card-title"),
                        new StackPane(form, progress, changedKey));
        sceneProperty().addListener((scene, before, now) -> {
            if (now != null) {
                controller.checkClipboard();
            }
        });
    }

    void focus() {
        form.focusFirst();
    }

    private static void showWhile(Node node, Face own, ObservableValue<Face> face) {
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

    /** Replaces the form while the program connects, or waits for a server that is not up yet. */
    private static final class Progress extends VBox {
        private final Label title = Nodes.paragraph("", "strong");
        private final Label detail = Nodes.paragraph("", "muted");
        private final Label next = Nodes.label("", "muted", "small-text");
        private final Timeline countdown =
                new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), event -> showNextTry()));
        private Duration left = Duration.ZERO;

        Progress(ConnectModel model, ConnectController controller) {
            ProgressIndicator spinner = new ProgressIndicator();
            spinner.setAccessibleText(Texts.get("connect.busy"));
            Button cancel = Nodes.button(Texts.get("shared.cancel"), controller::disconnect);
            cancel.setId("connect-cancel");
            cancel.setCancelButton(true);
            title.setTextAlignment(TextAlignment.CENTER);
            detail.setTextAlignment(TextAlignment.CENTER);
            detail.setId("connect-progress-detail");
            getStyleClass().add("connect-progress");
            setAlignment(Pos.CENTER);
            getChildren().addAll(spinner, title, detail, next, cancel);
            countdown.setCycleCount(Animation.INDEFINITE);
            model.state.addListener((state, before, now) -> changed(now));
        }

        private void changed(ShareState state) {
            countdown.stop();
            if (state instanceof ShareState.Connecting connecting) {
                display(Texts.get("connect.connecting", connecting.address()), "");
                Nodes.show(next, false);
            } else if (state instanceof ShareState.Waiting waiting) {
                String address = waiting.address();
                display(Texts.get("connect.waiting.title", address), Texts.get("connect.waiting", address));
                left = waiting.nextTry();
                Nodes.show(next, true);
                showNextTry();
                countdown.playFromStart();
            }
        }

        private void display(String heading, String sentence) {
            title.setText(heading);
            detail.setText(sentence);
            Nodes.show(detail, !sentence.isEmpty());
        }

        private void showNextTry() {
            next.setText(
                    left.isPositive()
                            ? Texts.get("connect.waiting.next", HumanFormat.duration(left))
                            : Texts.get("connect.waiting.now"));
            left = left.minusSeconds(1);
        }
    }

    /**
     * The warning that a known server proved another identity. Leaving takes one click. Trusting the new key takes
     * three, the second of which confirms a statement.
     */
    private static final class ChangedKey extends VBox {
        private final ConnectController controller;

        ChangedKey(ConnectModel model, ConnectController controller) {
            this.controller = controller;
            getStyleClass().add("changed-key");
            model.state.addListener((state, before, now) -> {
                if (now instanceof ShareState.Failed failed) {
                    show(failed);
                }
            });
        }

        private void show(ShareState.Failed failed) {
            Label title = Nodes.paragraph(Texts.get("connect.changed.title", failed.address()), "section-title");
            title.setGraphic(Nodes.icon(Glyph.ALERT, "danger-icon"));
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
}
