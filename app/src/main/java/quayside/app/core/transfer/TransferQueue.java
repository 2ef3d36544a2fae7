package quayside.app.core.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.app.core.share.ShareId;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/**
 * Runs transfers on virtual threads, a few at once, in their order. A transfer whose share is not connected waits and
 * takes no slot. With a {@link JobStore} the transfers are kept for the next start.
 *
 * <p>Thread-safe; only {@link #close} blocks.
 */
public final class TransferQueue implements TransferService, AutoCloseable {
    /**
     * The maximum number of transfers that wait for the user besides those that run. Each of them keeps its
     * connections.
     */
    private static final int MAX_ASIDE = 16;

    private static final Duration CHANGE_GAP = Duration.ofNanos(1_000_000_000L / 30);

    /** The gap between the places of two new transfers, in which others find room. */
    private static final long STEP = 1 << 20;

    private final Function<ShareId, Optional<ShareClient>> shares;
    private final Keeper keeper;
    private final Transfer.Ticker ticker;
    private final Map<Long, Transfer> transfers = new LinkedHashMap<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<TransferSnapshot>> endListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<TransferSnapshot>> connectionListeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("transfer-", 0).factory());

    /** Those that a worker has taken; some may not have begun yet. */
    private final Set<Transfer> starting = new HashSet<>();

    private final Throttle changes = new Throttle(CHANGE_GAP, () -> changeListeners.forEach(Runnable::run));
    private int parallel;
    private long lastId;
    private long lastOrder;
    private int running;
    private int aside;
    private boolean closed;

    /**
     * @param parallel how many run at once, at least 1
     * @param shares returns the open client of a share; empty while it is not connected. It must not block
     * @param store keeps the transfers; empty if they end with the program
     */
    public TransferQueue(int parallel, Function<ShareId, Optional<ShareClient>> shares, Optional<JobStore> store) {
        this(parallel, shares, store, System::nanoTime);
    }

    TransferQueue(
            int parallel,
            Function<ShareId, Optional<ShareClient>> shares,
            Optional<JobStore> store,
            Transfer.Ticker ticker) {
        this.shares = shares;
        this.keeper = new Keeper(store);
        this.ticker = ticker;
        parallel(parallel);
    }

    /** Sets how many run at once, at least 1. Those that run already continue. */
    public synchronized void parallel(int next) {
        if (next < 1) {
            throw new IllegalArgumentException("parallel " + next);
        }
        parallel = next;
        startNext();
    }

    /**
     * Takes over the kept transfers of programs that have ended, now and from then on, in the background.
     *
     * @param resume whether they continue; otherwise they are paused
     * @param clearDone whether those that were done a day ago are removed
     */
    public void restore(boolean resume, boolean clearDone) {
        keeper.watch(resume, clearDone, this::adopted);
    }

    private void adopted(Job job, Optional<Passcode> passcode) {
        Plan plan = Plan.of(job, shares, passcode);
        synchronized (this) {
            if (closed) {
                plan.secret().ifPresent(Passcode::close);
            } else {
                Transfer _ = put(job, plan);
            }
        }
    }

    /**
     * Uploads files and folders into {@code intoFolder} as one transfer. Returns its id at once.
     *
     * @param sources at least one
     * @param passcode the passcode of the one lock for all of it. The queue takes it over, and wipes it once the
     *     transfer cannot be tried again: it is done, or was removed, or the queue was closed
     */
    public long upload(
            Job.ShareRef share,
            List<Path> sources,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<Passcode> passcode) {
        Job job = Job.upload(share, sources, intoFolder, onConflict, passcode.isPresent());
        return add(job, Plan.of(job, shares, passcode));
    }

    /** Downloads files and folders into {@code intoFolder} as one transfer. Returns its id at once. */
    public long download(Job.ShareRef share, List<RemoteItem> sources, Path intoFolder, OnConflict onConflict) {
        Job job = Job.download(share, sources, intoFolder, onConflict);
        return add(job, Plan.of(job, shares, Optional.empty()));
    }

    synchronized long add(Job job, Plan plan) {
        if (closed) {
            plan.secret().ifPresent(Passcode::close);
            throw new IllegalStateException("the queue is closed");
        }
        Transfer transfer = put(job.withOrder(lastPlace()), plan);
        keeper.keep(transfer);
        return transfer.id();
    }

    private synchronized Transfer put(Job job, Plan plan) {
        long id = ++lastId;
        Transfer transfer = new Transfer(id, job, plan, ticker, new Slot(id));
        lastOrder = Math.max(lastOrder, job.order());
        transfers.put(id, transfer);
        startNext();
        return transfer;
    }

    /** Returns the place behind all others, those of earlier starts and of other programs too. */
    private long lastPlace() {
        lastOrder = Math.max(lastOrder + STEP, System.currentTimeMillis() * STEP);
        return lastOrder;
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
        changes.changed();
        if (!closed) {
            keeper.keep(transfer);
            TransferSnapshot stopped = transfer.snapshot();
            record(transfer, stopped);
            threads.execute(() -> {
                last.run();
                endListeners.forEach(listener -> listener.accept(stopped));
            });
        }
    }

    private void record(Transfer transfer, TransferSnapshot ended) {
        if (ended.state().hasEnded()) {
            keeper.record(transfer.entry(ended));
        }
    }

    /** Immediately retries a transfer that waits for a lost connection; returns false if it does not wait for one. */
    public boolean tryNow(long id) {
        Transfer transfer = find(id);
        return transfer != null && transfer.hurry();
    }

    /** Returns the shares of the transfers that are active. */
    public synchronized Set<ShareId> shares() {
        return transfers.values().stream()
                .filter(Transfer::isActive)
                .map(Transfer::share)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Pauses the active transfers of a share. */
    public void pause(ShareId share) {
        List<Transfer> active;
        synchronized (this) {
            // From the end, so that no transfer begins because one before it was stopped.
            active = inOrder().reversed().stream()
                    .filter(transfer -> transfer.isActive() && transfer.share().equals(share))
                    .toList();
        }
        active.forEach(transfer -> pause(transfer.id()));
    }

    /** Starts what can run now, because a share was connected or left. */
    public synchronized void sharesChanged() {
        startNext();
    }

    /**
     * Queues a paused, failed or cancelled transfer again, behind the queued ones. It resumes from what has arrived. If
     * its share is not connected, it waits for that.
     */
    @Override
    public void retry(long id) {
        Transfer transfer = find(id);
        if (transfer != null) {
            again(transfer);
        }
    }

    private synchronized void again(Transfer transfer) {
        if (!closed && transfer.again()) {
            transfer.order(lastPlace());
            keeper.keep(transfer);
            startNext();
        }
    }

    @Override
    public void all(Act act) {
        List<Transfer> all;
        synchronized (this) {
            // From the end, so that no transfer begins because one before it was stopped.
            boolean stops = act == Act.PAUSE || act == Act.CANCEL;
            all = stops ? inOrder().reversed() : inOrder();
        }
        for (Transfer transfer : all) {
            TransferSnapshot.State state = transfer.snapshot().state();
            switch (act) {
                case PAUSE -> pause(transfer.id());
                case CANCEL -> cancel(transfer.id());
                case RESUME -> {
                    if (state == TransferSnapshot.State.PAUSED) {
                        again(transfer);
                    }
                }
                case RETRY_FAILED -> {
                    if (state == TransferSnapshot.State.FAILED) {
                        again(transfer);
                    }
                }
            }
        }
    }

    /**
     * Moves a transfer to the place before another, or behind all others. The order matters for those that have not
     * begun.
     */
    public synchronized void move(long id, Optional<Long> before) {
        Transfer moved = transfers.get(id);
        if (moved == null || before.filter(other -> other == id).isPresent()) {
            return;
        }
        List<Transfer> order = new ArrayList<>(inOrder());
        order.remove(moved);
        int at = before.map(transfers::get)
                .map(order::indexOf)
                .filter(found -> found >= 0)
                .orElse(order.size());
        if (at == order.size()) {
            moved.order(lastPlace());
            keeper.keep(moved);
        } else {
            long above = at == 0
                    ? order.getFirst().order() - 2 * STEP
                    : order.get(at - 1).order();
            long below = order.get(at).order();
            if (below - above > 1) {
                moved.order(above + (below - above) / 2);
                keeper.keep(moved);
            } else {
                order.add(at, moved);
                for (Transfer each : order) {
                    each.order(lastPlace());
                    keeper.keep(each);
                }
            }
        }
        changes.changed();
    }

    private List<Transfer> inOrder() {
        return transfers.values().stream()
                .sorted(Comparator.comparingLong(Transfer::order))
                .toList();
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
                    transfer.remove();
                    keeper.keep(transfer);
                }
                return removed;
            });
        }
        changes.changed();
    }

    @Override
    public synchronized List<TransferSnapshot> snapshot() {
        return inOrder().stream().map(Transfer::snapshot).toList();
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
     * Adds a listener that gets a sentence for the user on any thread, if a transfer cannot be kept for the next start, or
     * a kept one cannot be read.
     */
    public void onNotice(Consumer<String> listener) {
        keeper.onNotice(listener);
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
        }
        all.forEach(Transfer::leave);
        threads.close();
        keeper.close();
        all.forEach(Transfer::forget);
        changes.close();
    }

    private synchronized @Nullable Transfer find(long id) {
        return transfers.get(id);
    }

    /** Starts queued transfers while there are free slots; called under the lock. */
    private void startNext() {
        while (!closed && running < parallel) {
            Optional<Transfer> next = transfers.values().stream()
                    .filter(transfer -> !starting.contains(transfer) && transfer.isReady())
                    .min(Comparator.comparingLong(Transfer::order));
            if (next.isEmpty()) {
                break;
            }
            running++;
            starting.add(next.get());
            threads.execute(() -> work(next.get()));
        }
        changes.keepNotifying(running + aside > 0);
        changes.changed();
    }

    private void work(Transfer transfer) {
        Transfer.End end = transfer.run();
        TransferSnapshot ended = transfer.snapshot();
        synchronized (this) {
            running--;
            starting.remove(transfer);
            if (end == Transfer.End.ENDED) {
                keeper.keep(transfer);
                if (!transfer.isLeft()) {
                    record(transfer, ended);
                }
            }
            startNext();
        }
        if (end == Transfer.End.ENDED) {
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
        public void stored() {
            Transfer transfer = find(id);
            if (transfer != null) {
                keeper.keep(transfer);
            }
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
