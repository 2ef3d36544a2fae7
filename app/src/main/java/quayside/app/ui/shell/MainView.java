package quayside.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The main layout: top bar, the two sides, and the transfers below them. It knows only nodes. */
final class MainView {
    /** The nodes of the features, in reading order. */
    record Parts(
            Node connectBar,
            Node hostToggle,
            Node local,
            Node notice,
            Node remote,
            Node host,
            Node transfersLine,
            Node transfers) {}

    /** The actions of the layout's own buttons. */
    record Actions(Runnable settings, Runnable help) {}

    private final Parts parts;
    private final VBox node = new VBox();
    private final StackPane right = new StackPane();
    private final VBox remoteSide;
    private final VBox hostSide;

    MainView(Parts parts, Actions actions) {
        this.parts = parts;
        VBox.setVgrow(parts.remote(), Priority.ALWAYS);
        remoteSide = new VBox(parts.notice(), parts.remote());
        hostSide = hostSide();
        right.getChildren().setAll(remoteSide);
        right.setMinWidth(0);
        SplitPane sides = new SplitPane(parts.local(), right);
        sides.getStyleClass().add("sides");
        sides.setMinHeight(0);
        VBox.setVgrow(sides, Priority.ALWAYS);
        node.getStyleClass().add("main-view");
        node.getChildren().setAll(topBar(actions), sides, parts.transfersLine(), parts.transfers());
    }

    Region node() {
        return node;
    }

    /** Shows the host's screen on the right side, or the remote share. */
    void showHost(boolean shown) {
        right.getChildren().setAll(shown ? hostSide : remoteSide);
    }

    private HBox topBar(Actions actions) {
        Button settings = Nodes.iconButton(Glyph.SETTINGS, Texts.get("shell.settings"), actions.settings());
        Button help = Nodes.iconButton(Glyph.HELP, Texts.get("shell.help"), actions.help());
        settings.setId("settings");
        help.setId("help");
        HBox.setHgrow(parts.connectBar(), Priority.ALWAYS);
        HBox bar = new HBox(parts.connectBar(), parts.hostToggle(), settings, help);
        bar.getStyleClass().add("top-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private VBox hostSide() {
        Button back = Nodes.button(Glyph.ARROW_LEFT, Texts.get("shell.host.back"), () -> showHost(false));
        back.getStyleClass().addAll("flat", "small");
        HBox header = new HBox(back);
        header.getStyleClass().add("host-side-header");
        header.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(parts.host(), Priority.ALWAYS);
        VBox side = new VBox(header, parts.host());
        side.getStyleClass().add("host-side");
        return side;
    }
}
