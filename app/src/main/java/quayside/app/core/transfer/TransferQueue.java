package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Subscription;
import quayside.app.core.share.ShareId;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
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

    private final Function<ShareId, Optional<ShareClient>> shares;
    private final Keeper keeper;
    private final Transfer.Ticker ticker;
    private final Line line = new Line();
    private final Listeners<Consumer<List<TransferSnapshot>>> changeListeners = new Listeners<>();
    private final Listeners<Consumer<TransferSnapshot>> endListeners = new Listeners<>();
    private final Listeners<Consumer<TransferSnapshot>> connectionListeners = new Listeners<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("transfer-", 0).factory());

    /** Those that a worker has taken; some may not have begun yet. */
    private final Set<Transfer> starting = new HashSet<>();

    private final Throttle changes = new Throttle(CHANGE_GAP, this::tell);
    private int parallel;
    private long lastId;
    private long downLimit;
    private long upLimit;
    private Function<ShareId, Optional<Duration>> untilNextTry = share -> Optional.empty();
    private Consumer<ShareId> connect = share -> {};
    private int running;
    private int aside;
    private boolean clearsAfterDay;
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

    /** Tells the queue the speed limits, in bytes per second or 0, which are a reason why transfers are slow. */
    public synchronized void limits(long down, long up) {
        downLimit = down;
        upLimit = up;
        changes.changed();
    }

    /**
     * Sets how the queue asks about shares that are not connected. Neither function may block.
     *
     * @param next returns the time until the next try to connect a share; empty if none is due
     * @param now tries at once
     */
    public synchronized void outlook(Function<ShareId, Optional<Duration>> next, Consumer<ShareId> now) {
        untilNextTry = next;
        connect = now;
    }

    /**
     * Takes over the kept transfers of programs that have ended, now and from then on, in the background.
     *
     * @param resume whether they continue; otherwise they are paused
     * @param clearAfterDay whether those that are done are removed after a day
     */
    public void restore(boolean resume, boolean clearAfterDay) {
        synchronized (this) {
            clearsAfterDay = clearAfterDay;
        }
        keeper.watch(resume, this::adopted, this::forgetOld);
    }

    private void adopted(Job job, Optional<Passcode> passcode) {
        Plan plan = Plan.of(job, shares, passcode);
        synchronized (this) {
            if (closed) {
                plan.secret().ifPresent(Passcode::close);
            } else {
                Transfer _ = put(job, plan, true);
                forgetOld();
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
            ConflictRules rules,
            Optional<Passcode> passcode) {
        Job job = Job.upload(share, sources, intoFolder, rules, passcode.isPresent());
        return add(job, Plan.of(job, shares, passcode));
    }

    /**
     * Uploads a file in place of the share's file of its name, if that is still {@code known} when its turn comes;
     * otherwise the transfer fails with {@link quayside.protocol.wire.Fault#EXISTS}. Returns its id at once.
     */
    public long replace(Job.ShareRef share, Path file, RemotePath intoFolder, Entry known) {
        Job job = Job.replacement(share, file, intoFolder, known);
        return add(job, Plan.of(job, shares, Optional.empty()));
    }

    /** Downloads files and folders into {@code intoFolder} as one transfer. Returns its id at once. */
    public long download(Job.ShareRef share, List<RemoteItem> sources, Path intoFolder, ConflictRules rules) {
        Job job = Job.download(share, sources, intoFolder, rules);
        return add(job, Plan.of(job, shares, Optional.empty()));
    }

    synchronized long add(Job job, Plan plan) {
        if (closed) {
            plan.secret().ifPresent(Passcode::close);
            throw new IllegalStateException("the queue is closed");
        }
        Transfer transfer = put(job.withOrder(line.lastPlace()), plan, false);
        keeper.keep(transfer);
        return transfer.id();
    }

    private synchronized Transfer put(Job job, Plan plan, boolean kept) {
        long id = ++lastId;
        Transfer transfer = new Transfer(id, job, plan, kept, ticker, new Slot(id));
        line.add(transfer);
        startNext();
        return transfer;
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
            TransferSnapshot stopped = transfer.snapshot(untilNextTry);
            record(transfer, stopped);
            forgetOld();
            threads.execute(() -> {
                last.run();
                endListeners.tell(listener -> listener.accept(stopped));
            });
        }
    }

    private void record(Transfer transfer, TransferSnapshot ended) {
        if (ended.state().hasEnded()) {
            keeper.record(transfer.entry(ended));
        }
    }

    /** Immediately retries a transfer that waits for its share; returns false if it does not wait for one. */
    public boolean tryNow(long id) {
        Transfer transfer = find(id);
        if (transfer == null || transfer.hurry()) {
            return transfer != null;
        }
        boolean away = transfer.isQueued() && !transfer.isReady();
        if (away) {
            connector().accept(transfer.share());
        }
        return away;
    }

    private synchronized Consumer<ShareId> connector() {
        return connect;
    }

    /** Returns a transfer as it would be kept now. */
    public Optional<Job> job(long id) {
        return Optional.ofNullable(find(id)).map(Transfer::kept);
    }

    /** Returns the open client of a share; empty while it is not connected. */
    public Optional<ShareClient> client(ShareId share) {
        return shares.apply(share);
    }

    /** Returns the shares of the transfers that are active. */
    public synchronized Set<ShareId> shares() {
        return line.inOrder().stream()
                .filter(Transfer::isActive)
                .map(Transfer::share)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Pauses the active transfers of a share. */
    public void pause(ShareId share) {
        List<Transfer> active;
        synchronized (this) {
            // From the end, so that no transfer begins because one before it was stopped.
            active = line.inOrder().reversed().stream()
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

    /** Does the same under {@code rules}, which the user chose for the names that are taken now. */
    public void retry(long id, ConflictRules rules) {
        Transfer transfer = find(id);
        if (transfer != null) {
            synchronized (this) {
                if (!closed && transfer.again(rules, (job, secret) -> Plan.of(job, shares, secret))) {
                    queuedAgain(transfer);
                }
            }
        }
    }

    private synchronized void again(Transfer transfer) {
        if (!closed && transfer.again()) {
            queuedAgain(transfer);
        }
    }

    private void queuedAgain(Transfer transfer) {
        transfer.order(line.lastPlace());
        keeper.keep(transfer);
        startNext();
    }

    @Override
    public void all(Act act) {
        if (act == Act.CLEAR_DONE) {
            removeEnded(transfer -> transfer.state().isClearable());
            return;
        }
        List<Transfer> all;
        synchronized (this) {
            // From the end, so that no transfer begins because one before it was stopped.
            boolean stops = act == Act.PAUSE || act == Act.CANCEL;
            all = stops ? line.inOrder().reversed() : line.inOrder();
        }
        for (Transfer transfer : all) {
            TransferSnapshot.State state = transfer.state();
            switch (act) {
                case PAUSE -> pause(transfer.id());
                case CANCEL -> cancel(transfer.id());
                case CLEAR_DONE -> {}
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

    @Override
    public synchronized void move(long id, Optional<Long> before) {
        line.find(id)
                .filter(moved -> before.filter(other -> other == id).isEmpty())
                .ifPresent(moved -> {
                    line.move(moved, before, keeper::keep);
                    changes.changed();
                });
    }

    /**
     * Downloads into another folder what a download could not store, or not yet. Replaces nothing there: a taken name
     * fails with {@link quayside.protocol.wire.Fault#EXISTS}. Does nothing to a transfer that is active or done.
     */
    public void elsewhere(long id, Path folder) {
        elsewhere(id, folder, ConflictRules.all(OnConflict.FAIL));
    }

    /** Does the same under {@code rules}, which the user chose for that folder. */
    public void elsewhere(long id, Path folder, ConflictRules rules) {
        Transfer transfer = find(id);
        if (transfer != null) {
            synchronized (this) {
                if (!closed && transfer.retarget(folder, rules, job -> Plan.of(job, shares, Optional.empty()))) {
                    queuedAgain(transfer);
                }
            }
        }
    }

    @Override
    public List<History.Entry> history() throws IOException {
        return keeper.history();
    }

    @Override
    public void clearHistory() throws IOException {
        keeper.clearHistory();
    }

    @Override
    public void remove(long id) {
        Transfer chosen = find(id);
        removeEnded(transfer -> transfer.equals(chosen));
    }

    private void removeEnded(Predicate<Transfer> which) {
        synchronized (this) {
            removed(line.removeEnded(which));
        }
        changes.changed();
    }

    /** Removes those that were done long ago; the history keeps them. */
    private synchronized void forgetOld() {
        if (!closed && removed(line.removeDoneLongAgo(clearsAfterDay, ticker.now()))) {
            changes.changed();
        }
    }

    private boolean removed(List<Transfer> gone) {
        gone.forEach(transfer -> {
            transfer.remove();
            keeper.keep(transfer);
            if (!closed) {
                threads.execute(transfer::discard);
            }
        });
        return !gone.isEmpty();
    }

    @Override
    public List<TransferSnapshot> snapshot() {
        List<Transfer> all;
        Function<ShareId, Optional<Duration>> outlook;
        long down;
        long up;
        synchronized (this) {
            all = line.inOrder();
            outlook = untilNextTry;
            down = downLimit;
            up = upLimit;
        }
        // Without the lock, because a worker that ends a transfer needs it.
        return Why.added(
                all.stream().map(transfer -> transfer.snapshot(outlook)).toList(), down, up);
    }

    /** One snapshot serves all listeners. */
    private void tell() {
        List<TransferSnapshot> now = snapshot();
        changeListeners.tell(listener -> listener.accept(now));
    }

    /**
     * Calls the listener when a transfer was added, began, moved or ended, at most 30 times a second in all, and twice a
     * second while one runs.
     */
    @Override
    public Subscription onChange(Consumer<List<TransferSnapshot>> listener) {
        return changeListeners.add(listener);
    }

    /**
     * Adds a listener that is called on a worker thread once a transfer has ended or was paused, so that panes refresh
     * its folder.
     */
    public Subscription onEnded(Consumer<TransferSnapshot> listener) {
        return endListeners.add(listener);
    }

    /**
     * Adds a listener that is called on a worker thread when a transfer's connection was lost (WAITING) and when it is
     * back (RUNNING).
     */
    public Subscription onConnection(Consumer<TransferSnapshot> listener) {
        return connectionListeners.add(listener);
    }

    /**
     * Adds a listener that gets a sentence for the user on any thread, if a transfer cannot be kept for the next start, or
     * a kept one cannot be read.
     */
    public Subscription onNotice(Consumer<String> listener) {
        return keeper.onNotice(listener);
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
            all = line.inOrder();
        }
        all.forEach(Transfer::leave);
        threads.close();
        keeper.close();
        all.forEach(Transfer::forget);
        changes.close();
    }

    private synchronized @Nullable Transfer find(long id) {
        return line.find(id).orElse(null);
    }

    /** Starts queued transfers while there are free slots; called under the lock. */
    private void startNext() {
        while (!closed && running < parallel) {
            Optional<Transfer> next = line.inOrder().stream()
                    .filter(transfer -> !starting.contains(transfer) && transfer.isReady())
                    .findFirst();
            if (next.isEmpty()) {
                break;
            }
            running++;
            starting.add(next.get());
            threads.execute(() -> work(next.get()));
        }
        // A transfer that is still queued waits for its share, and counts the time down.
        changes.keepNotifying(running + aside > 0 || line.inOrder().stream().anyMatch(Transfer::isQueued));
        changes.changed();
    }

    private void work(Transfer transfer) {
        Transfer.End end = transfer.run();
        TransferSnapshot ended = transfer.snapshot(untilNextTry);
        synchronized (this) {
            running--;
            starting.remove(transfer);
            if (end == Transfer.End.ENDED) {
                keeper.keep(transfer);
                if (!transfer.isLeft()) {
                    record(transfer, ended);
                }
                forgetOld();
            }
            startNext();
        }
        if (end == Transfer.End.ENDED) {
            endListeners.tell(listener -> listener.accept(ended));
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
                TransferSnapshot now = transfer.snapshot(untilNextTry);
                connectionListeners.tell(listener -> listener.accept(now));
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
