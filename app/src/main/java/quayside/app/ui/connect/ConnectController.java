package quayside.app.ui.connect;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.connect.ConnectModel.Typed;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.wire.Fault;

/** Updates the model when the user acts and when the connection changes. JavaFX thread only. */
final class ConnectController {
    private static final String SCHEME = "quayside://";

    private final ConnectModel model;
    private final ShareService share;
    private final SavedServers saved;
    private final SavedKeys keys;
    private final UiServices services;
    private final Supplier<Optional<String>> clipboard;
    private String declined = "";

    /** The key with which the form connects, until the server has admitted or refused it. */
    private Optional<AccessKey> entered = Optional.empty();

    /** The reading of a kept key, for which a keyring may ask; ended by what the user does next. */
    private Cancellation opening = new Cancellation();

    /** The address at which the key in the form was tried; empty if it was not tried yet. */
    private String triedAt = "";

    /** @param clipboard supplies the text in the clipboard, read on the JavaFX thread */
    ConnectController(
            ConnectModel model,
            ShareService share,
            SavedServers saved,
            SavedKeys keys,
            UiServices services,
            Supplier<Optional<String>> clipboard) {
        this.model = model;
        this.share = share;
        this.saved = saved;
        this.keys = keys;
        this.services = services;
        this.clipboard = clipboard;
    }

    /** Begins to follow the share. */
    void start() {
        model.address.addListener((address, before, now) -> forgetTriedKey());
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
                entered.ifPresent(key -> keep(client, key));
                entered = Optional.empty();
            }
        }
        if (state instanceof ShareState.Failed failed && failed.fault() != Fault.UNREACHABLE) {
            triedAt = failed.address();
        } else if (state instanceof ShareState.Waiting waiting) {
            triedAt = waiting.address();
        }
        model.state.set(state);
    }

    /** Keeps the key that opened the share, or forgets an earlier one if the user does not want it to be kept. */
    private void keep(ShareClient client, AccessKey key) {
        boolean wanted = model.remember.get();
        ShareLink link = client.link();
        SavedServer server = new SavedServer(
                link.address(), link.host(), link.port(), Optional.of(client.fingerprint()), Instant.EPOCH);
        services.background()
                .run(
                        () -> {
                            if (wanted) {
                                keys.keep(client.fingerprint(), link.address(), key);
                            } else {
                                keys.forget(server);
                            }
                        },
                        () -> saved(() -> {}),
                        e -> services.toasts().error(Texts.problem(e)));
    }

    /** Empties the key once the address is another one than that at which the key was tried. */
    private void forgetTriedKey() {
        if (!triedAt.isEmpty() && !triedAt.equals(address())) {
            triedAt = "";
            model.key.set("");
        }
    }

    private String address() {
        try {
            return ShareLink.parse(model.address.get().strip()).address();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Changes the saved servers in the background and shows the result. */
    private void saved(Change change) {
        services.background()
                .run(
                        cancellation -> {
                            change.run();
                            return saved.list();
                        },
                        this::show,
                        // The change is known until the program ends in any case. The list is a convenience, so the
                        // failure is not shown.
                        failed -> show(saved.list()));
    }

    private void show(List<SavedServer> servers) {
        services.background()
                .run(
                        cancellation -> new ConnectModel.Saved(servers, keys.known(servers)),
                        model.saved::set,
                        failed -> model.saved.set(new ConnectModel.Saved(servers, List.of())));
    }

    private interface Change {
        void run() throws IOException;
    }

    /** Connects if both fields are usable; otherwise does nothing and returns false. */
    boolean connect() {
        if (model.typed.getValue() instanceof Typed.Ready(var link, var key)) {
            opening.cancel();
            entered = Optional.of(key);
            share.connect(link, key);
            return true;
        }
        return false;
    }

    /** Ends waiting or connecting, dismisses a failure's message, or closes the open share. */
    void disconnect() {
        opening.cancel();
        share.disconnect();
    }

    void reconnect() {
        share.reconnect();
    }

    /** Waits for the host whose name is unknown. */
    void waitAnyway() {
        share.waitAnyway();
    }

    /** Trusts the new key, after the user's second, explicit confirmation. */
    void trustChangedKey() {
        share.trustChangedKey();
    }

    void dismissNote() {
        model.noteDismissed.set(true);
    }

    /** Opens a saved server if its key is kept. Otherwise puts it into the form, where the key has to be entered. */
    void choose(SavedServer server) {
        opening.cancel();
        model.address.set(server.link().toString());
        model.key.set("");
        if (model.saved.get().withKey().contains(server)) {
            opening = services.background()
                    .run(
                            cancellation -> keys.key(server),
                            (Optional<AccessKey> key) -> key.ifPresentOrElse(
                                    kept -> open(server, kept),
                                    () -> services.toasts().error(Texts.get("connect.key.away", server.name()))),
                            e -> services.toasts().error(Texts.problem(e)));
        }
    }

    private void open(SavedServer server, AccessKey kept) {
        entered = Optional.empty();
        share.connect(server.link(), kept);
    }

    /** Removes a server from the saved ones, with its access key. The server's own key stays pinned. */
    void forget(SavedServer server) {
        saved(() -> {
            saved.forget(server);
            if (saved.list().stream().noneMatch(other -> other.id().equals(server.id()))) {
                keys.forget(server);
            }
        });
    }

    /** Forgets the access key of a saved server. */
    void forgetKey(SavedServer server) {
        saved(() -> keys.forget(server));
    }

    /**
     * Returns the part of {@code pasted} that may be shown in the address field. A link's key is moved to the masked
     * field, so that onlookers never see it.
     */
    String removeKey(String pasted) {
        Optional<ShareLink> link = linkWithKey(pasted);
        link.flatMap(ShareLink::key).ifPresent(key -> {
            // The key came with the new address.
            triedAt = "";
            model.key.set(key.reveal());
        });
        return link.map(ShareLink::toString).orElse(pasted);
    }

    /** Looks for a share link in the clipboard and offers a new one. */
    void checkClipboard() {
        Optional<ShareLink> found =
                clipboard.get().filter(text -> !text.strip().equals(declined)).flatMap(ConnectController::linkWithKey);
        boolean known = found.map(ShareLink::toString)
                .filter(model.address.get()::equals)
                .isPresent();
        model.offer.set(known ? Optional.empty() : found);
    }

    void acceptOffer() {
        model.offer.get().ifPresent(link -> {
            model.address.set(link.toString());
            link.key().ifPresent(key -> model.key.set(key.reveal()));
        });
        model.offer.set(Optional.empty());
    }

    /** Declines the offer; the same text is not offered again. */
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
