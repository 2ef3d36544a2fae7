package quayside.app.ui.connect;

import atlantafx.base.controls.Spacer;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.connect.ConnectModel.Typed;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.SecretField;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;

/** The form that opens a share: a link, or an address and its access key, or a server used before. */
final class ConnectForm extends VBox {
    private final ConnectModel model;
    private final ConnectController controller;
    private final TextField address = new TextField();
    private final SecretField key;
    private final Label keyFault = Nodes.paragraph("", "field-fault", "small-text");
    private final VBox banners = new VBox();

    ConnectForm(ConnectModel model, ConnectController controller) {
        this.model = model;
        this.controller = controller;
        key = new SecretField(
                SecretField.Kind.ACCESS_KEY, "connect-key", Texts.get("connect.key"), model.key, this::submit);
        getStyleClass().add("connect-form");
        getChildren()
                .addAll(
                        banners,
                        addressBox(),
                        keyBox(),
                        buttons(),
                        new SavedRows(model.saved, this::choose, controller));
        banners.getStyleClass().add("connect-banners");
        banners.visibleProperty().bind(Bindings.isNotEmpty(banners.getChildren()));
        banners.managedProperty().bind(banners.visibleProperty());
        model.offer.addListener((offer, before, now) -> refreshBanners());
        model.state.addListener((state, before, now) -> changed(now));
        model.key.addListener((text, before, now) -> showKeyFault());
        showKeyFault();
    }

