package quayside.protocol.client.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.Monitor;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Looks up the sources of a download, and lists the folders among them with everything below, ahead of the thread that
 * fetches. One thread calls {@link #run}, another {@link #next}. The files of a folder are returned once its listing is
 * complete.
 */
final class TreeListing implements AutoCloseable {
    /** The weight of a listing, which counts as much as many lookups of single entries. */
    private static final int LISTING_WEIGHT = 32;

    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 16 * LISTING_WEIGHT);

    /**
     * From this number of files on, a second connection is worth its cost: it fetches files before everything is
     * listed.
     */
    private static final long FILES_WORTH_A_CONNECTION = 500;

    /**
     * The maximum number of entries of a download (PROTOCOL.md section 2.2), because a hostile server's tree need not
     * end.
     */
    static final long MAX_ENTRIES = 5_000_000;

    private static final Duration TIME_WORTH_A_CONNECTION = Duration.ofMillis(250);

    private final List<Integer> sources;
    private final LocalForest local;
    private final TransferProgress progress;
    private final TaskGroup tasks;
    private final Monitor monitor;
    private final Reconnector connections;
    private final Unlocker unlocker;
    private final Spool<ListedItem> found = new Spool<>(ListedItem.FORM);
    private final Spool<ListedItem> folders = new Spool<>(ListedItem.FORM);
    private final long maxEntries;

    /** The listings by source. For the thread that reads answers. */
    private final Map<Integer, Listed> listed = new HashMap<>();

    /** The names of the sources. */
    private final NameCollisions names;

    private long entries;
    private long freeBytes;
    private long files;
    private boolean complete;

    /** The progress of one source's listing. */
    private static final class Listed {
        /** Folders that were found and are not listed yet. */
        private int open = 1;

        private long missingBytes;
    }

    /** @param sources their indices in {@code local} */
    TreeListing(
            List<Integer> sources,
            LocalForest local,
            TransferProgress progress,
            TaskGroup tasks,
            Reconnector connections,
            Unlocker unlocker) {
        this(sources, local, progress, tasks, connections, unlocker, MAX_ENTRIES);
    }

    /** Creates a listing with another limit on the entries of all trees. */
    TreeListing(
            List<Integer> sources,
            LocalForest local,
            TransferProgress progress,
            TaskGroup tasks,
            Reconnector connections,
            Unlocker unlocker,
            long maxEntries) {
        this.sources = sources;
        this.maxEntries = maxEntries;
        this.local = local;
        this.progress = progress;
        this.tasks = tasks;
        this.unlocker = unlocker;
        this.connections = connections;
        this.monitor = new Monitor(this, tasks.cancellation());
        this.names = new NameCollisions(() -> local.here().folding(""));
    }

    /** Lists all sources to their end. */
    void run() throws IOException {
        // Measured before anything arrives, because files that arrive meanwhile are counted among the missing bytes.
        freeBytes = local.here().freeBytes();
        try (Pipeline pipeline = new Pipeline(WINDOW, connections, unlocker, tasks)) {
            for (int source : sources) {
                RemotePath path = local.path(source);
                var _ = pipeline.submit(
                        1,
                        RetryingConnection.Exchange.of(
                                new Request.Stat(path), connection -> EntryReader.described(path, connection.answer())),
                        new SourceLookup(source));
            }
            for (ListedItem.Folder next = nextFolder(pipeline); next != null; next = nextFolder(pipeline)) {
                FolderListing listing = new FolderListing(next, local.folder(next.source()));
                var _ = pipeline.submit(
                        LISTING_WEIGHT,
                        RetryingConnection.Exchange.of(
                                new Request.ListFolder(listing.tree.remote(next.path())), listing::receive),
                        listing);
            }
        }
        synchronized (this) {
            complete = true;
            notifyAll();
        }
    }

    /** Returns the next folder to list; null if all are listed. */
    private ListedItem.@Nullable Folder nextFolder(Pipeline pipeline) throws IOException {
        ListedItem next = folders.poll();
        if (next == null) {
            pipeline.finish();
            next = folders.poll();
        }
        return (ListedItem.Folder) next;
    }

    /**
     * Returns the next item to fetch; null after the last. If none is listed yet, runs {@code beforeWaiting} and
     * blocks.
     */
    @Nullable
    ListedItem next(Runnable beforeWaiting) throws IOException {
        ListedItem next = found.poll();
        if (next == null) {
            beforeWaiting.run();
            monitor.await(() -> complete || found.hasNext());
            next = found.poll();
        }
        return next;
    }

    /** Waits briefly, so that a small source is listed completely first. */
    synchronized void awaitFirstFiles() throws ProtocolException {
        monitor.await(() -> complete || files >= FILES_WORTH_A_CONNECTION, TIME_WORTH_A_CONNECTION);
    }

    @Override
    public void close() throws IOException {
        found.close();
        folders.close();
    }

    private void reportFound(long newFiles, long newBytes) {
        synchronized (this) {
            files += newFiles;
            notifyAll();
        }
        progress.found(newFiles, newBytes);
    }

    /** The lookup of one source. */
    private final class SourceLookup implements Pipeline.Outcome<Entry> {
        private final int source;

        SourceLookup(int source) {
            this.source = source;
        }

        @Override
        public void refused(ProtocolException why) {
            local.progress(source).end(why);
        }

        @Override
        public void answered(Entry entry) throws IOException {
            RemotePath path = local.path(source);
            boolean taken = !path.isRoot() && names.isTaken(path.name());
            if (!entry.isFolder()) {
                found.put(new ListedItem.Named(source, ListedItem.File.of(path.name(), entry, taken)));
                found.commit();
                reportFound(1, entry.size() <= Limits.MAX_FILE_BYTES ? entry.size() : 0);
            } else if (taken) {
                found.put(new ListedItem.Refused(source, "", ListedItem.Why.TAKEN));
                found.put(new ListedItem.End(source));
                found.commit();
                reportFound(0, 0);
            } else {
                LocalTree _ = local.folder(source);
                listed.put(source, new Listed());
                folders.put(new ListedItem.Folder(source, "", entry.modified(), entry.mode()));
                folders.commit();
            }
        }
    }

    /** The totals of one listing. */
    private static final class Counts {
        private long entries;
        private int folders;
        private long files;
        private long bytes;
        private long missingBytes;
    }

    /** The listing of one folder. */
    private final class FolderListing implements Pipeline.Outcome<Omitted> {
        private final ListedItem.Folder folder;
        private final LocalTree tree;
        private Counts counts = new Counts();

        FolderListing(ListedItem.Folder folder, LocalTree tree) {
            this.folder = folder;
            this.tree = tree;
        }

        Omitted receive(Connection connection) throws IOException {
            Optional<LocalTree.Place> place = tree.look(folder.path());
            NameCollisions collisions = new NameCollisions(() -> tree.folding(folder.path()));
            try {
                found.put(folder);
                return EntryReader.listing(connection, connection.answer(), page -> take(page, place, collisions));
            } catch (IOException e) {
                found.rollback();
                folders.rollback();
                counts = new Counts();
                if (isTooLarge(e)) {
                    // The rest of the listing is still to come.
                    connection.close();
                }
                throw e;
            }
        }

        @Override
        public void answered(Omitted omitted) throws IOException {
            // Reported before the source may turn out to be complete.
            local.progress(folder.source()).omitted(tree.shown(folder.path()), omitted);
            commit();
        }

        @Override
        public void refused(ProtocolException why) throws IOException {
            if (isTooLarge(why)) {
                throw why;
            }
            local.progress(folder.source()).fail(tree.shown(folder.path()), why);
            commit();
        }

        private static boolean isTooLarge(IOException e) {
            return e instanceof ProtocolException fault && fault.fault() == Fault.TOO_LARGE;
        }

        private void take(List<Entry> page, Optional<LocalTree.Place> place, NameCollisions collisions)
                throws IOException {
            counts.entries += page.size();
            if (entries + counts.entries > maxEntries) {
                throw new ProtocolException(Reason.FOLDER_TOO_LARGE, maxEntries);
            }
            for (Entry entry : page) {
                take(entry, place, collisions.isTaken(entry.name()));
            }
        }

        /** Returns whether the path is too deep or too long for a request (PROTOCOL.md section 4.1). */
        private boolean isTooDeep(String path) {
            try {
                RemotePath _ = tree.remote(path);
                return false;
            } catch (ProtocolException e) {
                return true;
            }
        }

        private void take(Entry entry, Optional<LocalTree.Place> place, boolean taken) throws IOException {
            if (entry.isFolder()) {
                String path = folder.path().isEmpty() ? entry.name() : folder.path() + "/" + entry.name();
                if (isTooDeep(path)) {
                    found.put(new ListedItem.Refused(folder.source(), path, ListedItem.Why.TOO_DEEP));
                } else if (taken) {
                    found.put(new ListedItem.Refused(folder.source(), path, ListedItem.Why.TAKEN));
                } else {
                    counts.folders++;
                    folders.put(new ListedItem.Folder(folder.source(), path, entry.modified(), entry.mode()));
                }
            } else {
                counts.files++;
                if (entry.size() <= Limits.MAX_FILE_BYTES) {
                    counts.bytes += entry.size();
                    counts.missingBytes += tree.missingBytes(place, folder.path(), entry);
                }
                found.put(ListedItem.File.of(entry.name(), entry, taken));
            }
        }

        private void commit() throws IOException {
            Listed all = Objects.requireNonNull(listed.get(folder.source()));
            all.open += counts.folders - 1;
            all.missingBytes += counts.missingBytes;
            if (all.open == 0) {
                end(all.missingBytes);
                found.put(new ListedItem.End(folder.source()));
            }
            folders.commit();
            found.commit();
            entries += counts.entries;
            reportFound(counts.files, counts.bytes);
        }

        private void end(long missingBytes) {
            try {
                LocalTree.requireSpace(missingBytes, freeBytes);
            } catch (ProtocolException e) {
                local.progress(folder.source()).end(e);
            }
        }
    }
}
