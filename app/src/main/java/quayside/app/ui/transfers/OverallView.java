package quayside.app.ui.transfers;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The whole queue's progress in one line, for the window's status bar. */
final class OverallView {
    private final Label words = Nodes.label("", "muted", "small-text");
    private final ProgressBar bar = new ProgressBar();
    private final HBox node = new HBox(words, bar);

    OverallView(TransfersModel model) {
        node.getStyleClass().add("overall");
        node.setAlignment(Pos.CENTER_RIGHT);
        bar.setPrefWidth(120);
        model.overall().addListener((overall, before, now) -> show(now));
        show(model.overall().get());
    }

    Node node() {
        return node;
    }

    private void show(Overall overall) {
        Nodes.show(bar, overall.active() > 0);
        bar.setProgress(overall.fraction());
        words.setText(sentence(overall));
    }

    private static String doing(Overall overall) {
        if (overall.waiting() == overall.active()) {
            return Texts.get("transfers.overall.waiting");
        }
        return overall.asking() == overall.active()
                ? Texts.get("transfers.overall.asking")
                : TransferRow.moving(overall.bytesPerSecond(), overall.timeLeft());
    }

    private static String sentence(Overall overall) {
        if (overall.active() > 0) {
            return Texts.get("transfers.overall.active", overall.active(), doing(overall));
        }
        if (overall.paused() > 0) {
            return Texts.get("transfers.overall.paused", overall.paused());
        }
        return overall.failed() > 0
                ? Texts.get("transfers.overall.failed", overall.failed())
                : Texts.get("transfers.overall.idle");
    }
}
