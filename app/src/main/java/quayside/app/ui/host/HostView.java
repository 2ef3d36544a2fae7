package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableDoubleValue;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Chips;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/**
 * The host's screen: cards in two columns that fill the height. In a small window the folder becomes a strip, the link
 * stands below it, and chips choose between guests and activity; in a very narrow one the cards are one column. It
 * scrolls if it does not fit. While nothing is shared and nothing has happened, it is one narrow column.
 */
final class HostView extends ScrollPane {
    private static final PseudoClass SMALL = PseudoClass.getPseudoClass("small");
    private static final double GAP = 16;
    private static final double LEFT = 456;
    private static final double LEFT_PART = 0.46;
    private static final double NARROW = 640;
    private static final double SMALL_LEFT = 312;
    private static final double MIN_WIDTH_FOR_TWO_COLUMNS = 1000;
    private static final double MIN_WIDTH_FOR_SMALL = 620;

    private enum Arrangement {
        ALONE,
        ONE_COLUMN,
        SMALL,
        TWO_COLUMNS
    }

    /** What the chips of a small window choose. */
    private enum Part {
        GUESTS("host.guests"),
        ACTIVITY("host.log");

        private final String key;

        Part(String key) {
            this.key = key;
        }

        String words() {
            return Texts.get(key);
        }
    }

    private final HostModel model;
    private final FolderCard folder;
    private final InviteCard invite;
    private final AdvancedCard advanced;
    private final GuestsView guests;
    private final EventLog log;
    private final StackPane page = new StackPane();
    private final ObservableDoubleValue minWidthForTwo;
    private final ObservableDoubleValue minWidthForSmall;
    private final ObservableDoubleValue left;
    private final Chips<Part> chips = new Chips<>(Part.class, Part::words);
    private final ScrollPane side = new ScrollPane();
    private Arrangement arranged = Arrangement.ALONE;

