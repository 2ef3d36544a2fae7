package quayside.app.ui.connect;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.share.ShareConnector;
import quayside.app.core.share.ShareState;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** What this feature asks of the core: {@link ShareConnector} in the program, a script in tests. */
interface Connection {
    /** Returns at once, as do the next four. Called on worker threads with each new state, the present one at once. */
    void onState(Consumer<ShareState> listener);

    void connect(ShareLink link, AccessKey key);

    void reconnect();

    void trustChangedKey();

    void disconnect();

    /** The latest first. */
    List<SavedServer> saved();

    /** Puts an open share at the top of those saved; blocks on the disk. */
    void remember(ShareClient client) throws IOException;

    /** Blocks on the disk. */
    void forget(SavedServer server) throws IOException;
}
