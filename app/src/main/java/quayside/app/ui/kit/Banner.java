package quayside.app.ui.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** A strip across a pane that says one thing and offers the next step. */
public final class Banner extends HBox {
    /** What it is about, which decides its colour. */
    public enum Tone {
        INFO,
        SUCCESS,
        WARNING,
        ERROR;

        private Ikon ikon() {
            return switch (this) {
                case INFO -> Feather.INFO;
                case SUCCESS -> Feather.CHECK_CIRCLE;
                case WARNING -> Feather.ALERT_TRIANGLE;
                case ERROR -> Feather.ALERT_CIRCLE;
            };
        }

        private String styleClass() {
            return switch (this) {
                case INFO -> "info";
                case SUCCESS -> "success";
                case WARNING -> "warning";
                case ERROR -> "error";
            };
        }
    }

    public Banner(Tone tone, String sentence, Button... actions) {
        Label words = Nodes.paragraph(sentence);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        getStyleClass().addAll("banner", tone.styleClass());
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(Nodes.icon(tone.ikon()), words);
        for (Button action : actions) {
            action.getStyleClass().add("small");
            getChildren().add(action);
        }
        setAccessibleText(sentence);
    }
}
