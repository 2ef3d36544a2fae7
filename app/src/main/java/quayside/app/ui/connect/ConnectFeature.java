package quayside.app.ui.connect;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.VBox;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.MonoLine;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/**
 * The window's connection to a remote share: the card of the first screen, the field in the top bar, and the notice
 * above an open share. All three show the same connection and may be shown at once or not at all. JavaFX thread only.
 */
public final class ConnectFeature {
    private final ConnectController controller;
    private final ConnectCard card;
    private final ConnectBar bar;
    private final Notice notice;

    public ConnectFeature(ShareService share, SavedServers saved, SavedKeys keys, UiServices services) {
        this(
                share,
                saved,
                keys,
                services,
                () -> Optional.ofNullable(Clipboard.getSystemClipboard().getString()));
    }

    ConnectFeature(
            ShareService share,
            SavedServers saved,
            SavedKeys keys,
            UiServices services,
            Supplier<Optional<String>> clipboard) {
        ConnectModel model = new ConnectModel();
        controller = new ConnectController(model, share, saved, keys, services, clipboard);
        card = new ConnectCard(model, controller);
        bar = new ConnectBar(model, controller, services.dialogs());
        notice = new Notice(model, controller);
        controller.start();
    }

    /**
     * Returns the card: the form, the wait with its Cancel button, or the warning about a changed key. It is for any
     * place where no share is open.
     */
    public Node view() {
        return card;
    }

    /**
     * Returns the address, the state and the one next step in a single row, which fits any width above about 250 px.
     */
    public Node bar() {
        return bar;
    }

    /**
     * Returns the notice of a first visit or a lost connection, with the possible actions. It takes no room if there is
     * nothing to report.
     */
    public Node notice() {
        return notice;
    }

    /** Puts the focus on the field of {@link #view()} that the user has to fill in next. */
    public void focus() {
        card.focus();
    }

    /**
     * Checks the clipboard for a share link that was copied elsewhere; to be called when the window comes to the front.
     */
    public void windowActivated() {
        controller.checkClipboard();
    }

    /**
     * The notice above an open share: a first visit to its server, or a lost connection.
     */
    private static final class Notice extends VBox {
        private final ConnectModel model;
        private final ConnectController controller;

        Notice(ConnectModel model, ConnectController controller) {
            this.model = model;
            this.controller = controller;
            getStyleClass().add("connect-notice");
            model.state.addListener((state, before, now) -> refresh());
            model.noteDismissed.addListener((dismissed, before, now) -> refresh());
            refresh();
        }

        private void refresh() {
            getChildren().clear();
            switch (model.state.get()) {
                case ShareState.Connected connected when !model.noteDismissed.get() -> firstUse(connected);
                case ShareState.Lost lost -> lost(lost);
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
                    .addAll(
                            new Banner(
                                    Banner.Tone.INFO, Texts.get("connect.first", connected.address()), matches, leave),
                            new MonoLine(
                                    Texts.get("connect.first.fingerprint", connected.address()),
                                    connected.client().fingerprint().grouped()));
        }

        private void lost(ShareState.Lost lost) {
            Button again = Nodes.button(Texts.get(ConnectForm.again(lost)), controller::reconnect);
            again.setId("connect-reconnect");
            Button leave = Nodes.button(Texts.get("connect.disconnect"), controller::disconnect);
            getChildren().add(new Banner(Banner.Tone.ERROR, lost.sentence(), again, leave));
        }
    }
}
