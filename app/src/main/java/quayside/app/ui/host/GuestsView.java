package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostService;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.MenuKey;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.server.AwayGuest;
import quayside.server.Guest;
import quayside.server.Who;
import quayside.server.text.ServerPhrase;

/**
 * The connected guests and the blocked addresses. Guests can be disconnected or blocked; blocked ones can be admitted
 * again.
 */
final class GuestsView extends VBox {
    private static final double ROW = 44;
    private static final double NARROW_ROW = 75;
    private static final double LEAST_NAME = 56;
    private static final double MIN_WIDTH_BESIDE = 520;

    /** The limits that are offered, in bytes per second. */
    private static final long[] SPEEDS = {250_000, 1_000_000, 2_000_000, 5_000_000, 20_000_000};

    private final HostModel model;
    private final HostService host;
    private final ToggleButton blockedShown = new ToggleButton();
    private final VBox blocked = new VBox();
    private final ListView<Guest> list;
    private final HBox tools = new HBox(8);
    private final HBox head;
    private final HostController controller;
    private final ContextMenu menu = new ContextMenu();
    private final InvitationController invitations;
    private boolean isCompact;

    GuestsView(
            HostModel model,
            HostController controller,
            InvitationController invitations,
            HostService host,
            UiServices services,
            ObservableIntegerValue rows) {
        this.model = model;
        this.host = host;
        this.controller = controller;
        this.invitations = invitations;
        list = new ListView<>(model.guests);
        list.setId("host-guests");
        list.getStyleClass().addAll("edge-to-edge", "host-list");
        BooleanBinding narrow = list.widthProperty().lessThan(services.look().px(MIN_WIDTH_BESIDE));
        var row = services.look().px(ROW);
        var narrowRow = services.look().px(NARROW_ROW);
        list.fixedCellSizeProperty().bind(Bindings.when(narrow).then(narrowRow).otherwise(row));
        list.setCellFactory(view -> new GuestRow(this::showMenu, services, narrow));
        // Filled when it is shown; without an item it would not be.
        menu.getItems().add(new MenuItem());
        menu.setOnShowing(event -> fill(list.getSelectionModel().getSelectedItem()));
        list.setContextMenu(menu);
        MenuKey.install(list);
        list.setPlaceholder(Nodes.muted(Texts.get("host.guests.none")));
        list.setAccessibleText(Texts.get("host.guests"));
        HostRow.fit(list, Bindings.size(model.guests), rows);
        blocked.setId("host-blocked");
        blocked.setAccessibleText(Texts.get("host.guests.blocked"));
        getStyleClass().add("host-card");
        head = head(controller);
        getChildren().addAll(head, list, blocked);
        compact(false);
        model.blocked.addListener((Observable changed) -> showBlocked());
        model.blockedGuests.addListener((Observable changed) -> showBlocked());
        model.away.addListener((Observable changed) -> showBlocked());
        blockedShown.selectedProperty().addListener((Observable changed) -> showBlocked());
        showBlocked();
    }

    /** Leaves the head to {@link HostView} and takes the height that is there, or is as high as its rows. */
    void compact(boolean now) {
        isCompact = now;
        showBlocked();
        Nodes.show(head, !now);
        if (!now) {
            head.getChildren().remove(tools);
            head.getChildren().add(tools);
        }
        list.setMinHeight(now ? 0 : USE_PREF_SIZE);
        setMinHeight(now ? 0 : USE_PREF_SIZE);
        VBox.setVgrow(list, now ? Priority.ALWAYS : Priority.NEVER);
    }

    /** Returns the height of a row. */
    ObservableDoubleValue rowHeight() {
        return list.fixedCellSizeProperty();
    }

    /** Returns what can be done to all guests. It stands in the head, unless that is left to {@link HostView}. */
    HBox tools() {
        return tools;
    }

