package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.server.session.Invitation;

/** The invitations to the shared folder: whom they are for, what they allow, and when they end. */
final class InvitationsCard extends VBox {
    private static final double ROW = 36;
    private static final double NARROW_ROW = 56;
    private static final double MIN_WIDTH_FOR_ONE_LINE = 600;
    private static final double NAME_PART = 0.175;
    private static final double RIGHTS_PART = 0.305;
    private static final double LEAST_NAME = 56;

    private final ListView<Invitation> list;
    private final Label empty = Nodes.paragraph(Texts.get("host.invitations.none"), "muted", "host-empty");
    private final StackPane notice = new StackPane();
    private final HBox tools = new HBox(8);
    private final HBox head;

    /**
     * @param make asks for a new invitation
     * @param rows the most rows that the list shows without scrolling
     */
    InvitationsCard(
            HostModel model,
            InvitationController controller,
            Runnable make,
            UiServices services,
            ObservableIntegerValue rows) {
        list = new ListView<>(model.invitations);
        list.setId("host-invitations");
        list.getStyleClass().addAll("edge-to-edge", "host-list");
        BooleanBinding narrow = list.widthProperty().lessThan(services.look().px(MIN_WIDTH_FOR_ONE_LINE));
        var row = services.look().px(ROW);
        var narrowRow = services.look().px(NARROW_ROW);
        list.fixedCellSizeProperty().bind(Bindings.when(narrow).then(narrowRow).otherwise(row));
        list.setCellFactory(view -> new Row(model, controller, services, narrow));
        list.setAccessibleText(Texts.get("host.invitations"));
        HostRow.fit(list, Bindings.size(model.invitations), rows);
        notice.getStyleClass().add("host-notice");
        Button add = Nodes.button(Glyph.PLUS, Texts.get("host.invitations.new"), make);
        add.setId("host-invite");
        add.getStyleClass().add("small");
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.getChildren().add(add);
        head = head(model);
        getStyleClass().add("host-card");
        getChildren().addAll(head, notice, empty, list);
        model.invitations.addListener((Observable changed) -> showList(model));
        model.invitationsNotice.subscribe(this::say);
        showList(model);
        compact(false);
    }

