package quayside.app.core.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.Passcode;

/**
 * Writes the transfers of a queue to the {@link JobStore} on a thread of its own, in the order of the changes, and brings
 * those of programs that have ended. A failure of the disk is only logged: the transfer itself continues. Thread-safe;
 * only {@link #close} blocks.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration LOOK_FOR_ORPHANS = Duration.ofSeconds(10);

    private final Optional<JobStore> store;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("transfer-keeper").factory());
    private final ExecutorService watcher = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("transfer-orphans").factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param store empty if transfers end with the program */
    Keeper(Optional<JobStore> store) {
        this.store = store;
    }

    /** A use of the store. */
    private interface Use {
        void run(JobStore store) throws IOException;
    }

    /** Writes the state that the transfer has by then, or removes its file if it was removed from the queue. */
    void keep(Transfer transfer) {
        write(to -> {
            Job job = transfer.kept();
            if (transfer.isRemoved()) {
                to.remove(job.id());
            } else {
                to.save(transfer.needsSeal() ? transfer.sealed(to) : job);
            }
        });
    }

    /** Removes the file of a job that is not in the queue. */
    void remove(UUID id) {
        write(to -> to.remove(id));
    }

    /** Adds a transfer that has ended to the history. */
    void record(History.Entry entry) {
        write(to -> to.history().append(entry));
    }

    private synchronized void write(Use use) {
        if (store.isPresent() && !writer.isShutdown()) {
            writer.execute(() -> {
                try {
                    use.run(store.get());
                } catch (IOException e) {
                    LOG.warn("A change of the transfers could not be kept", e);
                }
            });
        }
    }

    /** Returns the passcode of an adopted job; blocks. */
    Optional<Passcode> passcode(Job job) {
        return store.flatMap(from -> from.passcode(job));
    }

    /** Passes each kept job of a program that has ended to {@code adopted}, on a thread, now and until the end. */
    void watch(Consumer<Job> adopted) {
        store.ifPresent(from -> watcher.execute(() -> watch(from, adopted)));
    }

    private void watch(JobStore from, Consumer<Job> adopted) {
        try {
            do {
                try {
                    from.adopt().forEach(adopted);
                } catch (IOException e) {
                    LOG.warn("The kept transfers could not be read", e);
                }
            } while (!closing.await(LOOK_FOR_ORPHANS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is to be written. */
    @Override
    public void close() {
        closing.countDown();
        watcher.close();
        synchronized (this) {
            writer.shutdown();
        }
        writer.close();
        store.ifPresent(JobStore::close);
    }
}
