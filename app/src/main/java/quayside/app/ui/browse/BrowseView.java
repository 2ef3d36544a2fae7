package quayside.app.ui.browse;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.MonoLine;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/** Draws a pane: path, tools, tree and table, status line. */
final class BrowseView<P> {
    private static final Duration PROGRESS_DELAY = Duration.millis(250);
    private static final double MIN_WIDTH_FOR_WORDS = 440;

    /** Below this height the files get the place of the status line. */
    private static final double MIN_HEIGHT_FOR_STATUS = 190;

    private final Side side;
    private final BrowseModel<P> model;
    private final FileTable table;
    private final FolderTree<P> tree;
    private final PathRow<P> path;
    private final ToolRow tools;
    private final PaneActions<P> actions;
    private final LeftOut leftOut;
    private final StatusLine<P> status;
    private final UiServices services;
    private final Function<P, String> titles;
    private final BorderPane content = new BorderPane();
    private final StackPane dropZone = new StackPane();
    private final StackPane body = new StackPane();
    private final VBox pane = new VBox();
    private final PauseTransition progressDelay = new PauseTransition(PROGRESS_DELAY);
    private boolean entering;
    private Runnable onTree = () -> {};
    private long jobInTree;

    BrowseView(
            Side side,
            BrowseModel<P> model,
            FileTable table,
            FolderTree<P> tree,
            BrowseController<P> controller,
            PaneActions<P> actions,
            PaneBookmarks<P> bookmarks,
            LeftOut leftOut,
            List<MoreMenu.Choice> choices,
            UiServices services) {
        this.side = side;
        this.model = model;
        this.table = table;
        this.tree = tree;
        this.actions = actions;
        this.leftOut = leftOut;
        this.services = services;
        titles = folder ->
                controller.source().map(source -> source.title(folder)).orElse("");
        PathBar<P> crumbs = new PathBar<>(titles, folder -> {
            // The crumb that was pressed is gone in the new folder, so the focus would leave the pane.
            focus();
            controller.open(folder);
        });
        path = new PathRow<>(
                side,
                model,
                crumbs,
                new PathField<>(model, controller, services),
                actions,
                place(controller),
                bookmarks.star(),
                () -> table.node().requestFocus());
        tools = new ToolRow(
                side,
                model,
                table,
                actions,
                MoreMenu.of(
                        side,
                        actions,
                        bookmarks,
                        table.columns(),
                        Stream.concat(
                                        Stream.of(new MoreMenu.Choice(
                                                "browse.chooser", "F9", this::showsTree, this::toggleTree)),
                                        choices.stream())
                                .toList()),
                controller::filter,
                this::leaveFilter);
        status = new StatusLine<>(side, model, controller, table, leftOut, services);
        build();
        listen();
    }

    /** Makes the icon before the path. That of a share is a lock that shows whose files these are. */
    private Node place(BrowseController<P> controller) {
        if (side == Side.LOCAL) {
            return Nodes.icon(Glyph.MONITOR, "place-icon");
        }
        Button lock = Nodes.iconButton(
                Glyph.LOCK,
                Texts.get("browse.fingerprint"),
                () -> controller.source().flatMap(FileSource::fingerprint).ifPresent(this::showFingerprint));
        lock.setId("share-fingerprint");
        lock.getStyleClass().add("place-lock");
        lock.disableProperty().bind(model.folder.isNull());
        return lock;
    }

    private void showFingerprint(String fingerprint) {
        String share = titles.apply(model.trail.get().getFirst());
        services.dialogs()
                .show(DialogBox.of(Texts.get("browse.fingerprint.title", share))
                        .sentence(Texts.get("browse.fingerprint.sentence"))
                        .content(new MonoLine(Texts.get("browse.fingerprint.name"), fingerprint))
                        .yielding()
                        .safe(Texts.get("shared.close")));
    }

    void title(String now) {
        path.title(now);
    }

    VBox node() {
        return pane;
    }

    void detach(Node instead) {
        path.hasFiles(false);
        tools.node().setDisable(true);
        body.getChildren().setAll(instead);
    }

    void attach() {
        path.hasFiles(true);
        tools.node().setDisable(false);
        body.getChildren().setAll(content);
    }

    void dispose() {
        status.stopCounting();
    }

    boolean hasFiles() {
        return body.getChildren().contains(content);
    }

    /** Gives the focus to the table, or to the first control of what is shown instead. */
    void focus() {
        if (hasFiles() && sees()) {
            table.node().requestFocus();
        } else {
            // A scroll pane that is new here gets its content with its skin.
            body.applyCss();
            body.layout();
            body.lookupAll("*").stream()
                    .filter(node -> node.isFocusTraversable() && !(node instanceof ScrollPane) && isUsable(node))
                    .findFirst()
                    .orElse(pane)
                    .requestFocus();
        }
    }

