package quayside.app.ui.connect;

import atlantafx.base.controls.CustomTextField;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.connect.ConnectModel.Typed;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.SecretField;
import quayside.protocol.text.DisplayText;

/** The connection in the window's top bar: the address, the state, and the one next step. */
final class ConnectBar extends HBox {
    private final ConnectModel model;
    private final ConnectController controller;
    private final Dialogs dialogs;
    private final CustomTextField address = new CustomTextField();
    private final Icon status = Nodes.icon(Glyph.LINK, "quiet");
    private final Tooltip tooltip = Nodes.tooltip("");
    private final Button step = Nodes.button("", this::act);

    /** @param dialogs shows the question for the access key if the address alone is not enough */
    ConnectBar(ConnectModel model, ConnectController controller, Dialogs dialogs) {
        this.model = model;
        this.controller = controller;
        this.dialogs = dialogs;
        address.setId("connect-bar-address");
        address.setPromptText(Texts.get("connect.address.prompt"));
        address.setLeft(status);
        address.setTooltip(tooltip);
        address.setOnAction(event -> {
            // Enter never ends a connection, nor the wait for one.
            if (address.isEditable()) {
                act();
            }
        });
        address.setTextFormatter(new TextFormatter<>(change -> ConnectForm.maskPastedKey(controller, change)));
        address.setMinWidth(96);
        HBox.setHgrow(address, Priority.ALWAYS);
        step.setId("connect-bar-step");
        getStyleClass().add("connect-bar");
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(address, step);
        model.state.addListener((state, before, now) -> refresh());
        model.typed.addListener((typed, before, now) -> refresh());
        refresh();
    }

    private void act() {
        switch (model.state.get()) {
            case ShareState.Connected ignored -> controller.disconnect();
            case ShareState.Connecting ignored -> controller.disconnect();
            case ShareState.Waiting ignored -> controller.disconnect();
            case ShareState.Lost ignored -> controller.reconnect();
            case ShareState.Idle ignored -> connect();
            case ShareState.Failed ignored -> connect();
        }
    }

    private void connect() {
        switch (model.typed.getValue()) {
            case Typed.Ready ignored -> controller.connect();
            case Typed.Incomplete(Typed.Field missing) when missing == Typed.Field.KEY -> askForKey();
            case Typed.Incomplete ignored -> address.requestFocus();
            case Typed.Problem ignored -> address.requestFocus();
        }
    }

    private void askForKey() {
        String title = Texts.get("connect.ask.title", model.address.get().strip());
        DialogBox[] box = new DialogBox[1];
        SecretField key =
                new SecretField(SecretField.Kind.ACCESS_KEY, "connect-key", Texts.get("connect.key"), model.key, () -> {
                    if (controller.connect()) {
                        box[0].close();
                    }
                });
        box[0] = DialogBox.of(title)
                .sentence(Texts.get("connect.ask"))
                .content(key)
                .safe()
                .check(Texts.get("connect.connect"), controller::connect);
        dialogs.show(box[0]);
        Platform.runLater(key::focusAndSelect);
    }

    private void refresh() {
        ShareState state = model.state.get();
        boolean open = state instanceof ShareState.Connected;
        status.glyph(
                switch (state) {
                    case ShareState.Connected ignored -> Glyph.LOCK;
                    case ShareState.Lost ignored -> Glyph.ALERT;
                    case ShareState.Failed ignored -> Glyph.ALERT;
                    case ShareState.Waiting ignored -> Glyph.CLOCK;
                    case ShareState.Connecting ignored -> Glyph.REFRESH;
                    case ShareState.Idle ignored -> Glyph.LINK;
                });
        status.getStyleClass().removeAll("quiet", "accent-icon", "danger-icon");
        status.getStyleClass()
                .add(
                        open
                                ? "accent-icon"
                                : state instanceof ShareState.Lost || state instanceof ShareState.Failed
                                        ? "danger-icon"
                                        : "quiet");
        String sentence = describe(state);
        tooltip.setText(sentence);
        address.setAccessibleText(Texts.get("connect.bar.accessible", sentence));
        showAddress(state);
        step.setText(Texts.get(
                switch (state) {
                    case ShareState.Connected ignored -> "connect.disconnect";
                    case ShareState.Lost lost -> ConnectForm.again(lost);
                    case ShareState.Connecting ignored -> "shared.cancel";
                    case ShareState.Waiting ignored -> "shared.cancel";
                    case ShareState.Idle ignored -> "connect.connect";
                    case ShareState.Failed ignored -> "connect.connect";
                }));
        boolean canStart = model.typed.getValue() instanceof Typed.Ready
                || (model.typed.getValue() instanceof Typed.Incomplete(Typed.Field missing)
                        && missing == Typed.Field.KEY);
        step.setDisable(address.isEditable() && !canStart);
    }

    /** Shows what the user types, or the address in use once connecting has begun. */
    private void showAddress(ShareState state) {
        String fixed = switch (state) {
            case ShareState.Connecting(String to) -> to;
            case ShareState.Waiting waiting -> waiting.address();
            case ShareState.Connected connected -> connected.address();
            case ShareState.Lost lost -> lost.address();
            case ShareState.Idle ignored -> "";
            case ShareState.Failed ignored -> "";
        };
        address.setEditable(fixed.isEmpty());
        if (fixed.isEmpty()) {
            address.textProperty().bindBidirectional(model.address);
        } else {
            address.textProperty().unbindBidirectional(model.address);
            address.setText(DisplayText.escape(fixed));
        }
    }

    private static String describe(ShareState state) {
        return switch (state) {
            case ShareState.Idle ignored -> Texts.get("connect.bar.idle");
            case ShareState.Connecting(String to) -> Texts.get("connect.connecting", to);
            case ShareState.Waiting waiting -> Texts.get("connect.waiting", waiting.address());
            case ShareState.Connected connected ->
                Texts.get("connect.bar.connected", connected.client().share().name(), connected.address());
            case ShareState.Lost lost -> lost.sentence();
            case ShareState.Failed failed -> failed.sentence();
        };
    }
}
