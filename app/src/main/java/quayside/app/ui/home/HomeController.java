package quayside.app.ui.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostState;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareState;
import quayside.app.core.share.Shares;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.InvalidInput;

/** Opens shares from the first screen, and keeps its list of saved shares. JavaFX thread only. */
final class HomeController {
    static final String SCHEME = "quayside://";

    /** The link or address as typed; a pasted link's key goes to {@link #key} instead. */
    final StringProperty link = new SimpleStringProperty("");

    /** The meaning of the typed text. */
    final ObservableValue<Typed> typed;

    /** A link in the clipboard that the user may accept. */
    final ObjectProperty<Optional<ShareLink>> offer = new SimpleObjectProperty<>(Optional.empty());

    final ObjectProperty<Saved> shown = new SimpleObjectProperty<>(new Saved(List.of(), List.of(), List.of()));

    /** What waits for shares that are not open. */
    final ObjectProperty<Map<ShareId, Waits>> waits = new SimpleObjectProperty<>(Map.of());

    /** What this computer shares itself. */
    final ObjectProperty<Optional<Own>> own = new SimpleObjectProperty<>(Optional.empty());

    /** The shares that have a tab. */
    final List<Visit> visits = new ArrayList<>();

    /** What others announce on the networks of this computer. */
    final ObjectProperty<Nearby.State> nearby = new SimpleObjectProperty<>(Nearby.State.OFF);

    private final StringProperty key = new SimpleStringProperty("");
    private final Shares shares;
    private final SavedServers saved;
    private final SavedKeys keys;
    private final UiServices services;
    private final Supplier<Optional<String>> clipboard;
    Consumer<Visit> onShow = visit -> {};
    Consumer<Visit> onLeave = visit -> {};
    Runnable onHome = () -> {};
    Optional<Doctor> doctor = Optional.empty();
    private String taken = "";

    /**
     * The shares opened before.
     *
     * @param withKey those of them whose keys are kept
     * @param online those of them that are connected
     */
    record Saved(List<SavedServer> servers, List<SavedServer> withKey, List<SavedServer> online) {}

    /**
     * The folder that this computer shares.
     *
     * @param id the identity of its server
     */
    record Own(Path folder, Optional<Fingerprint> id) {
        static Optional<Own> of(HostState state) {
            return state instanceof HostState.On on
                    ? Optional.of(
                            new Own(on.folder(), ShareLink.parse(on.link()).id()))
                    : Optional.empty();
        }
    }

    /** @param clipboard supplies the text in the clipboard, read on the JavaFX thread */
    HomeController(
            Shares shares,
            SavedServers saved,
            SavedKeys keys,
            Nearby around,
            UiServices services,
            Supplier<Optional<String>> clipboard) {
        this.shares = shares;
        this.saved = saved;
        this.keys = keys;
        this.services = services;
        this.clipboard = clipboard;
        own.addListener((folder, before, now) -> checkClipboard());
        typed = link.flatMap(text -> key.map(secret -> Typed.of(text, secret)));
        Latest<Boolean> online = new Latest<>(ignored -> reload());
        services.background().whileOpen(shares.onClients(() -> online.offer(true)));
        Latest<Nearby.State> newest = new Latest<>(nearby::set);
        services.background().whileOpen(around.onState(newest::offer));
        link.addListener((text, before, now) -> {
            if (now.isBlank()) {
                key.set("");
            }
        });
    }

    /** Opens what is typed. Does nothing if that is not a link or an address. */
    void connect() {
        if (typed.getValue() instanceof Typed.Ready ready) {
            ShareLink where = ready.link();
            Optional<AccessKey> secret = ready.key();
            link.set("");
            open(where, secret);
        }
    }

    /** Opens a link or address in a tab, or shows the tab that it has already. Without a key, the tab asks for it. */
    void open(ShareLink where, Optional<AccessKey> secret) {
        Optional<SavedServer> known = saved.at(where);
        Visit visit = visitAt(where).orElseGet(() -> add(where));
        switch (visit.stateProperty().get()) {
            case ShareState.Connected ignored -> {}
            case ShareState.Lost ignored when secret.isEmpty() -> visit.reconnect();
            case ShareState ignored -> {
                if (secret.isPresent()) {
                    visit.open(where, secret.get());
                } else {
                    known.ifPresent(visit::open);
                }
            }
        }
        onShow.accept(visit);
    }

    /** Opens the share of a tab where it is now, with the key that is kept for this server. */
    private void openMoved(Visit visit, ShareLink there) {
        Optional<SavedServer> kept = saved.at(visit.link())
                .filter(server -> server.id().isPresent() && server.id().equals(there.id()))
                .filter(server -> saved.at(there).isEmpty());
        if (kept.isEmpty()) {
            open(there, Optional.empty());
            return;
        }
        services.background()
                .run(
                        cancellation -> keys.key(kept.get()),
                        (Optional<AccessKey> key) -> open(there, key),
                        e -> open(there, Optional.empty()));
    }

    void open(SavedServer server) {
        open(server.lastLink(), Optional.empty());
    }

    /**
     * Opens a share that is announced nearby, as if its address had been typed: the announcement vouches for nothing. So
     * another identity than the one that is known at this address is refused.
     */
    void open(NearbyShare share) {
        open(share.address(), Optional.empty());
    }

    /** Returns the shares nearby that are neither saved nor this computer's own. */
    List<NearbyShare> newNearby() {
        return nearby.get().shares().stream()
                .filter(share ->
                        own.get().flatMap(Own::id).filter(share.id()::equals).isEmpty())
                .filter(share -> shown.get().servers().stream()
                        .noneMatch(
                                server -> server.id().filter(share.id()::equals).isPresent()))
                .toList();
    }

