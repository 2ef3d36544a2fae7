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
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.server.AwayGuest;
import quayside.server.Guest;
import quayside.server.text.ServerPhrase;

/**
 * The connected guests and the blocked addresses. Guests can be disconnected or blocked; blocked ones can be admitted
 * again.
 */
final class GuestsView extends ListCard<Guest> {
    private static final Rows ROWS = new Rows(44, 75, 520);
    private static final double LEAST_NAME = 56;

    /** The limits that are offered, in bytes per second. */
    private static final long[] SPEEDS = {250_000, 1_000_000, 2_000_000, 5_000_000, 20_000_000};

    private final HostModel model;
    private final HostService host;
    private final ToggleButton blockedShown = new ToggleButton();
    private final VBox blocked = new VBox();
    private final HostController controller;
    private final InvitationController invitations;
    private boolean isCompact;

    GuestsView(
            HostModel model,
            HostController controller,
            InvitationController invitations,
            HostService host,
            UiServices services,
            ObservableIntegerValue rows) {
        super("host-guests", "host.guests", model.guests, ROWS, services.look(), rows);
        this.model = model;
        this.host = host;
        this.controller = controller;
        this.invitations = invitations;
        list.setCellFactory(view -> new GuestRow(this::showMenu, services, narrow()));
        list.setPlaceholder(Nodes.muted(Texts.get("host.guests.none")));
        // Nobody clicks on a row that another one has just replaced.
        model.guestsHeld.bind(list.hoverProperty().or(menu.showingProperty()));
        blocked.setId("host-blocked");
        blocked.setAccessibleText(Texts.get("host.guests.blocked"));
        addTools();
        getChildren().add(blocked);
        model.blocked.addListener((Observable changed) -> showBlocked());
        model.blockedGuests.addListener((Observable changed) -> showBlocked());
        model.away.addListener((Observable changed) -> showBlocked());
        blockedShown.selectedProperty().addListener((Observable changed) -> showBlocked());
        showBlocked();
    }

    @Override
    void compact(boolean now) {
        super.compact(now);
        isCompact = now;
        showBlocked();
    }

    private void addTools() {
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
        tools.getChildren().addAll(blockedShown, all);
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
                guest -> rows.add(blocked(HostModel.who(guest.who()), () -> host.unblockGuest(guest.installation()))));
        model.blocked.forEach(source -> rows.add(blocked(source, () -> host.unblock(source))));
        for (AwayGuest guest : model.away) {
            String whom = Texts.get(
                    guest.orders().paused() ? "host.guests.away.paused" : "host.guests.away.limited",
                    HostModel.who(guest.who()));
            boolean paused = guest.orders().paused();
            Button end = Nodes.button(
                    Texts.get(paused ? "host.guests.resume" : "host.guests.limit.remove"), () -> host.lift(guest.id()));
            end.getStyleClass().add("guest-order-end");
            end.setAccessibleText(Texts.get("host.guests.named", end.getText(), whom));
            rows.add(row(paused ? Glyph.PAUSE : Glyph.CLOCK, whom, end));
        }
        blocked.getChildren().setAll(rows);
        Nodes.show(blocked, blockedShown.isSelected());
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

    @Override
    List<MenuItem> menuOf(Guest guest) {
        List<MenuItem> items = new ArrayList<>();
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
        items.addAll(List.of(
                item(
                        "guest-pause",
                        Texts.get(paused ? "host.guests.resume" : "host.guests.pause"),
                        () -> host.pause(id, !paused, "")),
                limit));
        if (!guest.invitation().isEmpty()) {
            items.add(item(
                    "guest-pause-invited",
                    Texts.get(paused ? "host.guests.resumeInvited" : "host.guests.pauseInvited", guest.invitation()),
                    () -> host.pauseInvited(guest.invitation(), !paused, "")));
        }
        items.addAll(List.of(
                new SeparatorMenuItem(),
                item("guest-disconnect", Texts.get("host.guests.disconnect"), () -> host.disconnect(id)),
                item("guest-message", Texts.get("host.guests.message"), () -> controller.askWithMessage(guest)),
                item("guest-block-guest", Texts.get("host.guests.blockGuest"), () -> controller.askToBlock(guest)),
                item("guest-block", Texts.get("host.guests.block"), () -> host.block(guest.address()))));
        if (!guest.invitation().isEmpty()) {
            items.add(item(
                    "guest-revoke",
                    Texts.get("host.guests.revoke", guest.invitation()),
                    () -> invitations.revoke(guest.invitation())));
        }
        return items;
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
            long limit = guest.details().orders().bytesPerSecond();
            String limited = limit == 0 ? "" : Texts.get("host.guests.atMost", HumanFormat.speed(limit));
            boolean hasRoom = limit == 0 && (guest.invitation().isEmpty() || place.isEmpty());
            where.setText(Stream.of(guest.invitation(), place, limited, hasRoom ? since : "")
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
            speed.setText(guest.bytesPerSecond() == 0 ? "" : HumanFormat.speed(guest.bytesPerSecond()));
            more.setAccessibleText(Texts.get("host.guests.menu.whose", who.getText()));
            return String.join(", ", List.of(who.getText(), where.getText(), words, speed.getText()));
        }
    }
}
