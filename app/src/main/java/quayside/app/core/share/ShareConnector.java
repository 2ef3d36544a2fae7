package quayside.app.core.share;

import java.util.function.Consumer;
import quayside.protocol.client.ShareLink;
import quayside.protocol.crypto.AccessKey;

/**
 * SKELETON. Keeps at most one remote share open: connects on a virtual thread, waits for a server that is not up yet (1, 2, 4 .. 15 s, only for
 * UNREACHABLE), pings every 15 s while connected (a failed ping, or a fault CONNECTION_LOST reported by lost(), becomes Lost), pins server keys in KnownServers.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ShareConnector implements AutoCloseable {
    // constructor: (KnownServers known, Clock/timings for tests)

    /** The newest state. */
    public ShareState state() {
        throw new UnsupportedOperationException();
    }

    /** Called on worker threads with each new state, the present one at once. */
    public void onState(Consumer<ShareState> listener) {}

    /** Leaves an open share, and starts connecting. Returns at once. */
    public void connect(ShareLink link, AccessKey key) {}

    /** Tries the last link and key again. Returns at once. */
    public void reconnect() {}

    /** The user decides to trust the changed key of the server that Failed with SERVER_KEY_CHANGED; reconnects. */
    public void trustChangedKey() {}

    /** Ends waiting, connecting or the open share: Idle. Returns at once. */
    public void disconnect() {}

    /** A user of the connected client saw the connection fail. */
    public void lost(String sentence) {}

    @Override
    public void close() {}
}
