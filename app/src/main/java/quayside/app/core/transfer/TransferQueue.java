package quayside.app.core.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** SKELETON. Runs transfers on virtual threads, at most two at once, first come first served; thread-safe, nothing blocks. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class TransferQueue implements AutoCloseable {
    // constructor: (int parallel, InstantSource/monotonic ticker for tests)

    /** Each source becomes one transfer. Returns their ids at once. */
    public List<Long> upload(ShareClient client, List<Path> sources, RemotePath intoFolder, OnConflict onConflict) {
        throw new UnsupportedOperationException();
    }

    public List<Long> download(ShareClient client, List<RemotePath> sources, Path intoFolder, OnConflict onConflict) {
        throw new UnsupportedOperationException();
    }

    public void cancel(long id) {}

    /** Runs a failed or cancelled one again, over the given client (the present connection). */
    public void retry(long id, ShareClient client) {}

    /** Forgets those that ended. */
    public void clearEnded() {}

    public void remove(long id) {}

    /** All, in the order they were asked for. */
    public List<TransferSnapshot> snapshot() {
        throw new UnsupportedOperationException();
    }

    /** Told on worker threads when a transfer was added, began, moved (at most 30 times a second in all) or ended; reads snapshot() then. */
    public void onChange(Runnable listener) {}

    /** Told on a worker thread once a transfer ended, whichever way: panes refresh the folder it went to. */
    public void onEnded(Consumer<TransferSnapshot> listener) {}

    /** Cancels everything and waits until no thread is left. */
    @Override
    public void close() {}
}
