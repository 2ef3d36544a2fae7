package quayside.app.core.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/**
 * Runs transfers on virtual threads, a few at once, first come first served. Thread-safe; nothing but {@link #close}
 * blocks.
 */
public final class TransferQueue implements AutoCloseable {
    private static final Duration CHANGE_GAP = Duration.ofNanos(1_000_000_000L / 30);

    private final int parallel;
    private final Transfer.Ticker ticker;
    private final Map<Long, Transfer> transfers = new LinkedHashMap<>();
    private final Deque<Transfer> waiting = new ArrayDeque<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<TransferSnapshot>> endListeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("transfer-", 0).factory());
    private final Throttle changes = new Throttle(CHANGE_GAP, () -> changeListeners.forEach(Runnable::run));
    private long lastId;
    private int running;
    private boolean closed;

    /** @param parallel how many run at once, at least 1 */
    public TransferQueue(int parallel) {
        this(parallel, System::nanoTime);
    }

    TransferQueue(int parallel, Transfer.Ticker ticker) {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel " + parallel);
        }
        this.parallel = parallel;
        this.ticker = ticker;
    }

    /** Each source, a file or a folder, becomes one transfer into {@code intoFolder}. Returns their ids at once. */
    public List<Long> upload(ShareClient client, List<Path> sources, RemotePath intoFolder, OnConflict onConflict) {
        String place = DisplayText.escape(client.share().name() + "/" + intoFolder);
        List<Long> ids = new ArrayList<>();
        for (Path source : sources) {
            Path name = source.getFileName();
            Job job = (over, partStored, listener, cancellation) -> {
                listener.sourceIs(Files.isDirectory(source));
                return FolderTransfer.upload(
                        over, source, intoFolder, rule(onConflict, partStored), listener, cancellation);
            };
            ids.add(add(
                    client,
                    new Transfer.Plan(
                            TransferSnapshot.Direction.UPLOAD,
                            DisplayText.escape((name == null ? source : name).toString()),
                            place,
                            false,
                            job)));
        }
        return List.copyOf(ids);
    }

    /** Each source, a file or a folder, becomes one transfer into {@code intoFolder}. Returns their ids at once. */
    public List<Long> download(ShareClient client, List<RemotePath> sources, Path intoFolder, OnConflict onConflict) {
        String place = DisplayText.escape(intoFolder.toString());
        List<Long> ids = new ArrayList<>();
        for (RemotePath source : sources) {
            Job job = (over, partStored, listener, cancellation) -> {
                listener.sourceIs(over.stat(source).isFolder());
                return FolderTransfer.download(
                        over, source, intoFolder, rule(onConflict, partStored), listener, cancellation);
            };
            ids.add(add(
                    client,
                    new Transfer.Plan(
                            TransferSnapshot.Direction.DOWNLOAD,
                            DisplayText.escape(source.isRoot() ? client.share().name() : source.name()),
                            place,
                            source.isRoot(),
                            job)));
        }
        return List.copyOf(ids);
    }

    /**
     * A further try of a folder meets the files that earlier ones stored. Where the rule would count them as conflicts,
     * or store them twice, what is there is skipped instead, and the transfer says how much that was. While nothing was
     * stored, as with a single file that did not arrive, the chosen rule holds.
     */
    static OnConflict rule(OnConflict chosen, boolean partStored) {
        return switch (chosen) {
            case FAIL, RENAME -> partStored ? OnConflict.SKIP : chosen;
            case OVERWRITE, NEWER, SKIP -> chosen;
        };
    }

    synchronized long add(ShareClient client, Transfer.Plan plan) {
        if (closed) {
            throw new IllegalStateException("the queue is closed");
        }
        Transfer transfer = new Transfer(++lastId, plan, client, ticker, changes::changed);
        transfers.put(lastId, transfer);
        waiting.add(transfer);
        startNext();
        return lastId;
    }

    /** Ends a queued or running transfer; nothing where it has ended. */
    public void cancel(long id) {
        Transfer transfer = find(id);
        if (transfer != null && transfer.cancel()) {
            forgetQueued(transfer);
        }
    }

    private synchronized void forgetQueued(Transfer transfer) {
        waiting.remove(transfer);
        changes.changed();
        if (!closed) {
            threads.execute(() -> tellEnded(transfer));
        }
    }

    /** Runs a failed or cancelled one again, over the given client (the present connection), after those that wait. */
    public void retry(long id, ShareClient client) {
        Transfer transfer = find(id);
        if (transfer == null) {
            return;
        }
        synchronized (this) {
            if (!closed && transfer.again(client)) {
                waiting.add(transfer);
                startNext();
            }
        }
    }

    /** Forgets those that ended. */
    public void clearEnded() {
        synchronized (this) {
            transfers.values().removeIf(transfer -> !transfer.snapshot().state().isActive());
        }
        changes.changed();
    }

    /** Forgets one that ended; nothing where it is still active. */
    public void remove(long id) {
        synchronized (this) {
            Transfer transfer = transfers.get(id);
            if (transfer == null || transfer.snapshot().state().isActive()) {
                return;
            }
            transfers.remove(id);
        }
        changes.changed();
    }

    /** All, in the order in which they were asked for first. */
    public synchronized List<TransferSnapshot> snapshot() {
        return transfers.values().stream().map(Transfer::snapshot).toList();
    }

    /**
     * Told on a worker thread when a transfer was added, began, moved or ended, at most 30 times a second in all, and twice a second while one
     * runs; the listener reads {@link #snapshot} then.
     */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    /** Told on a worker thread once a transfer ended, whichever way: panes refresh the folder it went to. */
    public void onEnded(Consumer<TransferSnapshot> listener) {
        endListeners.add(listener);
    }

    /** Cancels everything and waits until no thread is left. */
    @Override
    public void close() {
        List<Transfer> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(transfers.values());
            waiting.clear();
        }
        all.forEach(Transfer::cancel);
        threads.close();
        changes.close();
    }

    private synchronized @Nullable Transfer find(long id) {
        return transfers.get(id);
    }

    /** Under the lock. */
    private void startNext() {
        while (!closed && running < parallel && !waiting.isEmpty()) {
            Transfer next = waiting.remove();
            running++;
            threads.execute(() -> work(next));
        }
        changes.keepTelling(running > 0);
        changes.changed();
    }

    private void work(Transfer transfer) {
        boolean ran = transfer.run();
        synchronized (this) {
            running--;
            startNext();
        }
        if (ran) {
            tellEnded(transfer);
        }
    }

    private void tellEnded(Transfer transfer) {
        TransferSnapshot ended = transfer.snapshot();
        endListeners.forEach(listener -> listener.accept(ended));
    }
}
