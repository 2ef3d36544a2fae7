package quayside.app.ui.browse;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.util.Set;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** Draws a pane: header, path, chooser and table, status line. */
final class BrowseView<P> {
    private static final Duration PROGRESS_DELAY = Duration.millis(250);
    private static final double MIN_WIDTH_FOR_CHOOSER_EM = 41;
    private static final double MIN_WIDTH_FOR_ICON_EM = 28;

    private final Side side;
    private final BrowseModel<P> model;
    private final FileTable table;
    private final FolderTree<P> tree;
    private final PaneActions<P> actions;
    private final Icon icon;
    private final Label title;
    private final CustomTextField filter = new CustomTextField();
    private final ToggleButton chooser =
            Nodes.asIcon(new ToggleButton(), Glyph.LIST, Texts.get("browse.chooser.toggle"));
    private final ExplainedButton transfer;
    private final PathBar<P> path;
    private final LeftOut leftOut;
    private final StatusLine status;
    private final BorderPane content = new BorderPane();
    private final StackPane body = new StackPane();
    private final VBox pane = new VBox();
    private final HBox tools;
    private final PauseTransition progressDelay = new PauseTransition(PROGRESS_DELAY);
    private boolean chooserSetByUser;
    private boolean entering;
    private long jobInTree;
    private long shownJob;

    BrowseView(
            Side side,
            BrowseModel<P> model,
            FileTable table,
            FolderTree<P> tree,
            PathBar<P> path,
            PaneActions<P> actions,
            LeftOut leftOut,
            Consumer<String> filtered) {
        this.side = side;
        this.model = model;
        this.table = table;
        this.tree = tree;
        this.path = path;
        this.actions = actions;
        icon = Nodes.icon(side.icon());
        title = Nodes.name(side.title(), "pane-title");
        Button button = Nodes.button(side.transferIcon(), side.transfer(), actions::transfer);
        button.setId(side == Side.LOCAL ? "upload" : "download");
        button.getStyleClass().add("pane-transfer");
        transfer = new ExplainedButton(
                button,
                side.transferTip(),
                model.whyNotTransferred,
                Bindings.isEmpty(table.node().getSelectionModel().getSelectedIndices()));
        this.leftOut = leftOut;
        status = new StatusLine(side, model, table, leftOut);
        tools = tools();
        build(filtered);
        listen();
    }

    VBox node() {
        return pane;
    }

    void detach(Node instead) {
        title.setText(side.title());
        Nodes.show(tools, false);
        Nodes.show(transfer, false);
        Nodes.show(filter, false);
        Nodes.show(status.node(), false);
        body.getChildren().setAll(instead);
    }

    void attach(String shownTitle) {
        title.setText(shownTitle);
        Nodes.show(tools, true);
        Nodes.show(transfer, true);
        Nodes.show(filter, true);
        Nodes.show(status.node(), true);
        body.getChildren().setAll(content);
    }

