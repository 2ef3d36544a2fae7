package quayside.app.core.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

/**
 * SKELETON. The embedded server's life: started and stopped in the background, at most one at a time. Identity and access key are kept in the
 * configuration folder (owner-only files), never in the share. Thread-safe; nothing blocks but close().
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class HostControl implements AutoCloseable {
    // constructor: (Path configFolder, InetAddress bind (wildcard for the app, 127.0.0.1 for tests), SecureRandom)

    public HostState state() {
        throw new UnsupportedOperationException();
    }

    public void onState(Consumer<HostState> listener) {}

    /** The newest events, oldest first, at most 500. */
    public List<ShareEvent> events() {
        throw new UnsupportedOperationException();
    }

    public void onEvent(Consumer<ShareEvent> listener) {}

    /** Why the user should think before sharing this folder (home folder, a disk's root, holds .ssh ...), a plain sentence; empty where nothing speaks against it. May touch the disk. */
    public static Optional<String> warning(Path folder) {
        throw new UnsupportedOperationException();
    }

    public void start(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {}

    public void stop() {}

    /** Uses the owner's own key from now on; null generates one. Restarts a running share with it. Returns a helpful sentence and changes nothing where the key is too weak. */
    public Optional<String> changeKey(@org.jspecify.annotations.Nullable String ownKey) {
        throw new UnsupportedOperationException();
    }

    public void permissions(ShareOptions.Permissions permissions) {}

    public void disconnect(String guestId) {}

    /** Total bytes (sent, received) since the share started; 0 when off. */
    public long[] traffic() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
