package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
 * Looks at what is to be downloaded, and lists the folders among it with all below them, ahead of whoever fetches what is found: one thread {@link #run}s, another
 * {@link #next}s. A folder's files are given out when its listing is whole.
 */
final class TreeListing implements AutoCloseable {
    /** A listing counts for many entries that are asked for one by one. */
    private static final int LISTING_WEIGHT = 32;

    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 16 * LISTING_WEIGHT);

    /** Whoever begins to fetch before the whole is listed needs another connection, which is not worth it for little. */
    private static final long FILES_WORTH_A_CONNECTION = 500;

    /** More entries than this end a download (PROTOCOL.md section 2.2): a tree of a hostile server need not end by itself. */
    static final long MOST_ENTRIES = 5_000_000;

    private static final Duration TIME_WORTH_A_CONNECTION = Duration.ofMillis(250);

    private final List<Integer> sources;
    private final LocalForest local;
    private final Tally tally;
    private final Crew crew;
    private final Monitor monitor;
    private final Reconnection connections;
    private final Spool<Found> found = new Spool<>(Found.FORM);
    private final Spool<Found> folders = new Spool<>(Found.FORM);
    private final long mostEntries;

    /** By source; for the thread that reads answers. */
    private final Map<Integer, Listed> listed = new HashMap<>();

    /** The names of the sources. */
    private final Siblings names;

    private long entries;
    private long freeBytes;
    private long files;
    private boolean complete;

    /** How far the listing of a source is. */
    private static final class Listed {
        /** Folders that were found and are not listed yet. */
        private int open = 1;

        private long missingBytes;
    }

    /** @param sources their places in {@code local} */
    TreeListing(List<Integer> sources, LocalForest local, Tally tally, Crew crew, Reconnection connections) {
        this(sources, local, tally, crew, connections, MOST_ENTRIES);
    }

    /** With another bound on the entries of all trees. */
    TreeListing(
            List<Integer> sources,
            LocalForest local,
            Tally tally,
            Crew crew,
            Reconnection connections,
            long mostEntries) {
        this.sources = sources;
        this.mostEntries = mostEntries;
        this.local = local;
        this.tally = tally;
        this.crew = crew;
        this.connections = connections;
        this.monitor = new Monitor(this, crew.cancellation());
        this.names = new Siblings(() -> local.here().folding(""));
    }

    /** Lists until all is listed. */
    void run() throws IOException {
        // Before anything arrives: what has arrived by the end is among the missing bytes.
        freeBytes = local.here().freeBytes();
        try (Pipeline pipeline = new Pipeline("quayside-listing", WINDOW, connections, crew.cancellation())) {
            for (int source : sources) {
                pipeline.submit(new Look(source));
            }
            for (Found.Folder next = nextFolder(pipeline); next != null; next = nextFolder(pipeline)) {
                pipeline.submit(new Step(next, local.folder(next.source())));
            }
        }
        synchronized (this) {
            complete = true;
            notifyAll();
        }
    }

    /** Null where all are listed. */
    private Found.@Nullable Folder nextFolder(Pipeline pipeline) throws IOException {
        Found next = folders.poll();
        if (next == null) {
            pipeline.finish();
            next = folders.poll();
        }
        return (Found.Folder) next;
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

    private void tell(long newFiles, long newBytes) {
        synchronized (this) {
            files += newFiles;
            notifyAll();
        }
        tally.found(newFiles, newBytes);
    }

    /** Looks at a source. */
    private final class Look extends Inquiry {
        private final int source;

        Look(int source) {
            super(new Request.Stat(local.path(source)));
            this.source = source;
        }

        @Override
        public long bytes() {
            return 1;
        }

        @Override
        void read(Connection connection) throws IOException {
            take(connection.described(local.path(source)));
        }

        @Override
        void refused(ProtocolException why) {
            local.tally(source).end(why);
        }

        private void take(Entry entry) throws IOException {
            RemotePath path = local.path(source);
            boolean taken = !path.isRoot() && names.isTaken(path.name());
            if (!entry.isFolder()) {
                found.put(new Found.Named(source, Found.File.of(path.name(), entry, taken)));
                found.commit();
                tell(1, entry.size() <= Limits.MAX_FILE_BYTES ? entry.size() : 0);
            } else if (taken) {
                found.put(new Found.Refused(source, "", Found.Why.TAKEN));
                found.put(new Found.End(source));
                found.commit();
                tell(0, 0);
            } else {
                LocalTree _ = local.folder(source);
                listed.put(source, new Listed());
                folders.put(new Found.Folder(source, "", entry.modified(), entry.mode()));
                folders.commit();
            }
        }
    }

    /** One folder's listing. */
    private final class Step implements Pipeline.Exchange {
        private final Found.Folder folder;
        private final LocalTree tree;
        private long newEntries;
        private int newFolders;
        private long newFiles;
        private long newBytes;
        private long newMissing;

        Step(Found.Folder folder, LocalTree tree) {
            this.folder = folder;
            this.tree = tree;
        }

        @Override
        public long bytes() {
            return LISTING_WEIGHT;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(new Request.ListFolder(tree.remote(folder.path())));
        }

        @Override
        public void receive(Connection connection) throws IOException {
            newEntries = 0;
            newFolders = 0;
            newFiles = 0;
            newBytes = 0;
            newMissing = 0;
            Optional<LocalTree.Place> place = tree.look(folder.path());
            Siblings siblings = new Siblings(() -> tree.folding(folder.path()));
            try {
                found.put(folder);
                Omitted omitted = connection.readListing(connection.answer(), page -> take(page, place, siblings));
                // Before it may turn out to be the last of its source.
                local.tally(folder.source()).omitted(tree.shown(folder.path()), omitted);
                commit();
            } catch (IOException e) {
                found.rollback();
                folders.rollback();
                if (!(e instanceof ProtocolException refused)
                        || Tally.endsAll(refused)
                        || refused.fault() == Fault.TOO_LARGE) {
                    throw e;
                }
                local.tally(folder.source()).fail(tree.shown(folder.path()), refused);
                newEntries = 0;
                newFolders = 0;
                newFiles = 0;
                newBytes = 0;
                newMissing = 0;
                commit();
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
                    found.put(new Found.Refused(folder.source(), path, Found.Why.TOO_DEEP));
                } else if (taken) {
                    found.put(new Found.Refused(folder.source(), path, Found.Why.TAKEN));
                } else {
                    newFolders++;
                    folders.put(new Found.Folder(folder.source(), path, entry.modified(), entry.mode()));
                }
            } else {
                newFiles++;
                if (entry.size() <= Limits.MAX_FILE_BYTES) {
                    newBytes += entry.size();
                    newMissing += tree.missingBytes(place, folder.path(), entry);
                }
                found.put(Found.File.of(entry.name(), entry, taken));
            }
        }

        private void commit() throws IOException {
            Listed all = Objects.requireNonNull(listed.get(folder.source()));
            all.open += newFolders - 1;
            all.missingBytes += newMissing;
            if (all.open == 0) {
                end(all.missingBytes);
                found.put(new Found.End(folder.source()));
            }
            folders.commit();
            found.commit();
            entries += newEntries;
            tell(newFiles, newBytes);
        }

        private void end(long missingBytes) {
            try {
                LocalTree.requireSpace(missingBytes, freeBytes);
            } catch (ProtocolException e) {
                local.tally(folder.source()).end(e);
            }
        }
    }
}