    private Node addressBox() {
        address.setId("connect-address");
        address.setPromptText(Texts.get("connect.address.prompt"));
        address.setAccessibleText(Texts.get("connect.address"));
        address.setOnAction(event -> submit());
        address.setTextFormatter(new TextFormatter<>(change -> maskPastedKey(controller, change)));
        address.textProperty().bindBidirectional(model.address);
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        fault.setId("connect-address-fault");
        fault.textProperty().bind(model.problem(Typed.Field.ADDRESS));
        fault.visibleProperty().bind(fault.textProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        return labelled(Texts.get("connect.address"), address, address, fault);
    }

    private Node keyBox() {
        keyFault.setId("connect-key-fault");
        CheckBox remember = new CheckBox(Texts.get("connect.remember"));
        remember.setId("connect-remember");
        remember.selectedProperty().bindBidirectional(model.remember);
        VBox box = labelled(Texts.get("connect.key"), key.field(), key, keyFault);
        box.getChildren().add(remember);
        return box;
    }

    private static VBox labelled(String text, Node target, Node field, Node fault) {
        Label label = Nodes.label(text, "strong");
        label.setLabelFor(target);
        VBox box = new VBox(label, field, fault);
        box.getStyleClass().add("connect-field");
        return box;
    }

    private Node buttons() {
        Button connect = Nodes.accent(Nodes.button(Texts.get("connect.connect"), this::submit));
        connect.setId("connect-button");
        connect.disableProperty().bind(model.typed.map(now -> !(now instanceof Typed.Ready)));
        HBox row = new HBox(Nodes.paragraph(Texts.get("connect.hint"), "muted", "small-text"), new Spacer(), connect);
        row.getStyleClass().add("connect-buttons");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void choose(SavedServer server) {
        controller.choose(server);
        key.focusAndSelect();
    }

    private void submit() {
        if (!controller.connect()) {
            focusFirst();
        }
    }

    /** Puts the focus on the field that still needs input. */
    void focusFirst() {
        Typed.Field field = switch (model.typed.getValue()) {
            case Typed.Incomplete(Typed.Field missing) -> missing;
            case Typed.Problem(Typed.Field where, String ignored) -> where;
            case Typed.Ready ignored -> Typed.Field.KEY;
        };
        switch (field) {
            case ADDRESS -> address.requestFocus();
            case KEY -> key.focusAndSelect();
        }
    }

    private void changed(ShareState state) {
        refreshBanners();
        showKeyFault();
        if (isWrongKey(state)) {
            key.focusAndSelect();
        } else if (isNameUnknown(state)) {
            address.requestFocus();
        }
    }

    private void showKeyFault() {
        String typed = model.problem(Typed.Field.KEY).getValue();
        String refused =
                model.state.get() instanceof ShareState.Failed failed && isWrongKey(failed) ? failed.sentence() : "";
        keyFault.setText(typed.isEmpty() ? refused : typed);
        Nodes.show(keyFault, !keyFault.getText().isEmpty());
    }

    /** Returns the key of the words for the order to connect to a lost share again. */
    static String again(ShareState.Lost lost) {
        return lost.why().isTriedAgain() ? "connect.tryNow" : "connect.askAgain";
    }

    private static boolean isNameUnknown(ShareState state) {
        return state instanceof ShareState.Failed failed && failed.fault() == Fault.UNREACHABLE;
    }

    private static boolean isWrongKey(ShareState state) {
        return state instanceof ShareState.Failed failed && failed.fault() == Fault.WRONG_KEY;
    }

    private void refreshBanners() {
        banners.getChildren().clear();
        switch (model.state.get()) {
            case ShareState.Failed failed
            when isNameUnknown(failed) -> {
                Button anyway = Nodes.button(Texts.get("connect.waitAnyway"), controller::waitAnyway);
                anyway.setId("connect-wait-anyway");
                banners.getChildren().add(new Banner(Banner.Tone.ERROR, failed.sentence(), anyway));
            }
            case ShareState.Failed failed
            when !isWrongKey(failed) -> banners.getChildren().add(new Banner(Banner.Tone.ERROR, failed.sentence()));
            case ShareState.Lost lost ->
                banners.getChildren()
                        .add(new Banner(
                                Banner.Tone.ERROR,
                                lost.sentence(),
                                Nodes.button(Texts.get(again(lost)), controller::reconnect)));
            case ShareState.Failed ignored -> {}
            case ShareState.Idle ignored -> {}
            case ShareState.Connecting ignored -> {}
            case ShareState.Waiting ignored -> {}
            case ShareState.Connected ignored -> {}
        }
        model.offer.get().ifPresent(link -> {
            Button use = Nodes.button(Texts.get("connect.offer.use"), controller::acceptOffer);
            use.setId("connect-offer-use");
            Button no = Nodes.iconButton(Glyph.X, Texts.get("connect.offer.dismiss"), controller::declineOffer);
            banners.getChildren()
                    .add(new Banner(Banner.Tone.INFO, Texts.get("connect.offer", link.address()), use, no));
        });
    }

    /** Removes the key of a pasted link before it gets into a field that everybody can read. */
    static TextFormatter.Change maskPastedKey(ConnectController controller, TextFormatter.Change change) {
        // A change of one letter is typing; a half-typed key must not be removed while the user types.
        if (change.getText().length() > 1) {
            String kept = controller.removeKey(change.getControlNewText());
            if (!kept.equals(change.getControlNewText())) {
                change.setRange(0, change.getControlText().length());
                change.setText(kept);
                change.selectRange(kept.length(), kept.length());
            }
        }
        return change;
    }

    /** One wide button for each server used before; takes no room if there are none. */
    private static final class SavedRows extends VBox {
        private final VBox rows = new VBox();
        private final Consumer<SavedServer> chosen;
        private final ConnectController controller;

        SavedRows(
                ObjectProperty<ConnectModel.Saved> saved, Consumer<SavedServer> chosen, ConnectController controller) {
            this.chosen = chosen;
            this.controller = controller;
            getStyleClass().add("connect-saved");
            getChildren().addAll(Nodes.label(Texts.get("connect.saved"), "strong"), rows);
            saved.subscribe(this::show);
        }

        private void show(ConnectModel.Saved saved) {
            rows.getChildren()
                    .setAll(saved.servers().stream()
                            .map(server -> row(server, saved.withKey().contains(server)))
                            .toList());
            Nodes.show(this, !saved.servers().isEmpty());
        }

        private Node row(SavedServer server, boolean hasKey) {
            String name = DisplayText.escape(server.name());
            String address = DisplayText.escape(server.link().address());
            HBox title = new HBox(8, Nodes.name(name), Nodes.name(address, "muted", "small-text"));
            title.setAlignment(Pos.BASELINE_LEFT);
            VBox words = new VBox(
                    title, Nodes.name(server.id().map(Fingerprint::grouped).orElse(""), "mono", "muted", "small-text"));
            HBox content = new HBox(Nodes.icon(Glyph.SHARE, "quiet"), words);
            content.getStyleClass().add("connect-saved-content");
            Button choose = new Button();
            choose.setGraphic(content);
            choose.getStyleClass().addAll("flat", "connect-saved-row");
            choose.setMaxWidth(Double.MAX_VALUE);
            choose.setAccessibleText(
                    Texts.get(hasKey ? "connect.saved.open" : "connect.saved.accessible", name, address));
            choose.setOnAction(event -> chosen.accept(server));
            HBox.setHgrow(choose, Priority.ALWAYS);
            Button forgetKey = Nodes.iconButton(
                    Glyph.KEY, Texts.get("connect.saved.forgetKey", name), () -> controller.forgetKey(server));
            forgetKey.getStyleClass().add("connect-forget-key");
            Nodes.show(forgetKey, hasKey);
            Button forget =
                    Nodes.iconButton(Glyph.X, Texts.get("connect.saved.forget", name), () -> controller.forget(server));
            forget.getStyleClass().add("connect-forget");
            HBox row = new HBox(choose, forgetKey, forget);
            row.setAlignment(Pos.CENTER_LEFT);
            return row;
        }
    }
}
