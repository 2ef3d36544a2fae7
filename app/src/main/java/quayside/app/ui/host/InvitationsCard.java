package quayside.app.ui.host;

import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.server.session.Invitation;

/** The invitations to the shared folder: whom they are for, what they allow, and when they end. */
final class InvitationsCard extends ListCard<Invitation> {
    private static final Rows ROWS = new Rows(36, 56, 600);
    private static final double NAME_PART = 0.175;
    private static final double RIGHTS_PART = 0.305;
    private static final double LEAST_NAME = 56;

    private final InvitationController controller;
    private final Label empty = Nodes.paragraph(Texts.get("host.invitations.none"), "muted", "host-empty");
    private final StackPane notice = new StackPane();

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
        super("host-invitations", "host.invitations", model.invitations, ROWS, services.look(), rows);
        this.controller = controller;
        list.setCellFactory(view -> new Row(this::showMenu, model, controller, services, narrow()));
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        notice.getStyleClass().add("host-notice");
        Button add = Nodes.button(Glyph.PLUS, Texts.get("host.invitations.new"), make);
        add.setId("host-invite");
        add.getStyleClass().add("small");
        tools.getChildren().add(add);
        getChildren().addAll(1, List.of(notice, empty));
        model.invitations.addListener((Observable changed) -> showList(model));
        model.invitationsNotice.subscribe(this::say);
        showList(model);
    }

    @Override
    List<MenuItem> menuOf(Invitation invitation) {
        boolean valid = controller.isValid(invitation);
        MenuItem finish = item(
                "invitation-finish-item",
                Texts.get(valid ? "host.invitations.revoke" : "host.invitations.remove"),
                () -> finish(controller, invitation));
        if (!valid) {
            return List.of(finish);
        }
        return List.of(
                item("invitation-copy", Texts.get("host.invitations.copy"), () -> controller.copyLink(invitation)),
                item("invitation-message", Texts.get("host.message.copy"), () -> controller.copyMessage(invitation)),
                item("invitation-qr", Texts.get("host.invitations.qr.show"), () -> controller.showQr(invitation)),
                new SeparatorMenuItem(),
                finish);
    }

    private void pressed(KeyEvent event) {
        Invitation chosen = list.getSelectionModel().getSelectedItem();
        if (chosen == null) {
            return;
        }
        if (event.getCode() == KeyCode.ENTER && controller.isValid(chosen)) {
            controller.copyLink(chosen);
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE) {
            finish(controller, chosen);
            event.consume();
        }
    }

    private static void finish(InvitationController controller, Invitation invitation) {
        if (controller.isValid(invitation)) {
            controller.revoke(invitation);
        } else {
            controller.remove(invitation);
        }
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

    private static final class Row extends HostRow<Invitation> {
        private final InvitationController controller;
        private final Clock clock;
        private final Label name = Nodes.name("");
        private final Label rights = Nodes.sentence("");
        private final Label end = Nodes.sentence("");
        private final Button copy;
        private final Button more;
        private final Button finish;
        private final InvalidationListener later = at -> act(shown -> setAccessibleText(show(shown)));

        Row(
                BiConsumer<Invitation, Node> menu,
                HostModel model,
                InvitationController controller,
                UiServices services,
                BooleanBinding narrow) {
            super(8);
            // The model outlives the rows of a list.
            model.invitationsAt.addListener(new WeakInvalidationListener(later));
            this.controller = controller;
            clock = services.clock();
            copy = Nodes.asCellIcon(new Button(), Glyph.COPY, Texts.get("host.invitations.copy"));
            copy.setOnAction(event -> act(controller::copyLink));
            copy.getStyleClass().add("invitation-copy");
            more = Nodes.asCellIcon(new Button(), Glyph.MORE, Texts.get("host.invitations.menu"));
            more.setOnAction(event -> act(shown -> menu.accept(shown, more)));
            more.getStyleClass().add("invitation-menu");
            finish = Nodes.button("", () -> act(shown -> InvitationsCard.finish(controller, shown)));
            finish.getStyleClass().addAll("flat", "small", "invitation-finish");
            name.minWidthProperty().bind(services.look().px(LEAST_NAME));
            narrow.addListener((is, before, now) -> arrange(now));
            arrange(narrow.get());
        }

        private void act(Consumer<Invitation> action) {
            Invitation shown = getItem();
            if (shown != null) {
                action.accept(shown);
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
                end.setMinWidth(0);
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
                // Of a long line the end stays whole; what is cut of the rights is in the tooltip.
                end.setMinWidth(USE_PREF_SIZE);
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
