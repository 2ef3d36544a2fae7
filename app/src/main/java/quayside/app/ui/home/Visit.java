package quayside.app.ui.home;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.publish.Subscription;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.wire.Fault;

/** A share that has a tab: what it is called, how its connection stands, and what the user does about that. */
public final class Visit {
    /** The key as typed; emptied once the server admitted it. */
    final StringProperty key = new SimpleStringProperty("");

    /** Why the typed key cannot be used; empty if it can. */
    final StringProperty keyFault = new SimpleStringProperty("");

    /** Whether the key is kept once the server admitted it. */
    final BooleanProperty remember = new SimpleBooleanProperty(true);

    /** Whether a saved key is being read, for which a keyring may ask. */
    final BooleanProperty reading = new SimpleBooleanProperty();

    /** Whether the user has read the note about the present connection. */
    final BooleanProperty noteDismissed = new SimpleBooleanProperty();

    final ObjectProperty<ShareLink> link;

    /** The transfers that wait for the share while it is not open. */
    final ObjectProperty<Waits> waits = new SimpleObjectProperty<>(Waits.NONE);

    private final ShareService share;
    private final SavedServers saved;
    private final SavedKeys keys;
    private final UiServices services;
    private final ReadOnlyObjectWrapper<ShareState> state = new ReadOnlyObjectWrapper<>(new ShareState.Idle());
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper computer = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper lastOpen = new ReadOnlyStringWrapper("");
    private final ConnectPane pane;
    private final FirstVisit notice;
    private final Subscription states;
    private Runnable savedChanged = () -> {};
    private Runnable leave = () -> {};
    private Consumer<String> editAddress = address -> {};
    private Runnable findOutWhy = () -> {};

    /** The key with which the share is being connected, until the server has admitted or refused it. */
    private Optional<AccessKey> entered = Optional.empty();

    private Cancellation opening = new Cancellation();
    private boolean disposed;

    /** The folders that are shown on both sides, or were last. */
    private volatile SavedServer.Folders folders;

    Visit(ShareService share, ShareLink link, SavedServers saved, SavedKeys keys, UiServices services) {
        this.share = share;
        this.link = new SimpleObjectProperty<>(link);
        this.saved = saved;
        this.keys = keys;
        this.services = services;
        pane = new ConnectPane(this, services.background());
        notice = new FirstVisit(this);
        folders = saved.at(link).map(SavedServer::folders).orElse(SavedServer.Folders.NONE);
        showNames(Optional.empty());
        saved.at(link).map(SavedServer::lastUsed).ifPresent(this::showLastOpen);
        key.addListener((text, before, now) -> keyFault.set(""));
        Latest<ShareState> latest = new Latest<>(this::changed);
        states = share.onState(latest::offer);
    }

    /** Sets the actions around this share: the saved ones changed, its tab is closed, its address is edited. */
    void on(Runnable savedChanged, Runnable leave, Consumer<String> editAddress) {
        this.savedChanged = savedChanged;
        this.leave = leave;
        this.editAddress = editAddress;
    }

    /** Sets the action that finds out why the share does not open. */
    void onFindOutWhy(Runnable action) {
        findOutWhy = action;
    }

    void findOutWhy() {
        findOutWhy.run();
    }

    public ShareService share() {
        return share;
    }

    public ReadOnlyObjectProperty<ShareState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Returns the name of the share, escaped; its address until the name is known. */
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** Returns the name of the host's computer, escaped; empty if it is not known. */
    public ReadOnlyStringProperty computerProperty() {
        return computer.getReadOnlyProperty();
    }

    /** Returns when the share was open last, in words; empty if it never was. */
    public ReadOnlyStringProperty lastOpenProperty() {
        return lastOpen.getReadOnlyProperty();
    }

    /** Returns what is shown while the share is not open: the question for the key, the wait, or the failure. */
    public Node view() {
        return pane;
    }

