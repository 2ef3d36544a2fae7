package quayside.app.ui.shell;

import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.MasterDetailPane;
import org.controlsfx.control.StatusBar;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The main layout: top bar, the two sides, transfers below them, status bar. It knows only nodes. */
final class MainView {
    /** The nodes of the features, in reading order. */
    record Parts(
            Node connectBar,
            Node hostToggle,
            Node local,
            Node notice,
            Node remote,
            Node host,
            Node transfers,
            StatusBar statusBar) {}

    /** The actions of the layout's own buttons. */
    record Actions(Runnable settings, Runnable help) {}

    private static final double PANES_SHARE = 0.68;

    private final Parts parts;
    private final VBox node = new VBox();
    private final MasterDetailPane rows;
    private final StackPane right = new StackPane();
    private final VBox remoteSide;
    private final VBox hostSide;
    private final ToggleButton transfersShown = new ToggleButton(Texts.get("shell.transfers"));

    MainView(Parts parts, Actions actions) {
        this.parts = parts;
        VBox.setVgrow(parts.remote(), Priority.ALWAYS);
        remoteSide = new VBox(parts.notice(), parts.remote());
        hostSide = hostSide();
        right.getChildren().setAll(remoteSide);
        right.setMinWidth(0);
        SplitPane sides = new SplitPane(parts.local(), right);
        sides.getStyleClass().add("sides");
        rows = new MasterDetailPane(Side.BOTTOM, sides, parts.transfers(), false);
        rows.setAnimated(false);
        rows.setDividerPosition(PANES_SHARE);
        VBox.setVgrow(rows, Priority.ALWAYS);
        node.getStyleClass().add("main-view");
        node.getChildren().setAll(topBar(actions), rows, statusBar());
    }

    Region node() {
        return node;
    }

    void showTransfers(boolean shown) {
        rows.setShowDetailNode(shown);
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

    private StatusBar statusBar() {
        transfersShown.setGraphic(Nodes.icon(Glyph.TRANSFERS));
        transfersShown.setId("show-transfers");
        transfersShown.setMinWidth(Region.USE_PREF_SIZE);
        transfersShown.getStyleClass().addAll("flat", "small");
        transfersShown.setTooltip(Nodes.tooltip(Texts.get("shell.transfers.tip")));
        transfersShown.selectedProperty().bindBidirectional(rows.showDetailNodeProperty());
        parts.statusBar().getLeftItems().add(transfersShown);
        return parts.statusBar();
    }
}
