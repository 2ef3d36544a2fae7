package quayside.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The first screen: two large choices and nothing else to decide. */
final class StartScreen {
    private final VBox node;
    private final Button connect;

    StartScreen(Runnable onConnect, Runnable onShare) {
        connect = choice(
                "connect",
                Glyph.LINK,
                Texts.get("shell.start.connect"),
                Texts.get("shell.start.connect.how"),
                onConnect);
        Button share = choice(
                "share", Glyph.SHARE, Texts.get("shell.start.share"), Texts.get("shell.start.share.how"), onShare);
        FlowPane choices = new FlowPane(24, 24, connect, share);
        choices.setAlignment(Pos.CENTER);
        Node mark = WindowIcon.draw(56);
        Label promise = Nodes.paragraph(Texts.get("shell.start.promise"), "muted", "start-promise");
        promise.setTextAlignment(TextAlignment.CENTER);
        node = new VBox(
                mark,
                Nodes.label(Texts.get("shell.title"), "start-title"),
                Nodes.label(Texts.get("shell.start.subtitle"), "start-subtitle", "muted"),
                choices,
                promise);
        node.getStyleClass().add("start-screen");
        node.setAlignment(Pos.CENTER);
    }

    Node node() {
        return node;
    }

    void focus() {
        connect.requestFocus();
    }

    private static Button choice(String id, Glyph glyph, String title, String how, Runnable action) {
        Label sentence = Nodes.label(how, "muted");
        sentence.setWrapText(true);
        sentence.setTextAlignment(TextAlignment.CENTER);
        VBox content = new VBox(new Icon(glyph, Icon.Size.S40), Nodes.label(title, "choice-title"), sentence);
        content.getStyleClass().add("choice-content");
        content.setAlignment(Pos.CENTER);
        Button button = new Button();
        button.setId("start-" + id);
        button.setGraphic(content);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.getStyleClass().addAll("choice", id);
        button.setAccessibleText(title + ". " + how);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }
}
