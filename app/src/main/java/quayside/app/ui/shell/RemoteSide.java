package quayside.app.ui.shell;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.RemoteSource;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;

/**
 * Keeps the right pane in step with the connection: it shows the share's files, the connect form, or the lost
 * connection.
 */
final class RemoteSide {
    private final ShareService connector;
    private final BrowsePane<RemotePath> pane;
    private final Node connectView;
    private final Node notice;
    private final UiServices services;
    private Consumer<Optional<ShareInfo>> listener = share -> {};
    private @Nullable ShareClient client;

    /** Those who are asked for the passcodes of a client; a client keeps its desk when its lost share comes back. */
    private final List<PasscodeDesk> desks = new CopyOnWriteArrayList<>();

    private Optional<Fingerprint> lastServer = Optional.empty();
    private RemotePath lastFolder = RemotePath.root();

    /**
     * Follows {@code connector} from now on.
     *
     * @param connectView shown when no share is open
     * @param notice the notice about the open share; shown only above its files
     */
    RemoteSide(
            ShareService connector, BrowsePane<RemotePath> pane, Node connectView, Node notice, UiServices services) {
        this.services = services;
        this.connector = connector;
        this.pane = pane;
        this.connectView = connectView;
        this.notice = notice;
        pane.detach(connectView);
        pane.folder().addListener((folder, before, now) -> {
            if (now != null) {
                lastFolder = now;
            }
        });
        Latest<ShareState> latest = new Latest<>(this::show);
        connector.onState(latest::offer);
    }

    /** Returns the share that is open now. */
    Optional<ShareClient> client() {
        return Optional.ofNullable(client);
    }

    /**
     * Calls {@code action} on the JavaFX thread: now, and whenever a share was opened or closed or the permissions of
     * guests have changed.
     */
    void onShare(Consumer<Optional<ShareInfo>> action) {
        listener = action;
        notifyListener();
    }

    /** Requests the present permissions of guests; the answer goes to {@link #onShare}. */
    void refreshPermissions() {
        client().ifPresent(share -> {
            Cancellation _ = services.background().run(share::ping, () -> {}, e -> {});
        });
    }

    /** Stops asking for passcodes. */
    void dispose() {
        desks.forEach(PasscodeDesk::close);
    }

    private void notifyListener() {
        listener.accept(client().map(ShareClient::share));
    }

    private void show(ShareState state) {
        boolean connected = state instanceof ShareState.Connected;
        Nodes.show(notice, connected);
        switch (state) {
            case ShareState.Connected open -> open(open.client());
            case ShareState.Lost lost -> close(lostView(lost));
            case ShareState.Idle idle -> close(connectView);
            case ShareState.Connecting connecting -> close(connectView);
            case ShareState.Waiting waiting -> close(connectView);
            case ShareState.Failed failed -> close(connectView);
        }
    }

    private Node lostView(ShareState.Lost lost) {
        String title = Texts.get(
                switch (lost.why()) {
                    case GONE -> "shell.lost.title";
                    case STOPPED -> "shell.lost.title.stopped";
                    case DISCONNECTED -> "shell.lost.title.disconnected";
                    case BLOCKED -> "shell.lost.title.blocked";
                });
        boolean again = lost.why().isTriedAgain();
        String sentence = Texts.get(again ? "shell.lost.returns" : "shell.lost.ask", lost.address());
        return EmptyState.error(
                Glyph.WIFI_OFF,
                title,
                lost.why() == ShareState.Why.GONE ? lost.sentence() + " " + sentence : sentence,
                Nodes.accent(Nodes.button(
                        Glyph.REFRESH, Texts.get(again ? "connect.tryNow" : "connect.askAgain"), connector::reconnect)),
                Nodes.button(Texts.get("shell.lost.leave"), connector::disconnect));
    }

    private void open(ShareClient share) {
        if (share.equals(client)) {
            return;
        }
        client = share;
        share.onShareChange(now -> Platform.runLater(() -> {
            pane.rightsChanged();
            notifyListener();
        }));
        // After a lost connection the user continues in the same folder.
        RemotePath start = lastServer.equals(Optional.of(share.fingerprint())) ? lastFolder : RemotePath.root();
        lastServer = Optional.of(share.fingerprint());
        pane.attach(new RemoteSource(share, sentence -> connector.lost(share, sentence)), start);
        notifyListener();
    }

    /** Lets the user be asked for the passcodes of a new client. Callable from any thread. */
    void attachDesk(ShareClient share) {
        PasscodeDesk desk =
                new PasscodeDesk(() -> DisplayText.escape(share.share().name()), services);
        desks.add(desk);
        share.passcodes(desk);
    }

    private void close(Node instead) {
        client = null;
        pane.detach(instead);
        notifyListener();
    }
}
