package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.DirectoryTree;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Unkept;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Downloads files, and folders with all they hold: they are looked at and listed ahead, what is small comes over one connection without waiting for each other,
 * what is large over another beside it. What is there already with the same size and time is left, so that another try costs only what the last one did
 * not do. A name that comes twice is fetched twice, but the second only when the first has ended, and replacing nothing.
 */
final class FolderDownload {
    private static final Pipeline.Window WINDOW = new Pipeline.Window(512, 16 * 1024 * 1024);

    /** The space on the disk is looked at anew before so many bytes more are asked for. */
    private static final long BYTES_BETWEEN_LOOKS = 16L * 1024 * 1024;

    private final Reconnection connections;
    private final Download.Disks disks;
    private final OnConflict onConflict;
    private final Tally tally;
    private final Crew crew;

    FolderDownload(Reconnection connections, Download.Disks disks, OnConflict onConflict, Tally tally, Crew crew) {
        this.connections = connections;
        this.disks = disks;
        this.onConflict = onConflict;
        this.tally = tally;
        this.crew = crew;
    }

    void run(List<RemotePath> sources, Path intoFolder, String server) throws IOException {
        LocalFolder.requireWritable(intoFolder);
        Path into = LocalFile.followed(intoFolder);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            // What the share itself holds may have any name.
            boolean alone = sources.get(i).isRoot() ? names.isEmpty() : !names.contains("");
            alone &= names.add(sources.get(i).name());
            (alone ? first : second).add(i);
        }
        // Whatever happens to the folders that are made there, nothing is led out of the one that was chosen.
        try (DirectoryTree within = new DirectoryTree(disks.disk(), into)) {
            Download.Disks confined = disks.on(within);
            LocalForest local = new LocalForest(sources, tally, into, server, confined, within);
            download(first, local, confined, onConflict);
            if (!second.isEmpty()) {
                download(second, local, confined, onConflict.withoutReplacing());
            }
        }
    }

    private void download(List<Integer> sources, LocalForest local, Download.Disks confined, OnConflict rule)
            throws IOException {
        Arrivals arrivals = new Arrivals(new IncomingBatch(confined.disk(), confined.random()), crew);
        LargeFiles large = new LargeFiles(crew, connections);
        try (FolderTimes times = new FolderTimes();
                TreeListing listing = new TreeListing(sources, local, tally, crew, connections);
                Pipeline small = new Pipeline("quayside-files", WINDOW, connections, crew.cancellation())) {
            crew.start("quayside-list", listing::run);
            crew.start("quayside-land", arrivals::run);
            listing.awaitSome();
            PipelineDoor door = new PipelineDoor(small, connections.keys());
            new Fetching(local, new SmallDownload.Means(arrivals, confined, rule, small, door), large, times)
                    .all(listing);
            small.finish();
            arrivals.complete();
            large.complete();
            crew.join();
            times.forEach((source, path, modified) -> setModified(local.folder(source), path, modified));
        }
    }

    private void setModified(LocalTree local, String path, Instant modified) {
        try {
            local.setModified(path, modified);
        } catch (ProtocolException e) {
            tally.unkept(DisplayText.escape(local.shown(path)), Set.of(Unkept.TIME), LocalFolder.THIS_DISK);
        }
    }

    /** Goes through what was found, on the calling thread. */
    private final class Fetching {
        private final LocalForest forest;
        private final SmallDownload.Means means;
        private final LargeFiles large;
        private final FolderTimes times;
        private final List<Found.Named> locked = new ArrayList<>();
        private Tally.Source source;
        private LocalTree local;
        private String path = "";
        private RemotePath remote = RemotePath.root();
        private LocalTree.@Nullable Place place;
        private @Nullable ProtocolException failure;
        private long bytesUntilLook;
        private boolean swept;

        Fetching(LocalForest forest, SmallDownload.Means means, LargeFiles large, FolderTimes times) {
            this.times = times;
            this.forest = forest;
            this.means = means;
            this.large = large;
            this.source = forest.tally(0);
            this.local = forest.here();
        }

        /** Files for which somebody has to be asked come last, so that the others do not wait for an answer. */
        void all(TreeListing listing) throws IOException {
            for (Found next = next(listing); next != null; next = next(listing)) {
                crew.cancellation().check();
                means.pipeline().catchUp();
                switch (next) {
                    case Found.Folder folder -> enter(folder);
                    case Found.File file -> fetch(file);
                    case Found.Named named when asks(named.file()) -> locked.add(named);
                    case Found.Named named -> fetch(named);
                    case Found.Refused refused -> refuse(refused);
                    case Found.End end -> end(end.source());
                }
            }
            for (Found.Named named : locked) {
                fetch(named);
            }
        }

        private @Nullable Found next(TreeListing listing) throws IOException {
            return listing.next(means.pipeline()::flush);
        }

        private void enter(Found.Folder folder) throws IOException {
            source = forest.tally(folder.source());
            local = forest.folder(folder.source());
            path = folder.path();
            remote = local.remote(path);
            place = null;
            failure = local.failure(path);
            if (failure == null && !source.hasEnded()) {
                try {
                    place = local.make(path, folder.mode());
                    times.add(folder.source(), path, folder.modified());
                } catch (ProtocolException e) {
                    failure = e;
                    source.fail(local.shown(path), e);
                }
            }
        }

        private void fetch(Found.Named named) throws IOException {
            source = forest.tally(named.source());
            local = forest.here();
            path = "";
            remote = forest.path(named.source()).parent();
            place = new LocalTree.Place(forest.into(), true);
            failure = null;
            if (!swept) {
                swept = true;
                Leftovers.sweep(forest.disk(), forest.into(), Instant.now());
            }
            fetch(named.file());
            source.allSeen();
        }

        private void fetch(Found.File file) throws IOException {
            if (source.hasEnded()) {
                return;
            }
            String shown = local.shown(path.isEmpty() ? file.name() : path + "/" + file.name());
            LocalTree.Place into = place;
            if (failure != null || into == null) {
                source.failWithFolder(shown, failure == null ? FileProblem.local(new IOException()) : failure);
                return;
            }
            Tally.Item item = source.start(shown, file.size());
            try {
                RemotePath from = remote.child(file.name());
                Path target = local.resolve(into, file.name());
                if (file.size() > Limits.MAX_FILE_BYTES) {
                    throw new ProtocolException(Fault.TOO_LARGE, "It is larger than can be transferred.");
                } else if (file.taken() && means.onConflict() != OnConflict.RENAME) {
                    throw taken(file.name());
                } else if (!isWanted(into, target, file)) {
                    item.finished(new TransferResult.Skipped(file.name()));
                } else if (file.size() <= Limits.EAGER_POST_BYTES) {
                    lookAtSpace(into, file);
                    open(file);
                    means.pipeline().submit(new SmallDownload(means, from, into.folder(), target, file.size(), item));
                } else {
                    means.pipeline().flush();
                    large.add(carrier -> item.moveWith(
                            carrier,
                            connections,
                            watch -> new Download(
                                    means.disks(),
                                    from,
                                    into.folder(),
                                    means.onConflict(),
                                    Optional.of(file.entry()),
                                    watch,
                                    crew.cancellation())::run));
                }
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                item.failed(e);
            } catch (IOException e) {
                item.failed(FileProblem.local(e));
            }
        }

        private void end(int index) throws IOException {
            Tally.Source ended = forest.tally(index);
            if (ended.hidden() > 0) {
                Omitted hidden = new Omitted(0, 0, 0, ended.hidden());
                ended.noted(
                        forest.folder(index).shown(""),
                        "The host does not share " + hidden.inWords() + " of this folder.");
            }
            ended.allSeen();
        }

        private void refuse(Found.Refused folder) throws IOException {
            Tally.Source whole = forest.tally(folder.source());
            LocalTree tree = forest.folder(folder.source());
            if (tree.failure(folder.path()) == null) {
                ProtocolException why = switch (folder.why()) {
                    case TOO_DEEP -> new ProtocolException(Fault.REFUSED, "It lies too deep, or its path is too long.");
                    case TAKEN -> taken(lastName(tree.shown(folder.path())));
                };
                whole.fail(tree.shown(folder.path()), why);
            }
        }

        private static String lastName(String shown) {
            return shown.substring(shown.lastIndexOf('/') + 1);
        }

        private static ProtocolException taken(String name) {
            return new ProtocolException(
                    Fault.EXISTS,
                    "\"" + DisplayText.escape(name)
                            + "\" differs from another name in its folder only in upper and lower case "
                            + "or in the form of an accent, which this disk does not tell apart.");
        }

        /** Whether its passcode is to be asked for before it is fetched. */
        private boolean asks(Found.File file) {
            return file.size() <= Limits.EAGER_POST_BYTES
                    && file.lock().isPresent()
                    && !means.door().isOpen(file.lock().get());
        }

        /** Asked before it is fetched: the small ones do not wait for their answers. Large ones ask by themselves. */
        private void open(Found.File file) throws IOException {
            if (file.lock().isPresent()) {
                means.door().open(file.lock().get(), file.name());
            }
        }

        /** Decided before it is fetched; and once more when it takes its name, for what came meanwhile. */
        private boolean isWanted(LocalTree.Place into, Path target, Found.File file) throws IOException {
            if (!into.existed() || file.taken()) {
                return true;
            }
            Optional<BasicFileAttributes> old = ConflictPolicy.at(target);
            return old.isEmpty()
                    || (!QuickCheck.same(file.entry(), old.get())
                            && ConflictPolicy.wanted(target, old.get(), file.modified(), means.onConflict()));
        }

        private void lookAtSpace(LocalTree.Place into, Found.File file) throws ProtocolException {
            bytesUntilLook -= file.size();
            if (bytesUntilLook < 0) {
                LocalFolder.requireSpace(forest.disk(), into.folder(), file.size(), file.name());
                bytesUntilLook = BYTES_BETWEEN_LOOKS;
            }
        }
    }
}
