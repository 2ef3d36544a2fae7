package quayside.app.core.share;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.ShareClient;

/**
 * The shares that are open at once. Each has its own connection, which no other share changes. Thread-safe; only {@link
 * #close} blocks.
 */
public interface Shares extends AutoCloseable {
    /** Adds a share without a connection; {@link ShareService#connect} opens it. */
    ShareService add();

    /** Returns the added shares that were not removed, in their order. */
    List<ShareService> open();

    /** Calls {@code listener} with {@link #open} at once, and on any thread whenever shares were added or removed. */
    Subscription onChange(Consumer<List<ShareService>> listener);

    /** Calls {@code listener} on any thread when a client may have come or gone. */
    Subscription onClients(Runnable listener);

    /**
     * Calls {@code listener} on a worker thread with the client of each share that is connected from now on, before
     * anyone uses it.
     */
    Subscription onClient(Consumer<ShareClient> listener);

    /**
     * Disconnects a share and removes it.
     *
     * @param goOn whether what waits for the share may connect it in the background, see {@link #wanted}
     */
    void remove(ShareService share, boolean goOn);

    /**
     * Returns the client of the share {@code id}. A lost share keeps its client, with which calls retry. Never returns
     * one that was closed.
     */
    Optional<ShareClient> client(ShareId id);

    /** Returns the time until the next try to connect a share that does not answer; empty if none is due. */
    Optional<Duration> untilNextTry(ShareId id);

    /** Tries at once to connect a share that does not answer. */
    void tryNow(ShareId id);

    /**
     * Names all shares that somebody waits for. If its key is saved, such a share is connected in the background, until
     * it is no longer wanted or an added share connects to it. It is not tried again after it refused. A share that the
     * user has left is not connected before the user opens it again.
     */
    void wanted(Set<ShareId> ids);

    /** Disconnects all, and waits until no thread is left. */
    @Override
    void close();
}
