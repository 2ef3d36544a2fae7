package quayside.app.ui.connect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareConnector;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Kit;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/**
 * The window's way to a remote share: the card of the first screen, the field in the top bar, and the notice above an
 * open share. All three show the same connection and may be shown at once or not at all. JavaFX thread only.
 */
public final class ConnectFeature {
    private final ConnectController controller;
    private final ConnectCard card;
    private final ConnectBar bar;
    private final ConnectNotice notice;

    public ConnectFeature(ShareConnector connector, SavedServers saved, Kit kit) {
        this(
                core(connector, saved),
                kit,
                () -> Optional.ofNullable(Clipboard.getSystemClipboard().getString()));
    }

    ConnectFeature(Connection connection, Kit kit, Supplier<Optional<String>> clipboard) {
        ConnectModel model = new ConnectModel();
        controller = new ConnectController(model, connection, kit.background(), clipboard);
        KeyQuestion question = new KeyQuestion(model, controller);
        card = new ConnectCard(model, controller);
        bar = new ConnectBar(model, controller, () -> kit.dialogs().show(question.dialog()));
        notice = new ConnectNotice(model, controller);
        controller.start();
    }

    /** The card: the form, the wait with its Cancel, or the warning about a changed key. For wherever no share is open. */
    public Node view() {
        return card;
    }

    /** Address, state and the one next step, in a single row that fits any width above about 250 px. */
    public Node bar() {
        return bar;
    }

    /** First meeting or lost connection, with what can be done; takes no place while there is nothing to say. */
    public Node notice() {
        return notice;
    }

    /** Puts the focus where the user has to type next in {@link #view()}. */
    public void focus() {
        card.focus();
    }

    /** To be called when the window comes to the front: a share link may have been copied elsewhere. */
    public void windowActivated() {
        controller.lookAtClipboard();
    }

    private static Connection core(ShareConnector connector, SavedServers saved) {
        return new Connection() {
            @Override
            public void onState(Consumer<ShareState> listener) {
                connector.onState(listener);
            }

            @Override
            public void connect(ShareLink link, AccessKey key) {
                connector.connect(link, key);
            }

            @Override
            public void reconnect() {
                connector.reconnect();
            }

            @Override
            public void trustChangedKey() {
                connector.trustChangedKey();
            }

            @Override
            public void disconnect() {
                connector.disconnect();
            }

            @Override
            public List<SavedServer> saved() {
                return saved.list();
            }

            @Override
            public void remember(ShareClient client) throws IOException {
                saved.used(client.share().name(), client.link(), client.fingerprint());
            }

            @Override
            public void forget(SavedServer server) throws IOException {
                saved.forget(server);
            }
        };
    }
}
