package quayside.app.core.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Subscription;
import quayside.app.core.text.Texts;
import quayside.protocol.message.Passcode;

/**
 * Writes the transfers of a queue to the {@link JobStore} on a thread of its own, in the order of the changes, and brings
 * those of programs that have ended. A failure of the disk is said, and the transfer itself continues. Thread-safe; only
 * {@link #close} blocks.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration LOOK_FOR_ORPHANS = Duration.ofSeconds(10);
    private static final Duration SEAL_AGAIN = Duration.ofMinutes(5);

    /** Enough for a vault that asks nobody. */
    private static final Duration LAST_SEALS = Duration.ofSeconds(1);

    private final Optional<JobStore> store;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("transfer-keeper").factory());
    private final ExecutorService sealer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("transfer-sealer").factory());
    private final ExecutorService watcher = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("transfer-orphans").factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Listeners<Consumer<String>> notices = new Listeners<>();

    /** The watcher's thread while it reads a passcode, for which the keyring may ask the user. Guarded by this. */
    private @Nullable Thread reader;

    /** Whether the user was told that something is not kept. */
    private final AtomicBoolean isTold = new AtomicBoolean();

    /** Whether the user was told that the kept transfers cannot be read. Of the watcher's thread. */
    private boolean isUnreadTold;

    /** When a passcode could not be sealed last. Of the sealer's thread. */
    private Optional<Long> sealFailedNanos = Optional.empty();

    /** @param store empty if transfers end with the program */
    Keeper(Optional<JobStore> store) {
        this.store = store;
    }

    /** A use of the store. */
    private interface Use {
        void run(JobStore store) throws IOException;
    }

    /** Adds a listener that gets a sentence for the user on any thread, if something cannot be kept or read. */
    Subscription onNotice(Consumer<String> listener) {
        return notices.add(listener);
    }

    private void say(String sentence) {
        notices.tell(listener -> listener.accept(sentence));
    }

    /**
     * Writes the state that the transfer has by then, or removes its file if it was removed from the queue. A passcode that
     * has to be sealed first may wait for the user, and delays no other transfer.
     */
    void keep(Transfer transfer) {
        if (!transfer.isRemoved() && transfer.needsSeal()) {
            run(sealer, to -> seal(transfer, to));
            return;
        }
        run(writer, to -> {
            Job job = transfer.kept();
            if (transfer.isRemoved()) {
                to.remove(job.id());
            } else if (!transfer.needsSeal()) {
                to.save(job);
            }
        });
    }

    /** Seals the passcode of the transfer, unless that failed a moment ago: the keyring may ask. */
    private void seal(Transfer transfer, JobStore to) throws IOException {
        boolean failedJustNow = sealFailedNanos
                .filter(failed -> System.nanoTime() - failed < SEAL_AGAIN.toNanos())
                .isPresent();
        if (transfer.needsSeal() && !failedJustNow) {
            try {
                transfer.seal(to);
            } catch (IOException e) {
                sealFailedNanos = Optional.of(System.nanoTime());
                throw e;
            }
        }
        if (!transfer.needsSeal()) {
            keep(transfer);
        }
    }

    /** Adds a transfer that has ended to the history. */
    void record(History.Entry entry) {
        run(writer, to -> to.history().append(entry));
    }

    /** Returns the history, or nothing if nothing is kept; blocks on the disk. */
    List<History.Entry> history() throws IOException {
        return store.isPresent() ? store.get().history().read() : List.of();
    }

    void clearHistory() throws IOException {
        if (store.isPresent()) {
            store.get().history().clear();
        }
    }

    private synchronized void run(ExecutorService thread, Use use) {
        if (store.isPresent() && !thread.isShutdown()) {
            thread.execute(() -> {
                try {
                    use.run(store.get());
                } catch (IOException | RuntimeException e) {
                    LOG.warn("A change of the transfers could not be kept", e);
                    if (!isTold.getAndSet(true)) {
                        say(Texts.get("core.transfer.notKept", Texts.problem(e)));
                    }
                }
            });
        }
    }

    /**
     * Passes each kept job of a program that has ended to {@code adopted}, with its passcode if it has one. Does so on a
     * thread, now and until the end.
     *
     * @param resume whether queued jobs continue; otherwise they are paused
     * @param looked runs each time when all were passed
     */
    void watch(boolean resume, BiConsumer<Job, Optional<Passcode>> adopted, Runnable looked) {
        store.ifPresent(from -> watcher.execute(() -> {
            try {
                do {
                    look(from, resume, adopted);
                    looked.run();
                } while (!closing.await(LOOK_FOR_ORPHANS.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void look(JobStore from, boolean resume, BiConsumer<Job, Optional<Passcode>> adopted) {
        List<Job> jobs;
        try {
            jobs = from.adopt();
        } catch (IOException | RuntimeException e) {
            unread(e);
            return;
        }
        from.takeNotice().ifPresent(this::say);
        boolean asks = true;
        for (Job job : jobs) {
            if (closing.getCount() == 0) {
                // The rest is for the next start.
                return;
            }
            Optional<Passcode> passcode = Optional.empty();
            try {
                passcode = asks ? passcode(from, job) : passcode;
            } catch (IOException | RuntimeException e) {
                // A keyring asks the user, who answers once for all.
                asks = false;
                LOG.info("The passcodes of kept uploads cannot be read now: {}", e.getMessage());
            }
            boolean pause = job.state() == TransferSnapshot.State.QUEUED && !resume;
            try {
                adopted.accept(
                        pause ? job.withState(TransferSnapshot.State.PAUSED, job.stored(), Optional.empty()) : job,
                        passcode);
            } catch (RuntimeException e) {
                // The others are not to be missing because of one.
                unread(e);
            }
        }
    }

    private void unread(Exception why) {
        if (!isUnreadTold) {
            isUnreadTold = true;
            LOG.warn("The kept transfers could not be read", why);
            say(Texts.get("core.transfer.unlisted", Texts.problem(why)));
        }
    }

    private Optional<Passcode> passcode(JobStore from, Job job) throws IOException {
        synchronized (this) {
            if (closing.getCount() == 0) {
                return Optional.empty();
            }
            reader = Thread.currentThread();
        }
        try {
            return from.passcode(job);
        } finally {
            synchronized (this) {
                reader = null;
                boolean _ = Thread.interrupted();
            }
        }
    }

    /** Waits for what is to be written, but for no keyring that asks: what it would seal is not kept. */
    @Override
    public void close() {
        synchronized (this) {
            closing.countDown();
            if (reader != null) {
                // Nobody sees any more for what the keyring asks.
                reader.interrupt();
            }
        }
        watcher.close();
        endSealer();
        synchronized (this) {
            writer.shutdown();
        }
        writer.close();
        store.ifPresent(JobStore::close);
    }

    private void endSealer() {
        synchronized (this) {
            sealer.shutdown();
        }
        try {
            if (!sealer.awaitTermination(LAST_SEALS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "{} uploads are not kept, because their passcodes could not be sealed",
                        sealer.shutdownNow().size() + 1);
            }
        } catch (InterruptedException e) {
            List<Runnable> _ = sealer.shutdownNow();
            Thread.currentThread().interrupt();
        }
        sealer.close();
    }
}