    private HBox head(HostModel model) {
        Label count = Nodes.label("", "badge");
        count.setMinWidth(USE_PREF_SIZE);
        count.textProperty().bind(Bindings.size(model.invitations).asString());
        count.visibleProperty().bind(Bindings.isNotEmpty(model.invitations));
        Label title = Nodes.label(Texts.get("host.invitations"), "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        HBox made = new HBox(8, title, count, new Spacer());
        made.getStyleClass().add("host-card-head");
        return made;
    }

    private void showList(HostModel model) {
        Nodes.show(empty, model.invitations.isEmpty());
        Nodes.show(list, !model.invitations.isEmpty());
    }

    private void say(String sentence) {
        notice.getChildren().clear();
        if (!sentence.isEmpty()) {
            notice.getChildren().add(new Banner(Banner.Tone.WARNING, sentence));
        }
        Nodes.show(notice, !sentence.isEmpty());
    }

    /** Leaves the head to {@link HostView} and takes the height that is there, or is as high as its rows. */
    void compact(boolean now) {
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

    /** Returns the button for a new one. It stands in the head, unless that is left to {@link HostView}. */
    HBox tools() {
        return tools;
    }

    private static final class Row extends HostRow<Invitation> {
        private final InvitationController controller;
        private final Clock clock;
        private final Label name = Nodes.name("");
        private final Label rights = Nodes.sentence("");
        private final Label end = Nodes.sentence("");
        private final Button copy;
        private final Button more;
        private final Button finish;
        private final ContextMenu menu = new ContextMenu();
        private final InvalidationListener later = at -> act(shown -> setAccessibleText(show(shown)));
        private @Nullable Invitation picked;

        Row(HostModel model, InvitationController controller, UiServices services, BooleanBinding narrow) {
            super(8);
            // The model outlives the rows of a list.
            model.invitationsAt.addListener(new WeakInvalidationListener(later));
            this.controller = controller;
            clock = services.clock();
            copy = Nodes.asCellIcon(new Button(), Glyph.COPY, Texts.get("host.invitations.copy"));
            copy.setOnAction(event -> act(controller::copyLink));
            copy.getStyleClass().add("invitation-copy");
            more = Nodes.asCellIcon(new Button(), Glyph.MORE, Texts.get("host.invitations.menu"));
            more.setOnAction(event -> showMenu());
            more.getStyleClass().add("invitation-menu");
            finish = Nodes.button("", () -> act(this::finish));
            finish.getStyleClass().addAll("flat", "small", "invitation-finish");
            menu.getItems()
                    .addAll(
                            item("invitation-message", Texts.get("host.message.copy"), controller::copyMessage),
                            item("invitation-qr", Texts.get("host.invitations.qr.show"), controller::showQr));
            name.minWidthProperty().bind(services.look().px(LEAST_NAME));
            narrow.addListener((is, before, now) -> arrange(now));
            arrange(narrow.get());
        }

        private void showMenu() {
            // The row may show another invitation while the menu is open.
            picked = getItem();
            menu.show(more, Side.BOTTOM, 0, 0);
        }

        private MenuItem item(String id, String words, Consumer<Invitation> action) {
            MenuItem item = new MenuItem(words);
            item.setId(id);
            item.setOnAction(event -> {
                if (picked != null) {
                    action.accept(picked);
                }
            });
            return item;
        }

        private void act(Consumer<Invitation> action) {
            Invitation shown = getItem();
            if (shown != null) {
                action.accept(shown);
            }
        }

        private void finish(Invitation invitation) {
            if (controller.isValid(invitation)) {
                controller.revoke(invitation);
            } else {
                controller.remove(invitation);
            }
        }

        private void arrange(boolean narrow) {
            HBox deeds = new HBox(4, copy, more, finish);
            deeds.setAlignment(Pos.CENTER_RIGHT);
            deeds.setMinWidth(USE_PREF_SIZE);
            name.prefWidthProperty().unbind();
            rights.prefWidthProperty().unbind();
            if (narrow) {
                name.setPrefWidth(USE_COMPUTED_SIZE);
                rights.setPrefWidth(USE_COMPUTED_SIZE);
                HBox second = new HBox(4, rights, Nodes.label("·", "muted"), end);
                VBox lines = new VBox(2, name, second);
                lines.setAlignment(Pos.CENTER_LEFT);
                lines.setMinWidth(0);
                lines.setPrefWidth(0);
                HBox.setHgrow(lines, Priority.ALWAYS);
                compose(lines, deeds);
            } else {
                name.prefWidthProperty().bind(widthProperty().multiply(NAME_PART));
                rights.prefWidthProperty().bind(widthProperty().multiply(RIGHTS_PART));
                end.setPrefWidth(0);
                end.setMaxWidth(Double.MAX_VALUE);
                HBox.setHgrow(end, Priority.ALWAYS);
                compose(name, rights, end, deeds);
            }
            for (Label each : List.of(rights, end)) {
                each.getStyleClass().removeAll("small-text", "muted");
                each.getStyleClass().add("muted");
                if (narrow) {
                    each.getStyleClass().add("small-text");
                }
            }
            if (narrow) {
                end.setPrefWidth(USE_COMPUTED_SIZE);
            }
        }

        @Override
        String show(Invitation invitation) {
            boolean valid = controller.isValid(invitation);
            String called = InvitationController.name(invitation);
            name.setText(called);
            name.getStyleClass().remove("muted");
            if (!valid) {
                name.getStyleClass().add("muted");
            }
            rights.setText(InvitationWords.rights(invitation));
            end.setText(InvitationWords.end(invitation, clock));
            copy.setVisible(valid);
            more.setVisible(valid);
            copy.setAccessibleText(Texts.get("host.invitations.copy.whose", called));
            more.setAccessibleText(Texts.get("host.guests.menu.whose", called));
            finish.setText(Texts.get(valid ? "host.invitations.revoke" : "host.invitations.remove"));
            finish.setAccessibleText(
                    Texts.get(valid ? "host.invitations.revoke.whose" : "host.invitations.remove.whose", called));
            finish.getStyleClass().remove("danger-text");
            if (valid) {
                finish.getStyleClass().add("danger-text");
            }
            return String.join(", ", called, rights.getText(), end.getText());
        }
    }
}
