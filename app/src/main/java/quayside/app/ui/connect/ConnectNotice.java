package quayside.app.ui.connect;

import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/**
 * What has to be said of the connection above an open share: a server met for the first time, or a share that was lost.
 * No place at all where there is nothing to say.
 */
final class ConnectNotice extends VBox {
    private final ConnectModel model;
    private final ConnectController controller;

    ConnectNotice(ConnectModel model, ConnectController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("connect-notice");
        model.state().addListener((state, before, now) -> refresh());
        model.noteDismissed().addListener((dismissed, before, now) -> refresh());
        refresh();
    }

    private void refresh() {
        getChildren().clear();
        switch (model.state().get()) {
            case ShareState.Connected connected when !model.noteDismissed().get() -> firstUse(connected);
            case ShareState.Lost lost -> lost(lost.sentence());
            case ShareState.Connected ignored -> {}
            case ShareState.Idle ignored -> {}
            case ShareState.Connecting ignored -> {}
            case ShareState.Waiting ignored -> {}
            case ShareState.Failed ignored -> {}
        }
        Nodes.show(this, !getChildren().isEmpty());
    }

    private void firstUse(ShareState.Connected connected) {
        Button matches = Nodes.button(Texts.get("connect.first.matches"), controller::dismissNote);
        matches.setId("connect-first-matches");
        Button leave = Nodes.button(Texts.get("connect.disconnect"), controller::disconnect);
        getChildren()
                .add(new Banner(
                        Banner.Tone.INFO,
                        Texts.get(
                                "connect.first",
                                DisplayText.escape(connected.address()),
                                connected.client().fingerprint().grouped()),
                        matches,
                        leave));
    }

    private void lost(String sentence) {
        Button again = Nodes.button(Texts.get("connect.reconnect"), controller::reconnect);
        again.setId("connect-reconnect");
        Button leave = Nodes.button(Texts.get("connect.disconnect"), controller::disconnect);
        getChildren().add(new Banner(Banner.Tone.ERROR, sentence, again, leave));
    }
}
