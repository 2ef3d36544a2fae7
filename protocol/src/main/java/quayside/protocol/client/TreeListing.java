package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Lists a folder of the share with all below it, ahead of whoever fetches what is found: one thread {@link #run}s, another {@link #next}s. A
 * folder's files are given out when its listing is whole.
 */
final class TreeListing implements AutoCloseable {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(16, Long.MAX_VALUE);

    /** Whoever begins to fetch before the whole is listed needs another connection, which is not worth it for little. */
    private static final long FILES_WORTH_A_CONNECTION = 500;

    /** More entries than this end a download (PROTOCOL.md section 2.2): a tree of a hostile server need not end by itself. */
    static final long MOST_ENTRIES = 5_000_000;

    private static final Duration TIME_WORTH_A_CONNECTION = Duration.ofMillis(250);

    private final Found.Folder top;
    private final LocalTree local;
    private final Tally tally;
    private final Crew crew;
    private final Monitor monitor;
    private final Reconnection connections;
    private final Spool<Found> found = new Spool<>(Found.FORM);
    private final Spool<Found> folders = new Spool<>(Found.FORM);
    private final long mostEntries;
    private long entries;
    private long files;
    private long bytes;
    private long missingBytes;
    private boolean complete;

    TreeListing(Found.Folder top, LocalTree local, Tally tally, Crew crew, Reconnection connections) {
        this(top, local, tally, crew, connections, MOST_ENTRIES);
    }

    /** With another bound on the entries of the whole tree. */
    TreeListing(Found.Folder top, LocalTree local, Tally tally, Crew crew, Reconnection connections, long mostEntries) {
        this.top = top;
        this.mostEntries = mostEntries;
        this.local = local;
        this.tally = tally;
        this.crew = crew;
        this.connections = connections;
        this.monitor = new Monitor(this, crew.cancellation());
    }

    /** Lists until all is listed. */
    void run() throws IOException {
        // Before anything arrives: what has arrived by the end is among the missing bytes.
        long freeBytes = local.freeBytes();
        try (Pipeline pipeline = new Pipeline("quayside-listing", WINDOW, connections, crew.cancellation())) {
            Found.Folder next = top;
            while (next != null) {
                pipeline.submit(new Step(next));
                next = nextFolder();
                if (next == null) {
                    pipeline.finish();
                    next = nextFolder();
                }
            }
        }
        LocalTree.requireSpace(missingBytes, freeBytes);
        synchronized (this) {
            complete = true;
            notifyAll();
        }
    }

    private Found.@Nullable Folder nextFolder() throws IOException {
        return (Found.Folder) folders.poll();
    }

    /** What is to be fetched next, or null where that was all. Blocks while the listing is not yet so far, after {@code beforeWaiting}. */
    @Nullable
    Found next(Runnable beforeWaiting) throws IOException {
        Found next = found.poll();
        if (next == null) {
            beforeWaiting.run();
            monitor.await(() -> complete || found.hasNext());
            next = found.poll();
        }
        return next;
    }

    /** Waits a moment, for what is small to be listed to its end. */
    synchronized void awaitSome() throws ProtocolException {
        monitor.await(() -> complete || files >= FILES_WORTH_A_CONNECTION, TIME_WORTH_A_CONNECTION);
    }

    @Override
    public void close() throws IOException {
        found.close();
        folders.close();
    }

    /** One folder's listing. */
    private final class Step implements Pipeline.Exchange {
        private final Found.Folder folder;
        private long newEntries;
        private long newFiles;
        private long newBytes;
        private long newMissing;

        Step(Found.Folder folder) {
            this.folder = folder;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(new Request.ListFolder(local.remote(folder.path())));
        }

        @Override
        public void receive(Connection connection) throws IOException {
            newEntries = 0;
            newFiles = 0;
            newBytes = 0;
            newMissing = 0;
            Optional<LocalTree.Place> place = local.look(folder.path());
            Siblings siblings = new Siblings(() -> local.folding(folder.path()));
            try {
                found.put(folder);
                Omitted omitted = connection.readListing(connection.answer(), page -> take(page, place, siblings));
                commit();
                tally.omitted(local.shown(folder.path()), omitted);
            } catch (IOException e) {
                found.rollback();
                folders.rollback();
                if (!(e instanceof ProtocolException refused)
                        || Tally.endsAll(refused)
                        || refused.fault() == Fault.TOO_LARGE) {
                    throw e;
                }
                tally.fail(local.shown(folder.path()), refused.fault(), refused.sentence());
            }
        }

        private void take(List<Entry> page, Optional<LocalTree.Place> place, Siblings siblings) throws IOException {
            newEntries += page.size();
            if (entries + newEntries > mostEntries) {
                throw new ProtocolException(
                        Fault.TOO_LARGE,
                        String.format(
                                Locale.ENGLISH,
                                "The folder holds more than %,d files and folders, more than one download takes; download what is in it one by one.",
                                mostEntries));
            }
            for (Entry entry : page) {
                take(entry, place, siblings.isTaken(entry.name()));
            }
        }

        /** Whether no request could name it (PROTOCOL.md section 4.1). */
        private boolean isTooDeep(String path) {
            try {
                RemotePath _ = local.remote(path);
                return false;
            } catch (ProtocolException e) {
                return true;
            }
        }

        private void take(Entry entry, Optional<LocalTree.Place> place, boolean taken) throws IOException {
            if (entry.isFolder()) {
                String path = folder.path().isEmpty() ? entry.name() : folder.path() + "/" + entry.name();
                if (isTooDeep(path)) {
                    found.put(new Found.Refused(path, Found.Why.TOO_DEEP));
                } else if (taken) {
                    found.put(new Found.Refused(path, Found.Why.TAKEN));
                } else {
                    folders.put(new Found.Folder(path, entry.modified(), entry.mode()));
                }
            } else {
                newFiles++;
                if (entry.size() <= Limits.MAX_FILE_BYTES) {
                    newBytes += entry.size();
                    newMissing += local.missingBytes(place, folder.path(), entry);
                }
                found.put(new Found.File(
                        entry.name(), entry.size(), entry.modified(), entry.mode(), taken, entry.lock()));
            }
        }

        private void commit() throws IOException {
            folders.commit();
            found.commit();
            synchronized (TreeListing.this) {
                entries += newEntries;
                files += newFiles;
                bytes += newBytes;
                missingBytes += newMissing;
                TreeListing.this.notifyAll();
            }
            tally.counted(files, bytes);
        }
    }
}
