package quayside.app.ui.home;

import atlantafx.base.controls.Spacer;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.MenuKey;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.DisplayText;

/** A saved share on the first screen: a click opens it, and its menu changes what is saved. */
final class ShareCard extends StackPane {
    private static final double PADDING = 16;

    private final SavedServer server;
    private final HomeController controller;
    private final UiServices services;

    /**
     * @param hasKey whether its key is kept, so that it opens without a question
     * @param online whether it is connected
     * @param near whether it is announced nearby
     */
    ShareCard(
            SavedServer server,
            boolean hasKey,
            boolean online,
            boolean near,
            HomeController controller,
            UiServices services) {
        this.server = server;
        this.controller = controller;
        this.services = services;
        String name = DisplayText.escape(server.name());
        String address = DisplayText.escape(server.link().address());
        HBox top = HomeView.cardHead(name, address);
        String access = Texts.get(online ? "home.card.online" : hasKey ? "home.card.key" : "home.card.asks");
        Label state = Nodes.label(near && !online ? Texts.get("home.card.nearby", access) : access, "small-text");
        Region dot = new Region();
        dot.getStyleClass().add("share-dot");
        dot.pseudoClassStateChanged(PseudoClass.getPseudoClass("online"), true);
        state.setGraphic(
                online
                        ? dot
                        : near
                                ? Nodes.icon(Glyph.WIFI, "accent-icon")
                                : Nodes.icon(hasKey ? Glyph.KEY : Glyph.LOCK, "quiet"));
        String last = Texts.get("home.card.opened", HumanFormat.date(server.lastUsed(), services.clock()));
        Optional<ShareId> id = ShareId.of(server).filter(known -> !online);
        Label opened = Nodes.label("", "muted", "small-text");
        opened.textProperty()
                .bind(controller.waits.map(waits -> id.map(waits::get)
                        .map(waiting -> Texts.get("home.card.waits", waiting.count()))
                        .orElse(last)));
        opened.setMinWidth(Region.USE_PREF_SIZE);
        HBox bottom = new HBox(state, new Spacer(), opened);
        bottom.setAlignment(Pos.CENTER_LEFT);
        Region between = new Region();
        VBox.setVgrow(between, Priority.ALWAYS);
        VBox content = new VBox(top, between, bottom);
        content.getStyleClass().add("share-card-content");
        Button open = new Button();
        open.setGraphic(content);
        open.setMaxWidth(Double.MAX_VALUE);
        // A button gives its graphic no more than the preferred size.
        content.prefWidthProperty().bind(open.widthProperty().subtract(2 * PADDING));
        content.prefHeightProperty().bind(open.heightProperty().subtract(2 * PADDING));
        open.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        open.getStyleClass().addAll("home-card", "share-card");
        open.setAccessibleText(
                Texts.get(hasKey ? "home.card.open.accessible" : "home.card.ask.accessible", name, address));
        server.id().map(Fingerprint::grouped).map(Nodes::tooltip).ifPresent(open::setTooltip);
        open.setOnAction(event -> controller.open(server));
        ContextMenu menu = menu(hasKey);
        open.setContextMenu(menu);
        MenuKey.install(open);
        Button more = Nodes.iconButton(Glyph.MORE, Texts.get("home.card.more", name), () -> {});
        more.getStyleClass().add("share-card-more");
        more.setOnAction(event -> menu.show(more, Side.BOTTOM, 0, 0));
        setAlignment(more, Pos.TOP_RIGHT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().addAll(open, more);
    }

    private ContextMenu menu(boolean hasKey) {
        MenuItem forgetKey = item("card-forget-key", "home.card.forgetKey", () -> controller.forgetKey(server));
        forgetKey.setVisible(hasKey);
        MenuItem forget = item("card-forget", "home.card.forget", () -> controller.forget(server));
        forget.getStyleClass().add("danger");
        return new ContextMenu(
                item("card-open", "home.card.open", () -> controller.open(server)),
                item("card-rename", "home.card.rename", this::rename),
                item("card-address", "home.card.address", this::changeAddress),
                item("card-key", "home.card.otherKey", () -> controller.openWithAnotherKey(server)),
                forgetKey,
                forget);
    }

    private static MenuItem item(String id, String key, Runnable action) {
        MenuItem item = new MenuItem(Texts.get(key));
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void rename() {
        services.dialogs()
                .ask(
                        Texts.get("home.rename.title", server.name()),
                        Texts.get("home.rename.name"),
                        server.name(),
                        server.name().length(),
                        Texts.get("home.card.rename"),
                        name -> name.isBlank() ? Optional.of(Texts.get("home.rename.empty")) : Optional.empty(),
                        name -> controller.rename(server, name));
    }

    private void changeAddress() {
        String address = server.link().address();
        services.dialogs()
                .ask(
                        Texts.get("home.address.title", server.name()),
                        Texts.get("home.link"),
                        address,
                        address.length(),
                        Texts.get("home.address.save"),
                        typed -> Typed.of(typed, "") instanceof Typed.Problem problem
                                ? Optional.of(problem.sentence())
                                : typed.isBlank() ? Optional.of(Texts.get("home.address.empty")) : Optional.empty(),
                        typed -> controller.move(server, ShareLink.parse(typed.strip())));
    }
}
