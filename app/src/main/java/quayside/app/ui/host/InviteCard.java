package quayside.app.ui.host;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.client.connection.ShareLink;
import quayside.server.ShareOptions;

/** The link that the host gives to guests, and what it lets them do. Without a share only the latter. */
final class InviteCard extends VBox {
    private static final double QR_SIDE = 130;
    private static final double MIN_WIDTH_BESIDE = 200;

    private final HostModel model;
    private final QrCode qr = new QrCode();
    private final Label link = Nodes.label("", "link-field");
    private final Label may = Nodes.label("", "strong");
    private final VBox invitation;

    /** @param clipboard receives the copied text */
    InviteCard(HostModel model, HostController controller, Consumer<String> clipboard, Look look) {
        this.model = model;
        link.setId("host-link");
        link.setEllipsisString("…");
        link.setMinWidth(0);
        link.setMaxWidth(Double.MAX_VALUE);
        CopyButton copy = new CopyButton(Texts.get("host.link.copy"), this::wholeLink, clipboard);
        copy.setId("host-link-copy");
        Nodes.accent(copy);
        CopyButton message = new CopyButton(Texts.get("host.message.copy"), this::message, clipboard)
                .named(Glyph.MESSAGE, Texts.get("host.message.copy"));
        message.setId("host-message-copy");
        VBox words = new VBox(
                8,
                link,
                new FlowPane(8, 8, copy, message),
                Nodes.paragraph(Texts.get("host.link.hint"), "muted", "small-text"));
        qr.setAccessibleText(Texts.get("host.link.qr"));
        FlowPane body = new FlowPane(16, 16, qr, words);
        body.setMinHeight(USE_PREF_SIZE);
        words.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> {
                            double beside = Math.floor(body.getWidth() - qr.getPrefWidth() - 17);
                            return beside >= look.px(MIN_WIDTH_BESIDE).get() ? beside : body.getWidth();
                        },
                        body.widthProperty(),
                        qr.prefWidthProperty()));
        invitation = new VBox(12, Nodes.label(Texts.get("host.invite"), "section-title"), body, new Separator());
        VBox permissions = new VBox(8, may);
        permissions.getChildren().addAll(boxes(model, controller));
        getStyleClass().addAll("host-card", "host-padded");
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(invitation, permissions);
        var side = look.px(QR_SIDE);
        for (Observable each : new Observable[] {model.state, model.address, side}) {
            each.addListener(changed -> refresh(side.get()));
        }
        refresh(side.get());
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
        return model.on().map(on -> on.linkTo(model.address.get())).orElse("");
    }

    private String message() {
        return Texts.get("host.message", model.on().map(HostState.On::shareName).orElse(""), wholeLink());
    }
}
