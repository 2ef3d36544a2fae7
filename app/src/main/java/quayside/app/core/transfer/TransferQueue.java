package quayside.app.core.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/**
 * Runs transfers on virtual threads, a few at once, in the order of arrival. Thread-safe; only {@link #close} blocks.
 */
public final class TransferQueue implements TransferService, AutoCloseable {
    /**
     * The maximum number of transfers that wait for the user besides those that run. Each of them keeps its
     * connections.
     */
    private static final int MAX_ASIDE = 16;

    private static final Duration CHANGE_GAP = Duration.ofNanos(1_000_000_000L / 30);

    private final int parallel;
    private final Transfer.Ticker ticker;
    private final Map<Long, Transfer> transfers = new LinkedHashMap<>();
    private final Deque<Transfer> waiting = new ArrayDeque<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<TransferSnapshot>> endListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<TransferSnapshot>> connectionListeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("transfer-", 0).factory());
    private final Throttle changes = new Throttle(CHANGE_GAP, () -> changeListeners.forEach(Runnable::run));
    private long lastId;
    private int running;
    private int aside;
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

    /**
     * Uploads files and folders into {@code intoFolder} as one transfer. Returns its id at once.
     *
     * @param sources at least one
     * @param passcode the passcode of the one lock for all of it. The queue takes it over, and wipes it once the
     *     transfer cannot be tried again: it is done, or was removed, or the queue was closed
     */
    public long upload(
            ShareClient client,
            List<Path> sources,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<Passcode> passcode) {
        return add(client, Plan.upload(client, List.copyOf(sources), intoFolder, onConflict, passcode));
    }

    /** Downloads files and folders into {@code intoFolder} as one transfer. Returns its id at once. */
    public long download(ShareClient client, List<RemoteItem> sources, Path intoFolder, OnConflict onConflict) {
        return add(client, Plan.download(client, List.copyOf(sources), intoFolder, onConflict));
    }

    synchronized long add(ShareClient client, Plan plan) {
        long id = ++lastId;
        Transfer transfer = new Transfer(id, plan, client, ticker, new Slot(id));
        if (closed) {
            transfer.forget();
            throw new IllegalStateException("the queue is closed");
        }
        transfers.put(id, transfer);
        waiting.add(transfer);
        startNext();
        return id;
    }

    @Override
    public void pause(long id) {
        Transfer transfer = find(id);
        if (transfer != null && transfer.pause()) {
            stoppedWithoutWorker(transfer, () -> {});
        }
    }

    @Override
    public void cancel(long id) {
        Transfer transfer = find(id);
        if (transfer != null && transfer.cancel()) {
            stoppedWithoutWorker(transfer, transfer::discard);
        }
    }

    /** Handles the end of a transfer that no worker runs: reports it after {@code last}, which may block. */
    private synchronized void stoppedWithoutWorker(Transfer transfer, Runnable last) {
        waiting.remove(transfer);
        changes.changed();
        if (!closed) {
            threads.execute(() -> {
                last.run();
                endListeners.forEach(listener -> listener.accept(transfer.snapshot()));
            });
        }
    }

    /** Immediately retries a transfer that waits for a lost connection; returns false if it does not wait for one. */
    public boolean tryNow(long id) {
        Transfer transfer = find(id);
        return transfer != null && transfer.hurry();
    }

    /**
     * Adapts the transfers that wait for a lost connection to the share that is now open, if they wait for another
     * client. With a new client of the same share they continue; if their share was left they are paused.
     */
    public void shareIs(Optional<ShareClient> open) {
        List<Transfer> all;
        synchronized (this) {
            all = List.copyOf(transfers.values());
        }
        for (Transfer transfer : all) {
            if (transfer.follow(open)) {
                queued(transfer);
            }
        }
    }

    /**
     * Queues a paused, failed or cancelled transfer again, behind the queued ones. It resumes from what has arrived,
     * over the given client (the present connection).
     *
     * @return false if {@code client} belongs to a different share; the transfer is then unchanged
     */
    public boolean retry(long id, ShareClient client) {
        Transfer transfer = find(id);
        if (transfer != null && !transfer.isOf(client)) {
            return false;
        }
        synchronized (this) {
            if (!closed && transfer != null && transfer.again(client)) {
                queued(transfer);
            }
        }
        return true;
    }

    private synchronized void queued(Transfer transfer) {
        if (!closed) {
            waiting.add(transfer);
            startNext();
        }
    }

    @Override
    public void clearEnded() {
        removeEnded(transfer -> true);
    }

    @Override
    public void remove(long id) {
        Transfer chosen = find(id);
        removeEnded(transfer -> transfer.equals(chosen));
    }

    private void removeEnded(Predicate<Transfer> which) {
        synchronized (this) {
            transfers.values().removeIf(transfer -> {
                boolean removed =
                        which.test(transfer) && transfer.snapshot().state().hasEnded();
                if (removed) {
                    transfer.forget();
                }
                return removed;
            });
        }
        changes.changed();
    }

    @Override
    public synchronized List<TransferSnapshot> snapshot() {
        return transfers.values().stream().map(Transfer::snapshot).toList();
    }

    /**
     * Calls the listener on a worker thread when a transfer was added, began, moved or ended, at most 30 times a second
     * in all, and twice a second while one runs.
     */
    @Override
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    /**
     * Adds a listener that is called on a worker thread once a transfer has ended or was paused, so that panes refresh
     * its folder.
     */
    public void onEnded(Consumer<TransferSnapshot> listener) {
        endListeners.add(listener);
    }

    /**
     * Adds a listener that is called on a worker thread when a transfer's connection was lost (WAITING) and when it is
     * back (RUNNING).
     */
    public void onConnection(Consumer<TransferSnapshot> listener) {
        connectionListeners.add(listener);
    }

    /**
     * Stops everything, keeping what arrived for the same transfers after the next start; waits until no thread is
     * left.
     */
    @Override
    public void close() {
        List<Transfer> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(transfers.values());
            waiting.clear();
        }
        all.forEach(Transfer::leave);
        threads.close();
        all.forEach(Transfer::forget);
        changes.close();
    }

    private synchronized @Nullable Transfer find(long id) {
        return transfers.get(id);
    }

    /** Starts queued transfers while there are free slots; called under the lock. */
    private void startNext() {
        while (!closed && running < parallel && !waiting.isEmpty()) {
            Transfer next = waiting.remove();
            running++;
            threads.execute(() -> work(next));
        }
        changes.keepNotifying(running + aside > 0);
        changes.changed();
    }

    private void work(Transfer transfer) {
        Transfer.End end = transfer.run();
        synchronized (this) {
            running--;
            if (end == Transfer.End.AGAIN) {
                waiting.addFirst(transfer);
            }
            startNext();
        }
        if (end == Transfer.End.ENDED) {
            TransferSnapshot ended = transfer.snapshot();
            endListeners.forEach(listener -> listener.accept(ended));
        }
    }

    /** The slot of a transfer in this queue. */
    private final class Slot implements Transfer.Queue {
        private final long id;

        Slot(long id) {
            this.id = id;
        }

        @Override
        public void changed() {
            changes.changed();
        }

        @Override
        public void connectionChanged() {
            Transfer transfer = find(id);
            if (transfer != null) {
                TransferSnapshot now = transfer.snapshot();
                connectionListeners.forEach(listener -> listener.accept(now));
            }
        }

        @Override
        public boolean stepAside() {
            synchronized (TransferQueue.this) {
                if (aside == MAX_ASIDE) {
                    return false;
                }
                aside++;
                running--;
                startNext();
                return true;
            }
        }

        /**
         * Takes a slot at once, because no transfer may wait for another. For a while more transfers than usual may
         * run.
         */
        @Override
        public void stepBack() {
            synchronized (TransferQueue.this) {
                aside--;
                running++;
            }
        }
    }
}
