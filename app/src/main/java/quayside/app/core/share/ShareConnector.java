package quayside.app.core.share;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Published;
import quayside.app.core.settings.KnownServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.wire.Fault;

/**
 * Keeps at most one remote share open.
 *
 * <p>Connects on a virtual thread; waits for a server that is not up yet (1, 2, 4 .. 15 s between tries, only while
 * nobody answers); pings an open share. Server keys are pinned in {@link KnownServers} at first use; a link's own
 * fingerprint counts before a pin, and leaves it as it is. Thread-safe; nothing but {@link #close} blocks.
 */
public final class ShareConnector implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final KnownServers known;
    private final ClientSecret secret;
    private final Timings timings;
    private final Published<ShareState> state = new Published<>(new ShareState.Idle());
    private final ExecutorService threads;

    /** The one attempt that may publish; those before it end unheard. */
    private volatile @Nullable Attempt current;

    private volatile Attempt.@Nullable Target last;

    /**
     * Connects nowhere yet.
     *
     * @param secret of this installation
     */
    public ShareConnector(KnownServers known, ClientSecret secret, Timings timings) {
        this.known = known;
        this.secret = secret;
        this.timings = timings;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("share-", 0).factory());
    }

    /** The newest state. */
    public ShareState state() {
        return state.get();
    }

    /** Told of each new state on worker threads, of the present one at once. */
    public void onState(Consumer<ShareState> listener) {
        state.listen(listener);
    }

    /** Leaves an open share, and starts connecting. Returns at once. The key must stay open until the next share. */
    public void connect(ShareLink link, AccessKey key) {
        begin(new Attempt.Target(link, key, false));
    }

    /**
     * Tries the last link and key again; nothing where there is none. A share that was lost comes back with the client it had, so
     * that what waits for that goes on. Returns at once.
     */
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

    /**
     * The user decides to trust the changed key of the server that Failed with SERVER_KEY_CHANGED: reconnects to exactly
     * the fingerprint that the sentence showed as found, and pins it once the access key admitted us. A server that
     * proves yet another key by then fails the same way. Nothing in any other state.
     */
    public void trustChangedKey() {
        Attempt.Target target = last;
        if (target != null
                && state.get() instanceof ShareState.Failed failed
                && failed.fault() == Fault.SERVER_KEY_CHANGED) {
            FoundFingerprint.in(failed.sentence()).ifPresent(found -> {
                ShareLink shown =
                        ShareLink.of(target.link().host(), target.link().port(), found);
                begin(new Attempt.Target(shown, target.key(), true));
            });
        }
    }

    /** Ends waiting, connecting or the open share: Idle. Returns at once. */
    public void disconnect() {
        end(current, new ShareState.Idle());
    }

    /** A user of the connected client saw the connection fail. Nothing where no share is open. */
    public void lost(String sentence) {
        if (state.get() instanceof ShareState.Connected connected) {
            lost(connected.client(), sentence);
        }
    }

    /** As {@link #lost(String)}, where {@code client} is still the open one; a stale client's end is no news. */
    public void lost(ShareClient client, String sentence) {
        Attempt attempt = current;
        if (attempt != null
                && attempt.holds(client)
                && state.get() instanceof ShareState.Connected connected
                && connected.client() == client) {
            attempt.lost();
            publish(attempt, new ShareState.Lost(connected.address(), sentence));
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
            // A server that stalls just now is left without a goodbye.
            if (!threads.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.close();
    }

    private void begin(Attempt.Target target) {
        Attempt attempt = new Attempt(target, known, secret, timings, this::publish);
        Attempt before;
        synchronized (this) {
            if (threads.isShutdown()) {
                return;
            }
            before = current;
            current = attempt;
            // Trust is given once: a later reconnect leaves the pin as it is.
            last = new Attempt.Target(target.link(), target.key(), false);
        }
        if (before != null) {
            before.cancel();
        }
        publish(attempt, new ShareState.Connecting(target.link().address()));
        synchronized (this) {
            if (!threads.isShutdown()) {
                threads.execute(attempt);
            }
        }
    }

    private void end(@Nullable Attempt attempt, ShareState next) {
        synchronized (this) {
            if (current != attempt) {
                return;
            }
            current = null;
        }
        if (attempt != null) {
            attempt.cancel();
        }
        state.setIf(() -> current == null, next);
    }

    private boolean publish(Attempt attempt, ShareState next) {
        return state.setIf(() -> current == attempt, next);
    }
}
