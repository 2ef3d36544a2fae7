package quayside.app.ui.connect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.ui.connect.ConnectModel.Typed;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Latest;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;

/** What the user does, and what the connection reports, becomes the model. JavaFX thread only. */
final class ConnectController {
    private static final String SCHEME = "quayside://";

    private final ConnectModel model;
    private final ShareService share;
    private final SavedServers saved;
    private final Background background;
    private final Supplier<Optional<String>> clipboard;
    private String declined = "";

    /** @param clipboard the text in the clipboard, read on the JavaFX thread */
    ConnectController(
            ConnectModel model,
            ShareService share,
            SavedServers saved,
            Background background,
            Supplier<Optional<String>> clipboard) {
        this.model = model;
        this.share = share;
        this.saved = saved;
        this.background = background;
        this.clipboard = clipboard;
    }

    /** Begins to follow the share. */
    void start() {
        Latest<ShareState> latest = new Latest<>(this::changed);
        share.onState(latest::offer);
        saved(() -> {});
    }

    private void changed(ShareState state) {
        if (state instanceof ShareState.Connected(ShareClient client, String ignored, boolean firstUse)) {
            model.key.set("");
            boolean opened = !(model.state.get() instanceof ShareState.Connected before) || before.client() != client;
            if (opened) {
                model.noteDismissed.set(!firstUse);
                saved(() -> saved.used(client.share().name(), client.link(), client.fingerprint()));
            }
        }
        model.state.set(state);
    }

    /** Changes the saved servers in the background and shows what became of them. */
    private void saved(Change change) {
        background.run(
                cancellation -> {
                    change.run();
                    return saved.list();
                },
                (List<SavedServer> servers) -> model.saved.setAll(servers),
                // Known until the program ends all the same; the list is a convenience and no reason to disturb.
                failed -> model.saved.setAll(saved.list()));
    }

    private interface Change {
        void run() throws IOException;
    }

    /** Connects where both fields are usable; otherwise nothing happens and false is returned. */
    boolean connect() {
        if (model.typed.getValue() instanceof Typed.Ready(var link, var key)) {
            share.connect(link, key);
            return true;
        }
        return false;
    }

    /** Ends waiting, connecting, a failure's message or the open share. */
    void disconnect() {
        share.disconnect();
    }

    void reconnect() {
        share.reconnect();
    }

    /** After the user's second, explicit yes. */
    void trustChangedKey() {
        share.trustChangedKey();
    }

    void dismissNote() {
        model.noteDismissed.set(true);
    }

    /** Puts a saved server into the form; its key is asked for again. */
    void choose(SavedServer server) {
        model.address.set(server.link().toString());
        model.key.set("");
    }

    /** Takes a server off the list of saved ones. Its key stays pinned. */
    void forget(SavedServer server) {
        saved(() -> saved.forget(server));
    }

    /**
     * What of {@code pasted} may stand in the address field: a link's key is moved to the masked field, so that it is
     * never seen by whoever looks on.
     */
    String keepKeyOut(String pasted) {
        Optional<ShareLink> link = linkWithKey(pasted);
        link.flatMap(ShareLink::key).ifPresent(key -> model.key.set(key.reveal()));
        return link.map(ShareLink::toString).orElse(pasted);
    }

    /** Looks for a share link in the clipboard and, where there is a new one, offers it. */
    void lookAtClipboard() {
        Optional<ShareLink> found =
                clipboard.get().filter(text -> !text.strip().equals(declined)).flatMap(ConnectController::linkWithKey);
        boolean known = found.map(ShareLink::toString)
                .filter(model.address.get()::equals)
                .isPresent();
        model.offer.set(known ? Optional.empty() : found);
    }

    void takeOffer() {
        model.offer.get().ifPresent(link -> {
            model.address.set(link.toString());
            link.key().ifPresent(key -> model.key.set(key.reveal()));
        });
        model.offer.set(Optional.empty());
    }

    /** This text is not offered again. */
    void declineOffer() {
        declined = clipboard.get().map(String::strip).orElse("");
        model.offer.set(Optional.empty());
    }

    private static Optional<ShareLink> linkWithKey(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ShareLink.parse(stripped))
                    .filter(link -> link.key().isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