    /** Returns the note above an open share. It takes no room if there is nothing to say. */
    public Node notice() {
        return notice;
    }

    /** Returns the link to the folder of the share that is shown, without its key. */
    public ShareLink link() {
        return link.get();
    }

    /** Shows those of the transfers that wait for this share. */
    void waits(Map<ShareId, Waits> ofShares) {
        waits.set(share.id()
                .or(() -> link().id().map(id -> new ShareId(id, link().invitationTag())))
                .map(ofShares::get)
                .orElse(Waits.NONE));
    }

    private void showLastOpen(Instant when) {
        lastOpen.set(Texts.get("home.lastOpen", HumanFormat.when(when, services.clock())));
    }

    /** Notes the folder that is shown, to which {@link #link} leads from now on. */
    public void at(RemotePath folder) {
        link.set(link().withPath(folder));
        if (state.get() instanceof ShareState.Connected) {
            folders = folders.withRemote(folder);
            keepFolders();
        }
    }

    /** Notes the folder of this computer that is used with the share. */
    public void beside(Path folder) {
        if (state.get() instanceof ShareState.Connected) {
            folders = folders.withLocal(folder);
            keepFolders();
        }
    }

    /** Returns the folder of this computer that was used with the share the last time. */
    public Optional<Path> lastLocal() {
        return folders.local();
    }

    private void keepFolders() {
        ShareLink where = link();
        Cancellation _ = services.background().run(() -> saved.at(where, () -> folders), () -> {}, e -> {
            // They are a convenience.
        });
    }

    boolean isAt(ShareLink other) {
        return link().isSameShare(other);
    }

    void open(ShareLink where, AccessKey with) {
        opening.cancel();
        entered = Optional.of(with);
        link.set(where);
        share.connect(where, with);
    }

    /** Opens a saved share with its key. If the key cannot be read, the user is asked for it. */
    void open(SavedServer server) {
        opening.cancel();
        reading.set(true);
        opening = services.background()
                .run(
                        cancellation -> keys.key(server),
                        (Optional<AccessKey> kept) -> {
                            reading.set(false);
                            kept.ifPresentOrElse(found -> connect(server, found), () -> sayAway(server));
                        },
                        e -> {
                            reading.set(false);
                            services.toasts().error(Texts.problem(e));
                        });
    }

    private void connect(SavedServer server, AccessKey kept) {
        entered = Optional.empty();
        share.connect(server.link(), kept);
    }

    private void sayAway(SavedServer server) {
        services.background()
                .run(
                        cancellation -> keys.known(saved.list()).contains(server),
                        (Boolean known) -> {
                            if (known) {
                                keyFault.set(Texts.get("home.key.away", server.name()));
                            }
                        },
                        e -> {});
    }

    /** Connects with the typed key. A whole link in the field replaces the address, too. */
    void submit() {
        String typed = key.get().strip();
        try {
            ShareLink pasted = typed.startsWith(HomeController.SCHEME) ? ShareLink.parse(typed) : link();
            AccessKey typedKey = pasted.key().isPresent() ? pasted.key().get() : pasted.keyOf(typed);
            if (!pasted.invitationTag().isEmpty() && typedKey.invitation().isEmpty()) {
                // What is saved of an invitation does not have its id.
                typedKey.close();
                keyFault.set(Texts.get("home.key.wholeLink"));
                return;
            }
            open(pasted, typedKey);
        } catch (InvalidInput e) {
            keyFault.set(Texts.words(e.sentence()));
        }
    }

    void reconnect() {
        share.reconnect();
    }

    /** Waits for the host whose name is unknown. */
    void waitAnyway() {
        share.waitAnyway();
    }

