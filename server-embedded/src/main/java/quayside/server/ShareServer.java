package quayside.server;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;

/** SKELETON. Serves one folder. start() once; stop() from any thread, any number of times; stop returns with no thread or socket left. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ShareServer implements AutoCloseable {
    /** events: called on server threads, one at a time in order, must return at once. */
    public ShareServer(ShareOptions options, AccessKey key, ServerIdentity identity, Consumer<ShareEvent> events) {
        throw new UnsupportedOperationException();
    }

    /** Checks the folder, sweeps old staging files, binds and accepts; IOException with a plain sentence where it cannot (port in use, folder not readable). */
    public void start() throws IOException {}

    public int port() {
        throw new UnsupportedOperationException();
    }

    public List<Guest> guests() {
        throw new UnsupportedOperationException();
    }

    public void disconnect(String guestId) {}

    /** Takes effect for the next request. */
    public void permissions(ShareOptions.Permissions permissions) {}

    /** Bytes in both directions since start; for the throughput chart. */
    public long bytesSent() {
        throw new UnsupportedOperationException();
    }

    public long bytesReceived() {
        throw new UnsupportedOperationException();
    }

    /** Running transfers get the grace, then are cut. Blocks until no thread or socket is left. */
    public void stop() {}

    @Override
    public void close() {
        stop();
    }
}
