package quayside.app.core.share;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.app.core.settings.KnownServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;

/**
 * Keeps at most one remote share open.
 *
 * <p>Connects on a virtual thread, retries if a server does not answer (1, 2, 4 .. 15 s between tries), pings an open
 * share, and finds a lost one again. Server keys are pinned in {@link KnownServers} at first use. A link's own fingerprint takes precedence
 * over a pin, and leaves it unchanged. Thread-safe; only {@link #close} blocks.
 */
public final class ShareConnector implements ShareService, AutoCloseable {
    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

    private final KnownServers known;
    private final Supplier<ConnectOptions> options;
    private final Timings timings;
    private final Elsewhere elsewhere;
    private final Published<ShareState> state = new Published<>(new ShareState.Idle());
    private final Listeners<Consumer<ShareClient>> clientListeners = new Listeners<>();
    private final Published<Response.Orders> orders = new Published<>(Response.Orders.NONE);
    private final ExecutorService threads;

    /** The only attempt that may publish; earlier ones end silently. */
    private volatile @Nullable Attempt current;

    private volatile Attempt.@Nullable Target last;

    private volatile @Nullable ShareId identity;

    /** When the newest state began. */
    private volatile long stateNanos;

    /**
     * Creates a connector without a connection.
     *
     * @param options returns the options of a new connection: the secret of this installation, and the limits
     */
    public ShareConnector(KnownServers known, Supplier<ConnectOptions> options, Timings timings) {
        this(known, options, timings, Elsewhere.NOWHERE);
    }

    ShareConnector(KnownServers known, Supplier<ConnectOptions> options, Timings timings, Elsewhere elsewhere) {
        this.known = known;
        this.options = options;
        this.timings = timings;
        this.elsewhere = elsewhere;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("share-", 0).factory());
    }

    @Override
    public ShareState state() {
        return state.get();
    }

    @Override
    public Optional<ShareId> id() {
        return Optional.ofNullable(identity);
    }

    @Override
    public Subscription onState(Consumer<ShareState> listener) {
        return state.listen(listener);
    }

    @Override
    public Subscription onClient(Consumer<ShareClient> listener) {
        return clientListeners.add(listener);
    }

    @Override
    public Subscription onOrders(Consumer<Response.Orders> listener) {
        return orders.listen(listener);
    }

    /**
     * Returns the client of the share if it is {@code id}. A lost share keeps its client, with which calls retry. Never
     * returns one that was closed.
     */
    public Optional<ShareClient> client(ShareId id) {
        Attempt attempt = current;
        return attempt == null
                ? Optional.empty()
                : attempt.client().filter(client -> ShareId.of(client).equals(id));
    }

    /** Returns the time until the next try, while the server does not answer; empty otherwise. */
    Optional<Duration> untilNextTry() {
        long since = stateNanos;
        return state.get() instanceof ShareState.Waiting waiting
                ? Optional.of(waiting.nextTry().minusNanos(System.nanoTime() - since))
                        .map(left -> left.isNegative() ? Duration.ZERO : left)
                : Optional.empty();
    }

    @Override
    public void connect(ShareLink link, AccessKey key) {
        begin(new Attempt.Target(link, key));
    }

    @Override
    public void reconnect() {
        Attempt attempt = current;
        if (attempt != null && state.get() instanceof ShareState.Lost lost && attempt.isOpen()) {
            publish(attempt, new ShareState.Connecting(lost.address()));
            attempt.revive();
            return;
        }
        Attempt.Target target = last;
        if (target != null) {
            begin(target);
        }
    }

    @Override
    public void trustChangedKey() {
        Attempt.Target target = last;
        if (target != null
                && state.get() instanceof ShareState.Failed failed
                && failed.fault() == Fault.SERVER_KEY_CHANGED) {
            failed.changed().ifPresent(changed -> {
                ShareLink shown = target.link()
                        .at(ShareLink.of(target.link().host(), target.link().port(), changed.found()));
                begin(new Attempt.Target(shown, target.key(), true, target.patient()));
            });
        }
    }

    @Override
    public void waitAnyway() {
        Attempt.Target target = last;
        if (target != null && state.get() instanceof ShareState.Failed failed && failed.fault() == Fault.UNREACHABLE) {
            begin(new Attempt.Target(target.link(), target.key(), false, true));
        }
    }

    @Override
    public void disconnect() {
        end(current, new ShareState.Idle());
    }

    @Override
    public void lost(ShareClient client, String sentence) {
        Attempt attempt = current;
        if (attempt != null
                && attempt.holds(client)
                && state.get() instanceof ShareState.Connected connected
                && connected.client() == client) {
            ShareState.Lost lost = new ShareState.Lost(connected.address(), sentence, ShareState.Why.of(client));
            publish(attempt, lost);
            attempt.lost(lost);
        }
    }

    /** Disconnects, and waits until no thread is left. */
    @Override
    public void close() {
        synchronized (this) {
            threads.shutdown();
        }
        disconnect();
        try {
            // A server that stalls now is left without a goodbye.
            if (!threads.awaitTermination(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.close();
    }

    private void begin(Attempt.Target target) {
        Attempt attempt =
                new Attempt(target, known, options, timings, elsewhere, this::opened, orders::set, this::publish);
        Attempt before;
        synchronized (this) {
            if (threads.isShutdown()) {
                return;
            }
            before = current;
            current = attempt;
            // The trust applies once: a later reconnect leaves the pin unchanged.
            last = new Attempt.Target(target.link(), target.key(), false, target.patient());
        }
        // First, so that nobody gets a client that is being closed.
        publish(attempt, new ShareState.Connecting(target.link().address()));
        if (before != null) {
            before.cancel();
        }
        synchronized (this) {
            if (!threads.isShutdown()) {
                threads.execute(attempt);
            }
        }
    }

    private void opened(ShareClient client) {
        identity = ShareId.of(client);
        clientListeners.tell(listener -> listener.accept(client));
    }

    private void end(@Nullable Attempt attempt, ShareState next) {
        synchronized (this) {
            if (current != attempt) {
                return;
            }
            current = null;
        }
        // First, so that nobody gets a client that is being closed.
        state.setIf(() -> current == null, next);
        if (attempt != null) {
            attempt.cancel();
        }
    }

    private boolean publish(Attempt attempt, ShareState next) {
        stateNanos = System.nanoTime();
        return state.setIf(() -> current == attempt, next);
    }
}