    /** Returns whether the node is part of this pane now. */
    boolean holds(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.equals(pane)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUsable(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible() || at.isDisabled()) {
                return false;
            }
        }
        return true;
    }

    /** Leads from the filter into the table, once the table shows what matches. */
    private void leaveFilter() {
        table.node().requestFocus();
        entering = true;
        enterIfArranged(model.listing.get());
    }

    private void enterIfArranged(Listing listing) {
        if (entering && listing.arrangement().equals(model.arrangement.get())) {
            entering = false;
            if (table.node().isFocused()) {
                table.enter();
            }
        }
    }

    void focusFilter() {
        if (hasFiles() && sees()) {
            tools.focusFilter();
        }
    }

    /** Turns the path into a field. */
    void typePath() {
        if (hasFiles() && sees()) {
            path.type();
        }
    }

    private boolean sees() {
        return model.rights.get().see();
    }

    /** Returns what is shown instead of the table to a user who can only send files. */
    Node dropZone() {
        return dropZone;
    }

    /** Shows the table, or to a user who can only send files the place to which they are dragged. */
    private void showSight() {
        content.setCenter(sees() ? table.node() : dropZone);
        Nodes.show(tools.node(), sees());
        if (!sees()) {
            showTree(false);
        }
    }

    boolean showsTree() {
        return content.getLeft() != null;
    }

    void toggleTree() {
        showTree(!showsTree());
        onTree.run();
    }

    void showTree(boolean shown) {
        content.setLeft(shown && sees() ? tree.node() : null);
    }

    /** Sets what happens when the user has opened or closed the tree. */
    void onTree(Runnable action) {
        onTree = action;
    }

    private void build() {
        dropZone.getStyleClass().add("drop-zone-margin");
        dropZone.getChildren().setAll(leftOut.onlySending(() -> actions.onChooseFiles.run()));
        dropZone.setMinHeight(0);
        showSight();
        body.getStyleClass().add("pane-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        pane.getStyleClass().addAll("browse-pane", side == Side.LOCAL ? "local" : "remote");
        pane.getChildren().setAll(path.node(), tools.node(), body, status.node());
        pane.setMinWidth(0);
        // Whatever the body shows has to do with the height that is left.
        pane.setMinHeight(0);
        body.setMinHeight(0);
        content.setMinHeight(0);
        table.node().setMinHeight(0);
        tools.followFocus(pane);
    }

    private void listen() {
        model.trail.addListener((trail, before, now) -> {
            tree.follow(now);
        });
        model.places.addListener((places, before, now) -> {
            tree.show(now);
            tree.follow(model.trail.get());
        });
        model.listing.addListener((listing, before, now) -> show(now));
        model.arrangement.addListener((arrangement, before, now) -> {
            tools.showFilter(now.filter());
        });
        model.rights.addListener((rights, before, now) -> {
            if (now.see() != before.see()) {
                showSight();
            }
            Listing listing = model.listing.get();
            if (listing.complete() && listing.all().isEmpty()) {
                table.node().setPlaceholder(emptyFolder());
            }
        });
        pane.widthProperty().addListener((width, before, now) -> fit());
        pane.heightProperty().addListener((height, before, now) -> fit());
        services.look().onScale(pane, this::fit);
        progressDelay.setOnFinished(event -> table.node().setPlaceholder(new ProgressIndicator()));
    }

    private void fit() {
        tools.fold(pane.getWidth() < MIN_WIDTH_FOR_WORDS * services.look().scale());
        Nodes.show(
                status.node(),
                pane.getHeight() >= MIN_HEIGHT_FOR_STATUS * services.look().scale());
    }

    private void show(Listing listing) {
        if (listing.complete()) {
            Set<String> _ = model.takeNamesToSelect();
        }
        table.show(listing.shown(), model.rows());
        enterIfArranged(listing);
        if (listing.complete() && listing.job() != jobInTree) {
            jobInTree = listing.job();
            tree.update(model.folder.get(), listing.all());
        }
        content.setTop(null);
        progressDelay.stop();
        if (listing.fault() != null) {
            showFault(listing);
        } else if (!listing.complete()) {
            table.node().setPlaceholder(new StackPane());
            progressDelay.playFromStart();
        } else if (listing.all().isEmpty()) {
            table.node().setPlaceholder(emptyFolder());
        } else {
            table.node()
                    .setPlaceholder(EmptyState.of(
                            Glyph.SEARCH,
                            Texts.get("browse.noMatch.title"),
                            "",
                            Nodes.button(Texts.get("browse.noMatch.action"), tools::clearFilter)));
        }
    }

    private Node emptyFolder() {
        List<P> trail = model.trail.get();
        return leftOut.emptyFolder(
                trail.isEmpty() ? "" : titles.apply(trail.getLast()),
                model.listing.get(),
                model.rights.get().add(),
                new LeftOut.Ways(this::typePath, () -> actions.onChooseFiles.run(), actions::newFolder));
    }

    private void showFault(Listing listing) {
        String sentence = String.valueOf(listing.fault());
        Button retry = Nodes.button(Glyph.REFRESH, Texts.get("browse.retry"), actions::refresh);
        if (listing.shown().isEmpty()) {
            table.node()
                    .setPlaceholder(EmptyState.error(Glyph.ALERT, Texts.get("browse.fault.title"), sentence, retry));
        } else {
            content.setTop(new Banner(Banner.Tone.ERROR, sentence, retry));
        }
    }
}
