package quayside.app.ui.host;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
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
import quayside.app.ui.kit.TwoEnds;
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
    private static final double MIN_WIDTH_FOR_SMALL = 680;

    /** The height of two columns without the rows of guests and invitations. */
    private static final double FIXED = 356;

    private static final int MIN_ROWS = 2;
    private static final int MAX_ROWS = 12;

    private enum Arrangement {
        ALONE,
        ONE_COLUMN,
        SMALL,
        TWO_COLUMNS
    }

    /** What the chips of a small window choose. */
    private enum Part {
        GUESTS("host.guests"),
        INVITATIONS("host.invitations"),
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
    private final InvitationsCard invitations;
    private final EventLog log;
    private final StackPane page = new StackPane();
    private final ObservableDoubleValue minWidthForTwo;
    private final ObservableDoubleValue minWidthForSmall;
    private final ObservableDoubleValue left;
    private final Chips<Part> chips = new Chips<>(Part.class, Part::words);
    private final ScrollPane side = new ScrollPane();
    private final IntegerProperty guestRows = new SimpleIntegerProperty(this, "guestRows", MIN_ROWS);
    private final IntegerProperty invitationRows = new SimpleIntegerProperty(this, "invitationRows", MIN_ROWS);
    private Arrangement arranged = Arrangement.ALONE;

    HostView(
            HostModel model,
            HostController controller,
            FoldersController folders,
            InvitationController invited,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Chooser chooser,
            Consumer<String> clipboard) {
        this.model = model;
        folder = new FolderCard(model, controller, folders, host::transferred, services);
        invite = new InviteCard(model, controller, clipboard, services);
        advanced = new AdvancedCard(model, controller, protection, host, services, clipboard);
        guests = new GuestsView(model, controller, invited, host, services, guestRows);
        invitations = new InvitationsCard(
                model,
                invited,
                () -> model.on().ifPresent(on -> new NewInvitation(on, invited, host, services, chooser).show()),
                services,
                invitationRows);
        divide(services.look());
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
        model.invitations.addListener((Observable changed) -> count());
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

    /** Divides the height among guests and invitations: what one list leaves is the other's, before either scrolls. */
    private void divide(Look look) {
        var fixed = look.px(FIXED);
        var guest = guests.rowHeight();
        var invitation = invitations.rowHeight();
        Observable[] all = {heightProperty(), fixed, guest, invitation, model.guests, model.invitations};
        guestRows.bind(Bindings.createIntegerBinding(
                () -> {
                    double room = getHeight() - fixed.get();
                    int both = rows(room / (guest.get() + invitation.get()));
                    int invited = Math.clamp(model.invitations.size(), 1, both);
                    return rows((room - invited * invitation.get()) / guest.get());
                },
                all));
        invitationRows.bind(Bindings.createIntegerBinding(
                () -> {
                    int present = Math.clamp(model.guests.size(), 1, guestRows.get());
                    return rows((getHeight() - fixed.get() - present * guest.get()) / invitation.get());
                },
                Stream.concat(Stream.of(all), Stream.of(guestRows)).toArray(Observable[]::new)));
    }

    private static int rows(double room) {
        return (int) Math.clamp(room, MIN_ROWS, MAX_ROWS);
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
        chips.count(Part.INVITATIONS, model.invitations.size());
        chips.count(Part.ACTIVITY, model.entries.size());
    }

    private void rearrange() {
        if (wanted() != arranged) {
            arrange();
        } else {
            showChosen();
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
        invitations.compact(small);
        log.compact(small);
        showChosen();
        page.getChildren()
                .setAll(
                        switch (arranged) {
                            case ALONE -> alone();
                            case ONE_COLUMN -> column(List.of(folder, invite, guests, invitations, log, advanced));
                            case SMALL -> small();
                            case TWO_COLUMNS -> twoColumns();
                        });
    }

    /** Shows the chosen part in a small window, and both in any other. */
    private void showChosen() {
        // Without a share there is nothing to invite to.
        boolean on = model.on().isPresent();
        chips.show(Part.INVITATIONS, on);
        if (!on && chips.chosenProperty().get() == Part.INVITATIONS) {
            chips.chosenProperty().set(Part.GUESTS);
        }
        for (Part part : Part.values()) {
            boolean shown = (on || part != Part.INVITATIONS)
                    && (arranged != Arrangement.SMALL || chips.chosenProperty().get() == part);
            Nodes.show(card(part), shown);
            Nodes.show(tools(part), shown);
        }
    }

    private Node card(Part part) {
        return switch (part) {
            case GUESTS -> guests;
            case INVITATIONS -> invitations;
            case ACTIVITY -> log;
        };
    }

    private Node tools(Part part) {
        return switch (part) {
            case GUESTS -> guests.tools;
            case INVITATIONS -> invitations.tools;
            case ACTIVITY -> log.tools();
        };
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
        HBox tools = new HBox(8, guests.tools, invitations.tools, log.tools());
        TwoEnds head = new TwoEnds(chips, tools);
        head.getStyleClass().addAll("host-card-head", "host-parts-head");
        StackPane lists = new StackPane(guests, invitations, log);
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
        VBox second = column(List.of(guests, invitations, log));
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
