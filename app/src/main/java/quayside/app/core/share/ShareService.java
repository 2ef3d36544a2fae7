package quayside.app.core.share;

import java.util.Optional;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;

/** Opens and closes one remote share at a time. Thread-safe; no method blocks. */
public interface ShareService {
    /** Returns the newest state. */
    ShareState state();

    /** Returns the share that was connected last; empty before the first one was. */
    Optional<ShareId> id();

    /** Calls {@code listener} with the present state at once, and with each new one on worker threads. */
    Subscription onState(Consumer<ShareState> listener);

    /**
     * Calls {@code listener} on a worker thread with the client of each share that is opened from now on, before its
     * state is published. So a client can be prepared before anyone uses it.
     */
    Subscription onClient(Consumer<ShareClient> listener);

    /**
     * Calls {@code listener} with what the host has ordered for this guest, at once and on worker threads whenever that
     * changes; with no order while the share is not open.
     */
    default Subscription onOrders(Consumer<Response.Orders> listener) {
        listener.accept(Response.Orders.NONE);
        return () -> {};
    }

    /** Leaves an open share, and starts to connect. The key must stay open until the next share. */
    void connect(ShareLink link, AccessKey key);

    /**
     * Tries the last link and key again at once, if there are any. A lost share is reopened with its existing client,
     * so that the transfers that wait for that client resume. After the host disconnected or blocked this guest, only
     * this asks it again.
     */
    void reconnect();

    /**
     * Waits for the host whose name was unknown ({@link ShareState.Failed} with {@link Fault#UNREACHABLE}). Does
     * nothing in any other state.
     */
    void waitAnyway();

    /**
     * Trusts the changed key of the server that failed with {@link Fault#SERVER_KEY_CHANGED}: reconnects to exactly the
     * fingerprint that the sentence showed as found, and pins it once the access key was admitted. A server that proves
     * yet another key by then fails the same way. Does nothing in any other state.
     */
    void trustChangedKey();

    /** Stops waiting or connecting, or closes the open share. The state is then {@link ShareState.Idle}. */
    void disconnect();

    /** Reports that a user of {@code client} saw the connection fail; ignored unless it is the open share's client. */
    void lost(ShareClient client, String sentence);
}