    /** Trusts the new key of the server, after the user's second, explicit confirmation. */
    void trustChangedKey() {
        Optional<ShareLink> found = state.get() instanceof ShareState.Failed failed
                ? failed.changed()
                        .map(changed -> link().at(ShareLink.of(link().host(), link().port(), changed.found())))
                : Optional.empty();
        services.background()
                .run(
                        () -> {
                            Optional<SavedServer> server = saved.at(link());
                            if (server.isPresent() && found.isPresent()) {
                                saved.move(server.get(), found.get());
                            }
                        },
                        share::trustChangedKey,
                        e -> {
                            services.toasts().error(Texts.problem(e));
                            share.trustChangedKey();
                        });
    }

    /** Closes the tab. */
    void leave() {
        leave.run();
    }

    /** Closes the tab and puts its address into the field of the first screen, with its invitation, without its key. */
    void editAddress() {
        String whole = link().withoutKey();
        // What is saved of an invitation does not have its id.
        boolean isWhole = link().invitationTag().isEmpty() || !whole.equals(link().toString());
        editAddress.accept(isWhole ? whole : link().kept());
    }

    /** Closes the tab and goes to the empty field of the first screen. */
    void enterAnother() {
        editAddress.accept("");
    }

    /** Stops what runs for this share in the window, and stops following it. */
    public void dispose() {
        disposed = true;
        opening.cancel();
        states.close();
        pane.endCountdown();
    }

    private void changed(ShareState next) {
        if (disposed) {
            // It was on its way. The closed tab must not listen to a client again.
            return;
        }
        if (next instanceof ShareState.Connected(ShareClient client, String ignored, boolean firstUse)) {
            key.set("");
            boolean opened = !(state.get() instanceof ShareState.Connected before) || before.client() != client;
            if (opened) {
                noteDismissed.set(!firstUse);
                link.set(client.link().withPath(link().path()));
                used(client);
            }
            showNames(Optional.of(client));
        }
        if (state.get() instanceof ShareState.Connected && !(next instanceof ShareState.Connected)) {
            showLastOpen(services.clock().instant());
        }
        if (next instanceof ShareState.Failed failed
                && failed.fault() == Fault.WRONG_KEY
                && key.get().isEmpty()) {
            entered.map(AccessKey::reveal).ifPresent(key::set);
        }
        state.set(next);
    }

    /** Keeps the share, and its key or not, in this order. */
    private void used(ShareClient client) {
        Optional<AccessKey> tried = entered;
        entered = Optional.empty();
        boolean wanted = remember.get();
        services.background()
                .run(
                        () -> {
                            try {
                                saved.used(client.share().name(), client.link(), client.fingerprint());
                                saved.at(client.link(), () -> folders);
                            } catch (IOException e) {
                                // It is known until the program ends in any case. The list is a convenience.
                            }
                            if (tried.isPresent()) {
                                keep(client, tried.get(), wanted);
                            }
                        },
                        () -> {
                            showNames(Optional.of(client));
                            savedChanged.run();
                        },
                        e -> services.toasts().error(Texts.problem(e)));
    }

    /** Keeps the key that opened the share, or forgets an earlier one if the user does not want it to be kept. */
    private void keep(ShareClient client, AccessKey tried, boolean wanted) throws IOException {
        ShareLink where = client.link();
        if (wanted) {
            keys.keep(client.fingerprint(), where.address(), tried);
        } else {
            keys.forget(new SavedServer(
                    where.address(),
                    where.host(),
                    where.port(),
                    Optional.of(client.fingerprint()),
                    Instant.EPOCH,
                    SavedServer.Folders.NONE,
                    where.invitationTag()));
        }
    }

    void showNames(Optional<ShareClient> client) {
        String known = saved.list().stream()
                .filter(server -> isAt(server.link()))
                .map(SavedServer::name)
                .findFirst()
                .or(() -> client.map(open -> open.share().name()))
                .orElseGet(() -> link().address());
        title.set(DisplayText.escape(known));
        client.flatMap(open -> open.share().computer()).map(DisplayText::escape).ifPresent(computer::set);
    }
}
