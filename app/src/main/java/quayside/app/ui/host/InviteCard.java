package quayside.app.ui.host;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.server.ShareOptions;

/** The link that the host gives to guests, and what it lets them do. Without a share only the latter. */
final class InviteCard extends VBox {
    private static final double QR_SIDE = 130;
    private static final double MIN_WIDTH_BESIDE = 200;

    private final HostModel model;
    private final QrCode qr = new QrCode();
    private final Label link = Nodes.label("", "link-field");
    private final Label title = Nodes.label(Texts.get("host.invite"));
    private final Label may = Nodes.label("", "strong");
    private final CopyButton message;
    private final Button showQr;
    private final FlowPane body;
    private final VBox invitation;
    private final Label hint = Nodes.paragraph(Texts.get("host.link.hint"), "muted", "small-text");
    private final ReachBox reach;
    private final BooleanProperty compact = new SimpleBooleanProperty(this, "compact");

    /** @param clipboard receives the copied text */
    InviteCard(HostModel model, HostController controller, Consumer<String> clipboard, UiServices services) {
        this.model = model;
        Look look = services.look();
        link.setId("host-link");
        link.setEllipsisString("…");
        link.setMinWidth(0);
        link.setMaxWidth(Double.MAX_VALUE);
        Consumer<String> noting = text -> {
            // Whether the link for the internet is right, this computer cannot know.
            model.copiedLink.set(outside().isPresent() ? Optional.empty() : model.linkHere());
            clipboard.accept(text);
        };
        CopyButton copy = new CopyButton(Texts.get("host.link.copy"), this::wholeLink, noting);
        copy.setId("host-link-copy");
        Nodes.accent(copy);
        message = new CopyButton(Texts.get("host.message.copy"), this::message, noting);
        message.setId("host-message-copy");
        showQr = Nodes.button(
                Glyph.QR, Texts.get("host.qr"), () -> services.dialogs().show(largeQr()));
        showQr.setId("host-qr-show");
        showQr.setAccessibleText(Texts.get("host.link.qr"));
        Hyperlink nobody = new Hyperlink(Texts.get("doctor.host"));
        nobody.setId("host-doctor");
        nobody.getStyleClass().add("small-text");
        nobody.setOnAction(event -> controller.findOutWhy(clipboard));
        VBox words = new VBox(8, link, new FlowPane(8, 8, copy, message, showQr), hint, otherPort(), nobody);
        qr.setAccessibleText(Texts.get("host.link.qr"));
        body = new FlowPane(16, 16, qr, words);
        body.setMinHeight(USE_PREF_SIZE);
        // Otherwise the words, which are as wide as it is, would keep it from becoming narrow.
        body.setMinWidth(0);
        words.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> {
                            double beside = Math.floor(body.getWidth() - qr.getPrefWidth() - 17);
                            boolean isBeside =
                                    beside >= look.px(MIN_WIDTH_BESIDE).get() && !compact.get();
                            return isBeside ? beside : body.getWidth();
                        },
                        compact,
                        body.widthProperty(),
                        qr.prefWidthProperty()));
        reach = new ReachBox(model, controller);
        invitation = new VBox(12, title, reach.choice(), body, reach, new Separator());
        VBox permissions = new VBox(8, may);
        permissions.getChildren().addAll(boxes(model, controller));
        getStyleClass().addAll("host-card", "host-padded");
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(invitation, permissions);
        compact(false);
        var side = look.px(QR_SIDE);
        for (Observable each : new Observable[] {model.state, model.address, model.reach, model.linkFor, side}) {
            each.addListener(changed -> refresh(side.get()));
        }
        refresh(side.get());
    }

    /** Shows the code only on request, shorter words and no hints, or the code beside the link. */
    void compact(boolean now) {
        compact.set(now);
        title.getStyleClass().setAll("label", now ? "strong" : "section-title");
        message.named(Glyph.MESSAGE, Texts.get(now ? "host.message.short" : "host.message.copy"));
        Nodes.show(showQr, now);
        Nodes.show(hint, !now);
        reach.compact(now);
        body.getChildren().remove(qr);
        if (!now) {
            body.getChildren().addFirst(qr);
        }
    }

    /** Says that the link has another port than the usual one. */
    private Label otherPort() {
        Label words = Nodes.paragraph("", "small-text");
        words.setId("host-other-port");
        model.takenPort.subscribe(taken -> {
            words.setText(taken.flatMap(port -> model.on().map(on -> Texts.get("host.port.other", port, on.port())))
                    .orElse(""));
            Nodes.show(words, taken.isPresent());
        });
        return words;
    }

    private DialogBox largeQr() {
        return QrCode.dialog(Texts.get("host.link.qr"), wholeLink(), qr.getPrefHeight() * 2);
    }

    /** Returns a box for each permission. A change takes effect at once. */
    private static List<CheckBox> boxes(HostModel model, HostController controller) {
        CheckBox download = new CheckBox(Texts.get("host.may.download"));
        CheckBox upload = new CheckBox(Texts.get("host.may.upload"));
        CheckBox delete = new CheckBox(Texts.get("host.may.delete"));
        download.setId("may-download");
        upload.setId("may-upload");
        delete.setId("may-delete");
        List<CheckBox> boxes = List.of(download, upload, delete);
        for (CheckBox box : boxes) {
            box.setWrapText(true);
            box.setOnAction(event -> controller.permit(
                    new ShareOptions.Permissions(download.isSelected(), upload.isSelected(), delete.isSelected())));
        }
        model.permissions.subscribe(permissions -> {
            download.setSelected(permissions.download());
            upload.setSelected(permissions.upload());
            delete.setSelected(permissions.delete());
        });
        return boxes;
    }

    private void refresh(double side) {
        boolean shared = model.on().isPresent() && !model.address.get().isEmpty();
        Nodes.show(invitation, shared);
        may.setText(Texts.get(shared ? "host.may.link" : "host.may"));
        // The text of a link does not contain its key, and neither does the field. The code does, like a copied link.
        link.setText(shared ? ShareLink.parse(wholeLink()).toString().replaceFirst("/[?].*", "/") + "…" : "");
        qr.show(shared ? wholeLink() : "", side);
    }

    private String wholeLink() {
        return outside().or(model::linkHere).orElse("");
    }

    /** Returns the link for the internet, if it is chosen and there is one. */
    private Optional<String> outside() {
        return model.linkFor.get() == HostModel.LinkFor.INTERNET ? model.linkOutside() : Optional.empty();
    }

    private String message() {
        String name = model.on().map(HostState.On::shareName).orElse("");
        // Many routers do not pass on what comes from their own network, so a guest there needs the other link.
        return outside()
                .map(link -> Texts.get(
                        "host.message.both", name, link, model.linkHere().orElse("")))
                .orElseGet(() -> Texts.get("host.message", name, wholeLink()));
    }
}
