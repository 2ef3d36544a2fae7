package quayside.app.ui.connect;

import java.time.Duration;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/** What stands in the form's place while the program connects, or waits for a server that is not up yet. */
final class ConnectProgress extends VBox {
    private final Label title = Nodes.paragraph("", "strong");
    private final Label detail = Nodes.paragraph("", "muted");
    private final Label next = Nodes.label("", "muted", "small-text");
    private final Timeline countdown =
            new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), event -> showNextTry()));
    private Duration left = Duration.ZERO;

    ConnectProgress(ConnectModel model, ConnectController controller) {
        ProgressIndicator spinner = new ProgressIndicator();
        spinner.setAccessibleText(Texts.get("connect.busy"));
        Button cancel = Nodes.button(Texts.get("action.cancel"), controller::disconnect);
        cancel.setId("connect-cancel");
        cancel.setCancelButton(true);
        title.setTextAlignment(TextAlignment.CENTER);
        detail.setTextAlignment(TextAlignment.CENTER);
        detail.setId("connect-progress-detail");
        getStyleClass().add("connect-progress");
        setAlignment(Pos.CENTER);
        getChildren().addAll(spinner, title, detail, next, cancel);
        countdown.setCycleCount(Animation.INDEFINITE);
        model.state().addListener((state, before, now) -> changed(now));
    }

    private void changed(ShareState state) {
        countdown.stop();
        if (state instanceof ShareState.Connecting connecting) {
            say(Texts.get("connect.connecting", DisplayText.escape(connecting.address())), "");
            Nodes.show(next, false);
        } else if (state instanceof ShareState.Waiting waiting) {
            String address = DisplayText.escape(waiting.address());
            say(Texts.get("connect.waiting.title", address), Texts.get("connect.waiting", address));
            left = waiting.nextTry();
            Nodes.show(next, true);
            showNextTry();
            countdown.playFromStart();
        }
    }

    private void say(String heading, String sentence) {
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