    private HBox head(HostController controller) {
        Label count = Nodes.label("", "badge");
        count.setMinWidth(USE_PREF_SIZE);
        count.textProperty().bind(Bindings.size(model.guests).asString());
        count.visibleProperty().bind(Bindings.isNotEmpty(model.guests));
        blockedShown.setId("host-blocked-shown");
        blockedShown.setGraphic(Nodes.icon(Glyph.BAN));
        blockedShown.setMnemonicParsing(false);
        blockedShown.setMinWidth(USE_PREF_SIZE);
        blockedShown.getStyleClass().addAll("flat", "small");
        Button all = Nodes.button(Texts.get("host.guests.disconnectAll"), controller::disconnectAll);
        all.setId("host-disconnect-all");
        all.getStyleClass().addAll("flat", "small");
        all.visibleProperty().bind(Bindings.isNotEmpty(model.guests));
        all.managedProperty().bind(all.visibleProperty());
        Label title = Nodes.label(Texts.get("host.guests"), "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.getChildren().addAll(blockedShown, all);
        HBox made = new HBox(8, title, count, new Spacer());
        made.getStyleClass().add("host-card-head");
        return made;
    }

    private void showBlocked() {
        int many = model.blocked.size() + model.blockedGuests.size();
        String count = many == 0 && !model.away.isEmpty()
                ? Texts.get("host.guests.away.count", model.away.size())
                : Texts.get("host.guests.blocked.count", many);
        blockedShown.setText(isCompact ? Integer.toString(Math.max(many, model.away.size())) : count);
        blockedShown.setAccessibleText(count);
        boolean any = many > 0 || !model.away.isEmpty();
        Nodes.show(blockedShown, any);
        if (!any) {
            blockedShown.setSelected(false);
        }
        List<Node> rows = new ArrayList<>();
        model.blockedGuests.forEach(
                guest -> rows.add(blocked(who(guest.who()), () -> host.unblockGuest(guest.installation()))));
        model.blocked.forEach(source -> rows.add(blocked(source, () -> host.unblock(source))));
        for (AwayGuest guest : model.away) {
            String whom = Texts.get(
                    guest.orders().paused() ? "host.guests.away.paused" : "host.guests.away.limited", who(guest.who()));
            Button lift = Nodes.button(Texts.get("host.guests.lift"), () -> host.lift(guest.id()));
            lift.getStyleClass().add("guest-lift");
            lift.setAccessibleText(Texts.get("host.guests.lift.whom", whom));
            rows.add(row(Glyph.PAUSE, whom, lift));
        }
        blocked.getChildren().setAll(rows);
        Nodes.show(blocked, blockedShown.isSelected());
    }

    private static String who(Who who) {
        return who.name().isEmpty() ? who.address() : Texts.get("host.guests.named", who.name(), who.address());
    }

    private static Node blocked(String whom, Runnable back) {
        Button unblock = Nodes.button(Texts.get("host.guests.unblock"), back);
        unblock.getStyleClass().add("guest-unblock");
        unblock.setAccessibleText(Texts.get("host.guests.unblock.whom", whom));
        return row(Glyph.BAN, whom, unblock);
    }

    private static Node row(Glyph glyph, String whom, Button button) {
        button.getStyleClass().add("small");
        HBox row = new HBox(12, Nodes.icon(glyph, "quiet"), Nodes.name(whom), new Spacer(), button);
        row.getStyleClass().add("blocked-row");
        return row;
    }

    private void showMenu(Guest guest, Node beside) {
        list.getSelectionModel().select(guest);
        menu.show(beside, Side.BOTTOM, 0, 0);
    }

    /** Fills the menu for one guest; its row may show another one while the menu is open. */
    private void fill(@Nullable Guest guest) {
        menu.getItems().clear();
        if (guest == null) {
            return;
        }
        String id = guest.id();
        boolean paused = guest.details().orders().paused();
        Menu limit = new Menu(Texts.get("host.guests.limit"), Nodes.icon(Glyph.CLOCK));
        limit.getItems().setAll(limits("host.guests.limit.noOwn", speed -> host.limit(id, speed, "")));
        Menu each = new Menu(
                model.limitOfEach.get() == 0
                        ? Texts.get("host.guests.limitEach")
                        : Texts.get("host.guests.limitEach.to", HumanFormat.speed(model.limitOfEach.get())));
        each.getItems().setAll(limits("host.guests.limit.none", controller::limitEach));
        limit.getItems().addAll(new SeparatorMenuItem(), each);
        if (!guest.invitation().isEmpty()) {
            Menu invited = new Menu(Texts.get("host.guests.limitInvited", guest.invitation()));
            invited.setId("guest-limit-invited");
            invited.getItems()
                    .setAll(limits(
                            "host.guests.limit.none", speed -> host.limitInvited(guest.invitation(), speed, "")));
            limit.getItems().add(invited);
        }
        menu.getItems()
                .addAll(
                        item(
                                "guest-pause",
                                Texts.get(paused ? "host.guests.resume" : "host.guests.pause"),
                                () -> host.pause(id, !paused, "")),
                        limit);
        if (!guest.invitation().isEmpty()) {
            menu.getItems()
                    .add(item(
                            "guest-pause-invited",
                            Texts.get(
                                    paused ? "host.guests.resumeInvited" : "host.guests.pauseInvited",
                                    guest.invitation()),
                            () -> host.pauseInvited(guest.invitation(), !paused, "")));
        }
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        item("guest-disconnect", Texts.get("host.guests.disconnect"), () -> host.disconnect(id)),
                        item("guest-message", Texts.get("host.guests.message"), () -> controller.askWithMessage(guest)),
                        item(
                                "guest-block-guest",
                                Texts.get("host.guests.blockGuest"),
                                () -> controller.askToBlock(guest)),
                        item("guest-block", Texts.get("host.guests.block"), () -> host.block(guest.address())));
        if (!guest.invitation().isEmpty()) {
            menu.getItems()
                    .add(item(
                            "guest-revoke",
                            Texts.get("host.guests.revoke", guest.invitation()),
                            () -> invitations.revoke(guest.invitation())));
        }
    }