    HostView(
            HostModel model,
            HostController controller,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Chooser chooser,
            Consumer<String> clipboard) {
        this.model = model;
        folder = new FolderCard(model, controller, host::transferred, services);
        invite = new InviteCard(model, controller, clipboard, services);
        advanced = new AdvancedCard(model, controller, protection, host, services, clipboard);
        guests = new GuestsView(model, controller, host, services);
        log = new EventLog(model, controller, services, chooser);
        Look look = services.look();
        minWidthForTwo = look.px(MIN_WIDTH_FOR_TWO_COLUMNS);
        minWidthForSmall = look.px(MIN_WIDTH_FOR_SMALL);
        left = look.px(LEFT);
        side.setFitToWidth(true);
        side.setHbarPolicy(ScrollBarPolicy.NEVER);
        side.getStyleClass().addAll("edge-to-edge", "host-side");
        side.minWidthProperty().bind(look.px(SMALL_LEFT));
        side.prefWidthProperty().bind(look.px(SMALL_LEFT));
        model.guests.addListener((Observable changed) -> count());
        model.entries.addListener((Observable changed) -> count());
        count();
        chips.setId("host-parts");
        chips.chosenProperty().addListener((chosen, before, now) -> showChosen());
        page.getStyleClass().add("host-page");
        setContent(page);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "host-screen");
        for (Observable each :
                new Observable[] {widthProperty(), minWidthForTwo, minWidthForSmall, model.state, model.entries}) {
            each.addListener(changed -> rearrange());
        }
        advanced.unfolded().addListener((unfolded, before, now) -> {
            if (now) {
                Platform.runLater(this::showAdvanced);
            }
        });
        arrange();
    }

    /** Scrolls until the unfolded card is visible, or as much of it as fits. */
    private void showAdvanced() {
        layout();
        ScrollPane scroll = arranged == Arrangement.SMALL ? side : this;
        Bounds card = scroll.getContent().sceneToLocal(advanced.localToScene(advanced.getLayoutBounds()));
        double room = scroll.getViewportBounds().getHeight();
        double hidden = scroll.getContent().getLayoutBounds().getHeight() - room;
        double top = scroll.getVvalue() * hidden;
        double wanted = Math.min(card.getMinY() - GAP, Math.max(top, card.getMaxY() + GAP - room));
        if (hidden > 0) {
            scroll.setVvalue(Math.clamp(wanted / hidden, 0, 1));
        }
    }

    private void count() {
        chips.count(Part.GUESTS, model.guests.size());
        chips.count(Part.ACTIVITY, model.entries.size());
    }

    private void rearrange() {
        if (wanted() != arranged) {
            arrange();
        }
    }

    private Arrangement wanted() {
        if (!(model.state.get() instanceof HostState.On) && model.entries.isEmpty()) {
            return Arrangement.ALONE;
        }
        return getWidth() >= minWidthForTwo.get()
                ? Arrangement.TWO_COLUMNS
                : getWidth() >= minWidthForSmall.get() ? Arrangement.SMALL : Arrangement.ONE_COLUMN;
    }

    private void arrange() {
        arranged = wanted();
        boolean small = arranged == Arrangement.SMALL;
        page.pseudoClassStateChanged(SMALL, small);
        side.setContent(null);
        VBox.setVgrow(invite, arranged == Arrangement.TWO_COLUMNS ? Priority.ALWAYS : Priority.NEVER);
        folder.compact(small);
        invite.compact(small);
        guests.compact(small);
        log.compact(small);
        showChosen();
        page.getChildren()
                .setAll(
                        switch (arranged) {
                            case ALONE -> alone();
                            case ONE_COLUMN -> column(List.of(folder, invite, guests, log, advanced));
                            case SMALL -> small();
                            case TWO_COLUMNS -> twoColumns();
                        });
    }

    /** Shows the chosen part in a small window, and both in any other. */
    private void showChosen() {
        for (Part part : Part.values()) {
            boolean shown =
                    arranged != Arrangement.SMALL || chips.chosenProperty().get() == part;
            Nodes.show(part == Part.GUESTS ? guests : log, shown);
            Nodes.show(part == Part.GUESTS ? guests.tools() : log.tools(), shown);
        }
    }

    private Node alone() {
        VBox column = column(List.of(folder, invite, advanced));
        column.setMaxWidth(NARROW);
        StackPane.setAlignment(column, Pos.TOP_CENTER);
        return column;
    }

    private Node small() {
        VBox cards = new VBox(invite, new Separator(), advanced);
        cards.getStyleClass().add("host-side-cards");
        side.setContent(cards);
        HBox head = new HBox(8, chips, new Spacer(), guests.tools(), log.tools());
        head.getStyleClass().add("host-card-head");
        StackPane lists = new StackPane(guests, log);
        lists.setMinHeight(0);
        VBox.setVgrow(lists, Priority.ALWAYS);
        VBox right = new VBox(head, lists);
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox below = new HBox(side, right);
        below.setMinHeight(0);
        VBox.setVgrow(below, Priority.ALWAYS);
        VBox whole = new VBox(folder, below);
        whole.getStyleClass().add("host-small");
        whole.setMinHeight(0);
        return whole;
    }

    private Node twoColumns() {
        VBox first = column(List.of(folder, invite, advanced));
        VBox second = column(List.of(guests, log));
        first.setMinWidth(Region.USE_PREF_SIZE);
        first.setMaxWidth(Region.USE_PREF_SIZE);
        first.prefWidthProperty().bind(Bindings.min(left, widthProperty().multiply(LEFT_PART)));
        second.setMinWidth(0);
        HBox.setHgrow(second, Priority.ALWAYS);
        return new HBox(GAP, first, second);
    }

    private static VBox column(List<Node> cards) {
        VBox column = new VBox(GAP);
        column.getChildren().addAll(cards);
        return column;
    }
}