    /** Gives the focus to the table, or to the first control of what is shown instead. */
    void focus() {
        if (body.getChildren().contains(content)) {
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
        filter.requestFocus();
        filter.selectAll();
    }

    private void build(Consumer<String> filtered) {
        filter.setPromptText(Texts.get("browse.filter"));
        filter.setAccessibleText(Texts.get("browse.filter.name"));
        filter.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        filter.getStyleClass().add("filter-field");
        filter.textProperty().addListener((text, before, now) -> filtered.accept(now));
        filter.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                leaveFilter();
                event.consume();
            }
        });
        HBox header = new HBox(icon, title, new Spacer(), filter, transfer);
        header.getStyleClass().add("pane-header");
        header.setAlignment(Pos.CENTER_LEFT);
        content.setCenter(table.node());
        body.getStyleClass().add("pane-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        pane.getStyleClass().addAll("browse-pane", side == Side.LOCAL ? "local" : "remote");
        pane.getChildren().setAll(header, tools, body, status.node());
        pane.setMinWidth(0);
    }

    private HBox tools() {
        Button up = Nodes.iconButton(Glyph.ARROW_UP, Texts.get("browse.up"), actions::up);
        up.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> model.trail.get().size() < 2, model.trail));
        Button refresh = Nodes.iconButton(Glyph.REFRESH, Texts.get("browse.refresh"), actions::refresh);
        Button newFolder = Nodes.iconButton(Glyph.FOLDER_PLUS, Texts.get("browse.newFolder"), actions::newFolder);
        newFolder.setId(side == Side.LOCAL ? "new-folder" : "new-remote-folder");
        Node addition = new ExplainedButton(
                newFolder,
                Texts.get("browse.newFolder"),
                Bindings.createStringBinding(() -> actions.refusal(FileSource.Right.ADD), model.rights),
                new SimpleBooleanProperty(false));
        chooser.setOnAction(event -> {
            chooserSetByUser = true;
            showChooser(chooser.isSelected());
        });
        HBox.setHgrow(path, Priority.ALWAYS);
        HBox row = new HBox(chooser, up, path, addition, refresh);
        row.getStyleClass().add("pane-tools");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void listen() {
        model.trail.addListener((trail, before, now) -> {
            path.show(now);
            tree.follow(now);
        });
        model.places.addListener((places, before, now) -> {
            tree.show(now);
            tree.follow(model.trail.get());
        });
        model.listing.addListener((listing, before, now) -> show(now));
        model.arrangement.addListener((arrangement, before, now) -> {
            if (!filter.getText().equals(now.filter())) {
                filter.setText(now.filter());
            }
        });
        model.rights.addListener((rights, before, now) -> {
            Listing listing = model.listing.get();
            if (listing.complete() && listing.all().isEmpty()) {
                table.node().setPlaceholder(emptyFolder());
            }
        });
        pane.widthProperty().addListener((width, before, now) -> fit());
        title.fontProperty().addListener((font, before, now) -> fit());
        progressDelay.setOnFinished(event -> table.node().setPlaceholder(new ProgressIndicator()));
    }

    private void fit() {
        double em = title.getFont().getSize();
        table.fit(em);
        Nodes.show(icon, pane.getWidth() >= MIN_WIDTH_FOR_ICON_EM * em);
        if (!chooserSetByUser) {
            showChooser(pane.getWidth() >= MIN_WIDTH_FOR_CHOOSER_EM * em);
        }
    }

    private void showChooser(boolean shown) {
        chooser.setSelected(shown);
        content.setLeft(shown ? tree.node() : null);
    }

    private void show(Listing listing) {
        // A refresh is a new job whose only snapshot is complete. Every other new job begins with no rows.
        boolean refreshed = listing.complete() && !table.node().getItems().isEmpty();
        boolean sameFolder = refreshed || listing.job() == shownJob;
        shownJob = listing.job();
        Set<String> wanted = listing.complete() ? model.takeNamesToSelect() : Set.of();
        table.show(listing.shown(), wanted, sameFolder);
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
                            Nodes.button(Texts.get("browse.noMatch.action"), filter::clear)));
        }
    }

    private Node emptyFolder() {
        return leftOut.emptyFolder(
                model.listing.get().omitted(), model.rights.get().add());
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

    /**
     * A button in its own container. The tooltip describes the button's action, or the reason why it is not allowed.
     * The tooltip belongs to the container because a disabled button shows none.
     */
    private static final class ExplainedButton extends StackPane {
        /**
         * Makes the container of {@code button} and controls whether the button is disabled.
         *
         * @param tip describes the action
         * @param reason the reason why it is not allowed; empty if it is allowed
         * @param idle whether there is nothing to do
         */
        ExplainedButton(Button button, String tip, ObservableStringValue reason, ObservableBooleanValue idle) {
            super(button);
            getStyleClass().add("explained");
            setMinWidth(USE_PREF_SIZE);
            setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
            button.setTooltip(null);
            button.disableProperty().bind(Bindings.isNotEmpty(reason).or(idle));
            Tooltip tooltip = Nodes.tooltip(tip);
            Tooltip.install(this, tooltip);
            tooltip.textProperty()
                    .bind(Bindings.createStringBinding(() -> reason.get().isEmpty() ? tip : reason.get(), reason));
            button.accessibleHelpProperty().bind(tooltip.textProperty());
        }
    }
}