    private static MenuItem item(String id, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static List<MenuItem> limits(String none, LongConsumer chosen) {
        List<MenuItem> items = new ArrayList<>();
        items.add(item("limit-0", Texts.get(none), () -> chosen.accept(0)));
        for (long each : SPEEDS) {
            items.add(item("limit-" + each, HumanFormat.speed(each), () -> chosen.accept(each)));
        }
        return items;
    }

    private static final class GuestRow extends HostRow<Guest> {
        private final UiServices services;
        private final Icon figure = Nodes.icon(Glyph.MONITOR, "quiet");
        private final Label who = Nodes.name("");
        private final Label where = Nodes.name("", "muted", "small-text");
        private final Icon direction = new Icon(Glyph.ARROW_DOWN, Icon.Size.S12);
        private final CutName file = new CutName();
        private final Label activity = Nodes.name("", "muted", "small-text");
        private final HBox what = new HBox(4, direction, file, activity);
        private final ProgressBar bar = new ProgressBar();
        private final VBox work = new VBox(4, what, bar);
        private final Label speed = Nodes.label("", "figure");
        private final Button more;

        GuestRow(BiConsumer<Guest, Node> menu, UiServices services, BooleanBinding narrow) {
            super(12);
            this.services = services;
            file.getStyleClass().add("small-text");
            what.setAlignment(Pos.CENTER_LEFT);
            work.setAlignment(Pos.CENTER_LEFT);
            work.setMinWidth(0);
            who.minWidthProperty().bind(services.look().px(LEAST_NAME));
            where.minWidthProperty().bind(services.look().px(LEAST_NAME));
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.getStyleClass().add("thin");
            speed.setAlignment(Pos.CENTER_RIGHT);
            // One width, so that the bars of all rows end at the same place.
            speed.minWidthProperty().bind(services.look().px(84));
            speed.prefWidthProperty().bind(speed.minWidthProperty());
            more = Nodes.iconButton(Glyph.MORE, Texts.get("host.guests.menu"), () -> showMenu(menu));
            more.getStyleClass().add("guest-menu");
            narrow.addListener((is, before, now) -> arrange(now));
            arrange(narrow.get());
        }

        private void showMenu(BiConsumer<Guest, Node> menu) {
            Guest shown = getItem();
            if (shown != null) {
                menu.accept(shown, more);
            }
        }

        private void arrange(boolean narrow) {
            if (narrow) {
                HBox first = new HBox(8, figure, who, where, new Spacer(), speed, more);
                first.setAlignment(Pos.CENTER_LEFT);
                VBox lines = new VBox(2, first, work);
                lines.setAlignment(Pos.CENTER_LEFT);
                grow(lines);
                compose(lines);
            } else {
                VBox name = new VBox(who, where);
                name.setAlignment(Pos.CENTER_LEFT);
                name.prefWidthProperty().bind(services.look().px(200));
                name.setMinWidth(0);
                grow(work);
                compose(figure, name, work, speed, more);
            }
        }

        private static void grow(VBox node) {
            node.setMinWidth(0);
            // It takes what is left, so that it begins at the same place in all rows.
            node.setPrefWidth(0);
            HBox.setHgrow(node, Priority.ALWAYS);
        }

        @Override
        String show(Guest guest) {
            String since = Texts.get("host.guests.since", HumanFormat.moment(guest.since(), services.clock()));
            who.setText(guest.name().isEmpty() ? guest.address() : guest.name());
            String place = guest.name().isEmpty() ? "" : guest.address();
            where.setText(
                    Stream.of(guest.invitation(), place, guest.invitation().isEmpty() || place.isEmpty() ? since : "")
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining(" · ")));
            String words = HostModel.activity(guest);
            activity.setText(words);
            boolean down = guest.activity().key() == ServerPhrase.DOWNLOADING;
            boolean moves = !guest.details().orders().paused()
                    && (down || guest.activity().key() == ServerPhrase.UPLOADING_NOW);
            direction.glyph(down ? Glyph.ARROW_DOWN : Glyph.ARROW_UP);
            file.set(moves ? HostModel.file(guest) : "");
            int others = guest.details().transfers().size() - 1;
            activity.setText(moves && others > 0 ? Texts.get("host.guests.others", others) : words);
            figure.glyph(guest.details().orders().paused() ? Glyph.PAUSE : Glyph.MONITOR);
            Nodes.show(direction, moves);
            Nodes.show(file, moves);
            Nodes.show(activity, !moves || others > 0);
            Nodes.show(bar, guest.progress().isPresent());
            bar.setProgress(guest.progress().orElse(0));
            long limit = guest.details().orders().bytesPerSecond();
            String now = guest.bytesPerSecond() == 0 ? "" : HumanFormat.speed(guest.bytesPerSecond());
            speed.setText(limit == 0 ? now : Texts.get("host.guests.atMost", HumanFormat.speed(limit)));
            more.setAccessibleText(Texts.get("host.guests.menu.whose", who.getText()));
            return String.join(", ", List.of(who.getText(), where.getText(), words, speed.getText()));
        }
    }
}
