package quayside.app.ui.home;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextFormatter;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.FolderMenu;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.DisplayText;

/** Draws the first screen: the field for a link, the saved shares, and the folder to share. */
final class HomeView extends ScrollPane {
    /** The least width of a card, and the gaps between cards, in pixels at the default text size. */
    private static final double CARD = 296;

    private static final double GAP = 16;
    private static final double LOW = 600;
    private static final double ABOVE = 40;

    private final HomeController controller;
    private final SettingsStore settings;
    private final UiServices services;
    private final CustomTextField link = new CustomTextField();
    private final HBox offer = new HBox();
    private final FlowPane cards = new FlowPane();
    private final Label savedCaption = Nodes.label("", "section-title");
    private final Label around = Nodes.sentence("", "muted", "small-text");
    private List<ShareCard> savedCards = List.of();
    private List<NearbyCard> nearbyCards = List.of();

    /** The saved shares that are shown as nearby. */
    private List<SavedServer> near = List.of();

    private final FlowPane folders = new FlowPane();
    Consumer<Optional<Path>> shareFolder = folder -> {};

    HomeView(HomeController controller, SettingsStore settings, UiServices services) {
        this.settings = settings;
        this.controller = controller;
        this.services = services;
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        fault.setId("home-link-fault");
        fault.textProperty()
                .bind(controller.typed.map(now -> now instanceof Typed.Problem problem ? problem.sentence() : ""));
        fault.visibleProperty().bind(fault.textProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        offer.getStyleClass().add("home-offer");
        offer.setAlignment(Pos.CENTER_LEFT);
        cards.getStyleClass().add("home-cards");
        folders.getStyleClass().add("home-cards");
        VBox opening = section(Nodes.label(Texts.get("home.title"), "display"), field(), fault, offer);
        opening.getStyleClass().add("home-opening");
        around.setId("home-around");
        HBox savedTitle = new HBox(savedCaption, new Spacer(), around);
        savedTitle.setAlignment(Pos.BASELINE_LEFT);
        VBox saved = section(savedTitle, cards);
        VBox sharing = section(Nodes.label(Texts.get("home.share"), "section-title"), folders);
        Label promise = Nodes.label(Texts.get("home.promise"), "muted", "small-text");
        promise.setGraphic(Nodes.icon(Glyph.LOCK, "quiet"));
        StackPane foot = new StackPane(promise);
        foot.getStyleClass().add("home-foot");
        VBox.setVgrow(foot, Priority.ALWAYS);
        Region above = new Region();
        above.setPrefHeight(ABOVE);
        // In a low window the space above the field shrinks before anything scrolls.
        above.minHeightProperty().bind(heightProperty().map(height -> height.doubleValue() < LOW ? 0 : ABOVE));
        VBox column = new VBox(above, opening, saved, sharing, foot);
        column.getStyleClass().add("home-column");
        StackPane page = new StackPane(column);
        page.getStyleClass().add("home-page");
        setContent(page);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "home");
        // The cards follow the width of the window, also when it becomes smaller.
        cards.setMinWidth(0);
        folders.setMinWidth(0);
        cards.widthProperty().addListener((width, before, now) -> arrange());
        services.look().onScale(this, this::arrange);
        controller.offer.subscribe(this::showOffer);
        controller.shown.subscribe(this::showSaved);
        controller.nearby.subscribe(this::showNearby);
        controller.own.addListener((own, before, now) -> showCards());
        Latest<Settings> newest = new Latest<>(now -> showFolders(now.host().folders()));
        showFolders(settings.settings().host().folders());
        services.background().whileOpen(settings.onChange(newest::offer));
        controller.own.addListener(
                (own, before, now) -> showFolders(settings.settings().host().folders()));
    }

    void focus() {
        link.requestFocus();
    }

    private static VBox section(Node... nodes) {
        VBox section = new VBox(nodes);
        section.getStyleClass().add("home-section");
        return section;
    }