    /** Returns whether a saved share is announced nearby, as far as announcements can be believed. */
    boolean isNearby(SavedServer server) {
        return nearby.get().shares().stream()
                .anyMatch(share -> server.id().filter(share.id()::equals).isPresent());
    }

    void reopen(List<String> links, Optional<String> front) {
        for (String text : links) {
            try {
                ShareLink where = ShareLink.parse(text);
                if (saved.at(where).isPresent()) {
                    open(where, Optional.empty());
                }
            } catch (InvalidInput e) {
                // Somebody else wrote it into the file.
            }
        }
        front.flatMap(text -> visits.stream()
                        .filter(visit -> visit.link().kept().equals(text))
                        .findFirst())
                .ifPresent(onShow);
    }

    private Optional<Visit> visitAt(ShareLink where) {
        return visits.stream().filter(visit -> visit.isAt(where)).findFirst();
    }

    private Visit add(ShareLink where) {
        Visit visit = new Visit(shares.add(), where, saved, keys, services);
        visit.on(this::reload, () -> onLeave.accept(visit), address -> {
            onLeave.accept(visit);
            link.set(address);
            onHome.run();
        });
        visit.onFindOutWhy(
                () -> new VisitDoctor(visit, saved, services, there -> openMoved(visit, there)).show(doctor));
        visits.add(visit);
        visit.stateProperty().addListener((state, before, now) -> {
            if (before instanceof ShareState.Connected != now instanceof ShareState.Connected) {
                reload();
            }
        });
        visit.waits(waits.get());
        return visit;
    }

    /** Shows what waits for shares that are not open. */
    void show(Map<ShareId, Waits> now) {
        waits.set(now);
        visits.forEach(visit -> visit.waits(now));
    }

    /** @param goOn whether transfers of the share continue in the background */
    void close(Visit visit, boolean goOn) {
        visit.dispose();
        visits.remove(visit);
        shares.remove(visit.share(), goOn);
    }

    /** Reads the saved shares again, and shows them. */
    void reload() {
        services.background()
                .run(
                        cancellation -> {
                            List<SavedServer> servers = saved.list();
                            return Map.entry(servers, keys.known(servers));
                        },
                        (Map.Entry<List<SavedServer>, List<SavedServer>> known) ->
                                show(known.getKey(), known.getValue()),
                        failed -> show(saved.list(), List.of()));
    }

    private void show(List<SavedServer> servers, List<SavedServer> withKey) {
        shown.set(new Saved(
                servers, withKey, servers.stream().filter(this::isOnline).toList()));
    }

    private void change(Change change) {
        services.background().run(change::run, this::reload, e -> {
            reload();
            services.toasts().error(Texts.problem(e));
        });
    }

    private interface Change {
        void run() throws IOException;
    }

    void rename(SavedServer server, String name) {
        change(() -> saved.rename(server, name));
    }

    void move(SavedServer server, ShareLink to) {
        change(() -> saved.move(server, to));
    }

    /** Opens a saved share with a key that the user enters, instead of a kept one. */
    void openWithAnotherKey(SavedServer server) {
        Visit visit = visitAt(server.link()).orElseGet(() -> add(server.lastLink()));
        onShow.accept(visit);
    }

    /** Returns whether the share is connected, in a tab or in the background. */
    private boolean isOnline(SavedServer server) {
        Optional<Visit> visit = visitAt(server.link());
        return visit.isPresent()
                ? visit.get().stateProperty().get() instanceof ShareState.Connected
                : ShareId.of(server).flatMap(shares::client).isPresent();
    }

    /** Removes a server from the saved ones, with its access key. The server's own key stays pinned. */
    void forget(SavedServer server) {
        change(() -> {
            saved.forget(server);
            if (saved.list().stream().noneMatch(other -> ShareId.of(other).equals(ShareId.of(server)))) {
                keys.forget(server);
            }
        });
    }

    /** Forgets the access key of a saved server. */
    void forgetKey(SavedServer server) {
        change(() -> keys.forget(server));
    }

    /**
     * Returns the part of {@code pasted} that may be shown in the field. A link's key is kept apart, so that onlookers
     * never see it.
     */
    String removeKey(String pasted) {
        Optional<ShareLink> found = linkWithKey(pasted);
        found.flatMap(ShareLink::key).ifPresent(secret -> key.set(secret.reveal()));
        return found.map(ShareLink::toString).orElse(pasted);
    }

    /** Looks for a share link in the clipboard and offers a new one. */
    void checkClipboard() {
        offer.set(clipboard
                .get()
                .filter(text -> !text.strip().equals(taken))
                .flatMap(HomeController::linkWithKey)
                .filter(found -> visitAt(found).isEmpty() && !isOwn(found)));
    }

    /** Returns whether a link leads to what this computer shares. */
    private boolean isOwn(ShareLink found) {
        return own.get()
                .flatMap(Own::id)
                .filter(id -> found.id().equals(Optional.of(id)))
                .isPresent();
    }

    /** Connects to the link in the clipboard. */
    void acceptOffer() {
        Optional<ShareLink> found = offer.get();
        dropOffer();
        found.ifPresent(where -> open(where, where.key()));
    }

    /** Declines the offer; the same text is not offered again. */
    void dropOffer() {
        taken = clipboard.get().map(String::strip).orElse("");
        offer.set(Optional.empty());
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
