package quayside.app.ui.kit;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.text.TextAlignment;

/** Makes the placeholder for an empty list: an icon, one sentence and possible actions. */
public final class EmptyState {
    private EmptyState() {}

    public static Node of(Glyph glyph, String title, String sentence, Button... actions) {
        return build("empty-state", glyph, title, sentence, actions);
    }

    /** Makes the placeholder for an error; the sentence is the error's own. */
    public static Node error(Glyph glyph, String title, String sentence, Button... actions) {
        return build("error-state", glyph, title, sentence, actions);
    }

    private static Node build(String styleClass, Glyph glyph, String title, String sentence, Button... actions) {
        Label heading = Nodes.paragraph(title, "state-title");
        heading.setAlignment(Pos.CENTER);
        heading.setTextAlignment(TextAlignment.CENTER);
        LowColumn box = new LowColumn(new Icon(glyph, Icon.Size.S40), heading);
        box.getStyleClass().addAll("state", styleClass);
        if (!sentence.isEmpty()) {
            Label words = Nodes.paragraph(sentence, "muted");
            words.setAlignment(Pos.CENTER);
            words.setTextAlignment(TextAlignment.CENTER);
            words.getStyleClass().add("state-sentence");
            box.getChildren().add(words);
        }
        if (actions.length > 0) {
            FlowPane row = new FlowPane(8, 8, actions);
            row.setAlignment(Pos.CENTER);
            box.getChildren().add(row);
        }
        box.setAccessibleText(title + " " + sentence);
        ScrollPane scroll = LowColumn.fill(new ScrollPane(), box);
        scroll.getStyleClass().add("state-scroll");
        scroll.setFocusTraversable(false);
        return scroll;
    }
}
