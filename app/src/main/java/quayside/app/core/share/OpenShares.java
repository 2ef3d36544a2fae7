package quayside.app.core.share;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** The shares of the program: a {@link ShareConnector} for each. */
public final class OpenShares implements Shares {
    /** The maximum wait between two tries of a share that nobody looks at. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final KnownServers known;
    private final Supplier<ConnectOptions> options;
    private final Timings timings;
    private final SavedServers saved;
    private final SavedKeys keys;
    private final Nearby nearby;
    private final Published<List<ShareService>> shown = new Published<>(List.of());
    private final List<ShareConnector> added = new ArrayList<>();
    private final Map<ShareId, ShareConnector> background = new HashMap<>();

    /** The shares that were left by the user, which are not connected again before the user opens them. */
    private final Set<ShareId> left = new HashSet<>();

    /** The shares without a readable key. They are not looked up again before the user opens them: a keyring may ask. */
    private final Set<ShareId> withoutKey = new HashSet<>();

    private final Listeners<Consumer<ShareClient>> clientListeners = new Listeners<>();
    private final Listeners<Runnable> changeListeners = new Listeners<>();

    /** Reads keys and closes connections, one after the other. */
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("shares").factory());

    /** The worker's thread while it reads a key, for which the keyring may ask the user. */
    private @Nullable Thread reader;

    private Set<ShareId> wanted = Set.of();
    private boolean closed;

    /**
     * Creates the set of shares, which is empty.
     *
     * @param options returns the options of a new connection: the secret of this installation, and the limits
     * @param nearby may know where a share is that is not at its address
     */
    public OpenShares(
            KnownServers known,
            Supplier<ConnectOptions> options,
            Timings timings,
            SavedServers saved,
            SavedKeys keys,
            Nearby nearby) {
        this.known = known;
        this.options = options;
        this.timings = timings;
        this.saved = saved;
        this.keys = keys;
        this.nearby = nearby;
    }

    @Override
    public ShareService add() {
        ShareConnector share = connector(timings);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the shares are closed");
            }
            added.add(share);
        }
        share.onState(state -> changed(share, state));
        publish();
        return share;
    }

    private ShareConnector connector(Timings tries) {
        ShareConnector share = new ShareConnector(known, options, tries, new Announced());
        share.onClient(client -> clientListeners.tell(listener -> listener.accept(client)));
        return share;
    }

    /** Seeks a share by its identity among those nearby, and keeps the address at which it was found. */
    private final class Announced implements Elsewhere {
        /** A name follows its computer by itself. */
        private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|.*:.*");

        @Override
        public List<ShareLink> of(ShareLink link) {
            if (link.id().isEmpty() || !NUMBERS.matcher(link.host()).matches()) {
                return List.of();
            }
            return nearby.state().shares().stream()
                    .filter(share -> share.id().equals(link.id().get()))
                    .flatMap(share -> share.links().stream())
                    .filter(other -> !other.isSameServer(link))
                    .map(link::at)
                    .toList();
        }

        @Override
        public void found(ShareLink before, ShareLink now) {
            Optional<SavedServer> server =
                    saved.at(before).filter(each -> each.id().equals(before.id()));
            try {
                if (server.isPresent()) {
                    saved.move(server.get(), now);
                }
            } catch (IOException e) {
                // It is known until the program ends, and will be found again after the next start.
            }
        }
    }

    /** Publishes the added shares, unless another thread has a newer list. Listeners are called without the lock. */
    private void publish() {
        List<ShareService> now;
        synchronized (this) {
            now = List.copyOf(added);
        }
        boolean _ = shown.setIf(() -> isNow(now), now);
    }

    private synchronized boolean isNow(List<ShareService> list) {
        return list.equals(added);
    }

    @Override
    public List<ShareService> open() {
        return shown.get();
    }

    @Override
    public Subscription onChange(Consumer<List<ShareService>> listener) {
        return shown.listen(listener);
    }

    @Override
    public Subscription onClients(Runnable listener) {
        return changeListeners.add(listener);
    }

    @Override
    public Subscription onClient(Consumer<ShareClient> listener) {
        return clientListeners.add(listener);
    }

    /**
     * Follows an added share. Once it is connected, its connection in the background is not needed. Once the user has
     * left it, it stays closed.
     */
    private void changed(ShareConnector share, ShareState state) {
        Optional<ShareConnector> unneeded = Optional.empty();
        synchronized (this) {
            if (!added.contains(share)) {
                // A state from before it was removed.
                return;
            }
            if (state instanceof ShareState.Connected open) {
                ShareId id = ShareId.of(open.client());
                left.remove(id);
                withoutKey.remove(id);
                unneeded = Optional.ofNullable(background.remove(id));
            } else if (state instanceof ShareState.Idle) {
                share.id().ifPresent(left::add);
                // It may have been connected again before this state was delivered.
                unneeded = share.id().flatMap(id -> Optional.ofNullable(background.remove(id)));
            }
        }
        unneeded.ifPresent(this::close);
        notifyListeners();
        fetchWanted();
    }

    private void notifyListeners() {
        changeListeners.tell(Runnable::run);
    }

    @Override
    public void remove(ShareService share, boolean goOn) {
        if (!(share instanceof ShareConnector connector)) {
            return;
        }
        synchronized (this) {
            if (!added.remove(connector)) {
                return;
            }
            if (!goOn) {
                share.id().ifPresent(left::add);
            }
        }
        close(connector);
        publish();
        notifyListeners();
        fetchWanted();
    }

    /** Closes a connection without waiting. To be called without the lock, because listeners are called. */
    private void close(ShareConnector share) {
        share.disconnect();
        synchronized (this) {
            if (!closed) {
                worker.execute(share::close);
            }
        }
    }

    @Override
    public Optional<ShareClient> client(ShareId id) {
        return connectors().stream().flatMap(share -> share.client(id).stream()).findFirst();
    }

    @Override
    public Optional<Duration> untilNextTry(ShareId id) {
        return connector(id).flatMap(ShareConnector::untilNextTry);
    }

    @Override
    public void tryNow(ShareId id) {
        connector(id).filter(share -> share.untilNextTry().isPresent()).ifPresent(ShareConnector::reconnect);
    }

    private synchronized Optional<ShareConnector> connector(ShareId id) {
        return Optional.ofNullable(background.get(id))
                .or(() -> added.stream()
                        .filter(share -> share.id().filter(id::equals).isPresent())
                        .findFirst());
    }

    private synchronized List<ShareConnector> connectors() {
        return Stream.concat(added.stream(), background.values().stream()).toList();
    }

    @Override
    public void wanted(Set<ShareId> ids) {
        List<ShareConnector> unneeded = new ArrayList<>();
        synchronized (this) {
            if (closed || wanted.equals(ids)) {
                return;
            }
            wanted = Set.copyOf(ids);
            background.entrySet().removeIf(entry -> !wanted.contains(entry.getKey()) && unneeded.add(entry.getValue()));
        }
        unneeded.forEach(this::close);
        fetchWanted();
    }

    /** Connects what is wanted and was not added, in the background. */
    private synchronized void fetchWanted() {
        if (closed) {
            return;
        }
        for (ShareId id : wanted) {
            if (isMissing(id)) {
                worker.execute(() -> fetch(id));
            }
        }
    }

    private synchronized boolean isMissing(ShareId id) {
        return !closed
                && wanted.contains(id)
                && !left.contains(id)
                && !withoutKey.contains(id)
                && !background.containsKey(id)
                && client(id).isEmpty();
    }

    private void fetch(ShareId id) {
        if (!isMissing(id)) {
            // An earlier look, which may have waited for the keyring, has decided it.
            return;
        }
        Optional<SavedServer> server = saved.list().stream()
                .filter(each -> ShareId.of(each).equals(Optional.of(id)))
                .findFirst();
        AccessKey key = server.flatMap(this::read).orElse(null);
        if (server.isPresent() && key != null) {
            connect(id, server.get(), key);
        } else {
            synchronized (this) {
                withoutKey.add(id);
            }
        }
    }

    private Optional<AccessKey> read(SavedServer server) {
        synchronized (this) {
            if (closed) {
                return Optional.empty();
            }
            reader = Thread.currentThread();
        }
        try {
            return keys.key(server);
        } finally {
            synchronized (this) {
                reader = null;
                boolean _ = Thread.interrupted();
            }
        }
    }

    private void connect(ShareId id, SavedServer server, AccessKey key) {
        ShareConnector share;
        synchronized (this) {
            if (!isMissing(id)) {
                key.close();
                return;
            }
            share = connector(new Timings(timings.firstWait(), LONGEST_WAIT, timings.pingEvery()));
            background.put(id, share);
        }
        share.onState(state -> notifyListeners());
        share.connect(server.link(), key);
    }

    @Override
    public void close() {
        List<ShareConnector> all;
        synchronized (this) {
            closed = true;
            all = connectors();
            if (reader != null) {
                // Nobody sees any more for what the keyring asks.
                reader.interrupt();
            }
        }
        // First all of them, so that no goodbye waits for another.
        all.forEach(ShareConnector::disconnect);
        all.forEach(ShareConnector::close);
        worker.close();
    }
}