    private Node field() {
        link.setId("home-link");
        link.widthProperty().addListener((width, before, now) -> fitPrompt());
        link.fontProperty().addListener((font, before, now) -> fitPrompt());
        fitPrompt();
        link.setAccessibleText(Texts.get("home.link"));
        link.setLeft(Nodes.icon(Glyph.LINK, "quiet"));
        link.setOnAction(event -> controller.connect());
        link.setTextFormatter(new TextFormatter<>(this::maskPastedKey));
        link.textProperty().bindBidirectional(controller.link);
        HBox.setHgrow(link, Priority.ALWAYS);
        Button connect = Nodes.accent(Nodes.button(Texts.get("home.connect"), controller::connect));
        connect.setId("home-connect");
        connect.disableProperty().bind(controller.typed.map(now -> !(now instanceof Typed.Ready)));
        HBox row = new HBox(link, connect);
        row.getStyleClass().add("home-field");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** Shows the whole prompt if it has room, or its beginning in fewer words. */
    private void fitPrompt() {
        String whole = Texts.get("home.link.prompt");
        Text drawn = new Text(whole);
        drawn.setFont(link.getFont());
        // The icon and the insets take about four times the height of a letter.
        double room = link.getWidth() - 4 * link.getFont().getSize();
        link.setPromptText(
                link.getWidth() > 0 && drawn.getLayoutBounds().getWidth() > room
                        ? Texts.get("home.link.prompt.brief")
                        : whole);
    }

    /** Removes the key of a pasted link before it gets into a field that everybody can read. */
    private TextFormatter.Change maskPastedKey(TextFormatter.Change change) {
        // A change of one letter is typing; a half-typed key must not be removed while the user types.
        if (change.getText().length() > 1) {
            String kept = controller.removeKey(change.getControlNewText());
            if (!kept.equals(change.getControlNewText())) {
                change.setRange(0, change.getControlText().length());
                change.setText(kept);
                change.selectRange(kept.length(), kept.length());
            }
        }
        return change;
    }

    private void showOffer(Optional<ShareLink> found) {
        offer.getChildren().clear();
        found.ifPresent(where -> {
            Hyperlink take = new Hyperlink(Texts.get("home.offer.use"));
            take.setId("home-offer");
            take.getStyleClass().add("strong");
            take.setOnAction(event -> controller.acceptOffer());
            Button no = Nodes.iconButton(Glyph.X, Texts.get("home.offer.dismiss"), controller::dropOffer);
            no.getStyleClass().add("small");
            offer.getChildren()
                    .addAll(
                            Nodes.icon(Glyph.COPY, "quiet"),
                            Nodes.name(Texts.get("home.offer", where.address()), "muted"),
                            take,
                            no);
        });
        Nodes.show(offer, found.isPresent());
    }

    private void showSaved(HomeController.Saved saved) {
        near = saved.servers().stream().filter(controller::isNearby).toList();
        savedCards = saved.servers().stream()
                .map(server -> new ShareCard(
                        server,
                        saved.withKey().contains(server),
                        saved.online().contains(server),
                        near.contains(server),
                        controller,
                        services))
                .toList();
        showCards();
    }

    private void showNearby(Nearby.State state) {
        savedCaption.setText(Texts.get(state.isLooking() ? "home.savedAndNearby" : "home.saved"));
        around.setText(Texts.get(state.isBlocked() ? "home.nearby.blocked" : "home.nearby.looking"));
        Nodes.show(around, state.isLooking());
        HomeController.Saved saved = controller.shown.get();
        if (saved.servers().stream().filter(controller::isNearby).toList().equals(near)) {
            showCards();
        } else {
            showSaved(saved);
        }
    }

    /** Shows the saved shares, and those nearby that are not saved. A card that stays is not made again. */
    private void showCards() {
        List<NearbyShare> found = controller.newNearby();
        Map<NearbyShare, NearbyCard> before =
                nearbyCards.stream().collect(Collectors.toMap(card -> card.share, card -> card));
        nearbyCards = found.stream()
                .map(share -> before.getOrDefault(share, new NearbyCard(share, controller)))
                .toList();
        List<Node> shown = new ArrayList<>(savedCards);
        shown.addAll(nearbyCards);
        if (shown.isEmpty()) {
            VBox words = new VBox(
                    Nodes.label(Texts.get("home.saved.none")),
                    Nodes.paragraph(Texts.get("home.saved.none.how"), "muted", "small-text"));
            words.setAlignment(Pos.CENTER_LEFT);
            HBox none = new HBox(new Icon(Glyph.SHARE, Icon.Size.S20), words);
            none.getStyleClass().addAll("home-card", "home-none", "wide");
            none.setAlignment(Pos.CENTER_LEFT);
            shown.add(none);
        }
        // One by one, so that a card that stays keeps the focus.
        List<Node> present = cards.getChildren();
        present.retainAll(shown);
        for (int i = 0; i < shown.size(); i++) {
            if (i >= present.size() || !present.get(i).equals(shown.get(i))) {
                present.remove(shown.get(i));
                present.add(i, shown.get(i));
            }
        }
        arrange();
    }

    /** Makes the cards as wide as the columns for which there is room. The folder to share again takes what is left. */
    private void arrange() {
        double room = cards.getWidth();
        if (room <= 0) {
            return;
        }
        int columns = Math.max(1, (int) ((room + GAP) / (services.look().scale() * CARD + GAP)));
        double one = Math.floor((room - GAP * (columns - 1)) / columns);
        boolean beside = columns > 2;
        cards.getChildren().forEach(card -> ((Region) card).setPrefWidth(isWide(card) ? room : one));
        folders.getChildren().forEach(card -> {
            boolean again = card.getStyleClass().contains("home-again");
            double width = again ? room - one - GAP : one;
            ((Region) card).setPrefWidth(beside && !isWide(card) ? width : room);
        });
    }

    private static boolean isWide(Node card) {
        return card.getStyleClass().contains("wide");
    }

    private void showFolders(List<Path> last) {
        List<Path> named =
                last.stream().filter(folder -> folder.getFileName() != null).toList();
        Optional<Path> again = named.stream().findFirst();
        Node other = again.isPresent()
                ? tile(
                        "share-other",
                        Texts.get("home.share.other"),
                        Texts.get("home.share.other.how"),
                        Optional.empty(),
                        () -> shareFolder.accept(Optional.empty()))
                : tile(
                        "share-other",
                        Texts.get("home.share.first"),
                        Texts.get("home.share.first.how"),
                        Optional.of(Texts.get("home.share.first.choose")),
                        () -> shareFolder.accept(Optional.empty()));
        if (again.isEmpty()) {
            other.getStyleClass().add("wide");
        }
        folders.getChildren()
                .setAll(again.stream().map(folder -> again(folder, named)).toList());
        folders.getChildren().add(other);
        arrange();
    }

    private Node again(Path folder, List<Path> all) {
        String name = DisplayText.escape(
                SharedFolder.titleOf(folder, settings.settings().host().together()));
        boolean shared =
                controller.own.get().stream().anyMatch(own -> own.folder().equals(folder));
        VBox words = new VBox(
                Nodes.name(Texts.get(shared ? "home.share.now.title" : "home.share.again.title", name), "strong"),
                Nodes.name(HumanFormat.path(folder), "muted", "small-text"));
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button button = Nodes.button(
                Glyph.SHARE,
                Texts.get(shared ? "home.share.now" : "home.share.again"),
                () -> shareFolder.accept(Optional.of(folder)));
        button.setId("share-again");
        FolderMenu others = new FolderMenu(services.background(), other -> shareFolder.accept(Optional.of(other)));
        others.setId("share-earlier");
        others.show(all.subList(1, all.size()));
        HBox card = new HBox(folderTile(), words, button, others);
        card.getStyleClass().addAll("home-card", "home-again");
        card.setAlignment(Pos.CENTER_LEFT);
        return card;
    }

    /** Returns the head of the card of a share: its tile, its name and a second line. */
    static HBox cardHead(String name, String second) {
        VBox words = new VBox(Nodes.name(name, "strong"), Nodes.name(second, "muted", "small-text"));
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox head = new HBox(folderTile(), words);
        head.getStyleClass().add("home-card-content");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private static StackPane folderTile() {
        Icon icon = new Icon(Glyph.FOLDER, Icon.Size.S20);
        icon.getStyleClass().addAll("filled", "kind-folder");
        StackPane tile = new StackPane(icon);
        tile.getStyleClass().add("home-tile");
        return tile;
    }

    /**
     * Makes the dashed tile that takes a folder by a click or a drop.
     *
     * @param deed what a click does, in the look of a button; all of the tile is one
     */
    private Node tile(String id, String title, String how, Optional<String> deed, Runnable action) {
        StackPane plus = new StackPane(new Icon(Glyph.PLUS, Icon.Size.S20));
        plus.getStyleClass().addAll("home-tile", "plain");
        VBox words = new VBox(Nodes.sentence(title, "strong"), Nodes.sentence(how, "muted", "small-text"));
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox content = new HBox(plus, words);
        deed.ifPresent(text -> {
            Label look = Nodes.label(text, "button");
            look.setMinWidth(Region.USE_PREF_SIZE);
            content.getChildren().add(look);
        });
        content.getStyleClass().add("home-card-content");
        content.setAlignment(Pos.CENTER_LEFT);
        Button tile = new Button();
        tile.setId(id);
        tile.setGraphic(content);
        // A button gives its graphic no more than the preferred width.
        content.prefWidthProperty().bind(tile.widthProperty().subtract(2 * GAP));
        tile.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        tile.setAccessibleText(title + ". " + how);
        tile.getStyleClass().addAll("home-card", "home-drop");
        tile.setOnAction(event -> action.run());
        acceptDrops(tile);
        return tile;
    }

    private void acceptDrops(Region target) {
        target.setOnDragOver(event -> {
            if (folder(event.getDragboard().getFiles()).isPresent()) {
                event.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
                event.consume();
            }
        });
        target.setOnDragDropped(event -> {
            Optional<Path> dropped = folder(event.getDragboard().getFiles());
            event.setDropCompleted(dropped.isPresent());
            event.consume();
            if (dropped.isPresent()) {
                shareFolder.accept(dropped);
            }
        });
    }

    private static Optional<Path> folder(List<File> dragged) {
        return dragged.size() == 1
                ? Optional.of(dragged.getFirst().toPath()).filter(Files::isDirectory)
                : Optional.empty();
    }
}
