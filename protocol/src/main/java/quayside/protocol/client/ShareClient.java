package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.ShareInfo;

/**
 * SKELETON (the integrator writes it). A share, open from here. Thread-safe: any thread may call any method; each call blocks its caller until
 * done. Listing and changing share one connection in turn; each get or post runs on a connection of its own (pooled), so they run side by side.
 * All methods throw ProtocolException (an IOException) with a Fault and a sentence.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ShareClient implements AutoCloseable {
    private ShareClient() {}

    /** Connects and shakes hands; blocks up to the options' timeout and 10 s. */
    public static ShareClient connect(ShareLink link, AccessKey key, ConnectOptions options, Cancellation cancellation)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The identity that the server proved. */
    public Fingerprint fingerprint() {
        throw new UnsupportedOperationException();
    }

    public ShareLink link() {
        throw new UnsupportedOperationException();
    }

    /** What the server said last of the share. */
    public ShareInfo share() {
        throw new UnsupportedOperationException();
    }

    /** Asks the server for a sign of life and the share's present state. */
    public ShareInfo ping() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Hands over the entries of a folder page by page, in no order, on the calling thread. */
    public void list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        throw new UnsupportedOperationException();
    }

    public List<Entry> list(RemotePath folder) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Entry stat(RemotePath path) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void makeFolder(RemotePath path) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void move(RemotePath from, RemotePath to) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void delete(RemotePath path, boolean recursive) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Downloads one file as folder/name (name is the remote one's, made storable here where it must be). */
    public TransferResult get(
            RemotePath file, Path folder, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Uploads one file as target (a full path, name included). */
    public TransferResult post(
            Path file, RemotePath target, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Says goodbye and closes every connection; running calls fail with CONNECTION_LOST. Twice is fine. */
    @Override
    public void close() {}
}
