package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.Disk;
import quayside.protocol.transfer.Leftovers;
import quayside.protocol.transfer.LocalConflict;
import quayside.protocol.transfer.SmallLandings;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.transfer.Unkept;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Downloads a file, or a folder with all it holds: it is listed ahead, its small files come over one connection without waiting for each other,
 * its large files over another beside it. What is there already with the same size and time is left, so that another try costs only what the
 * last one did not do.
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

    void run(RemotePath source, Path intoFolder, String server) throws IOException {
        LocalFolder.requireWritable(intoFolder);
        Path into = LocalFile.followed(intoFolder);
        Entry entry = describe(source);
        if (entry.isFolder()) {
            // Whatever happens to the folders that are made there, nothing is led out of the one that was chosen.
            try (Disk.Within within = disks.disk().within(into)) {
                Download.Disks confined = disks.on(within);
                folder(
                        new Found.Folder("", entry.modified(), entry.mode()),
                        new LocalTree(source, into, server, confined, within),
                        confined);
            }
            return;
        }
        Leftovers.sweep(disks.disk(), into, Instant.now());
        tally.counted(1, entry.size());
        try (Carrier carrier = new Carrier(connections, crew.cancellation())) {
            file(disks, source, into, Optional.of(entry), tally.start(source.name(), entry.size()), carrier);
        }
    }

    private Entry describe(RemotePath source) throws IOException {
        try (Carrier carrier = new Carrier(connections, crew.cancellation())) {
            return carrier.ask(connection -> connection.describe(source));
        }
    }

    private void file(
            Download.Disks on, RemotePath file, Path folder, Optional<Entry> known, Tally.Item item, Carrier carrier)
            throws IOException {
        item.moveWith(
                carrier,
                connections,
                watch -> new Download(on, file, folder, onConflict, known, watch, crew.cancellation())::run);
    }

    private void folder(Found.Folder top, LocalTree local, Download.Disks confined) throws IOException {
        Arrivals arrivals = new Arrivals(new SmallLandings(confined.disk(), confined.random()), crew);
        LargeFiles large = new LargeFiles(crew, connections);
        try (FolderTimes times = new FolderTimes();
                TreeListing listing = new TreeListing(top, local, tally, crew, connections);
                Pipeline small = new Pipeline("quayside-files", WINDOW, connections, crew.cancellation())) {
            crew.start("quayside-list", listing::run);
            crew.start("quayside-land", arrivals::run);
            listing.awaitSome();
            PipelineDoor door = new PipelineDoor(small, connections.keys());
            new Fetching(local, new SmallDownload.Means(arrivals, confined, onConflict, small, door), large, times)
                    .all(listing);
            small.finish();
            arrivals.complete();
            large.complete();
            crew.join();
            times.forEach((path, modified) -> setModified(local, path, modified));
        }
    }

    private void setModified(LocalTree local, String path, Instant modified) {
        try {
            local.setModified(path, modified);
        } catch (ProtocolException e) {
            tally.unkept(DisplayText.escape(local.shown(path)), Set.of(Unkept.TIME), LocalFolder.THIS_DISK);
        }
        if (tally.hidden() > 0) {
            Omitted hidden = new Omitted(0, 0, 0, tally.hidden());
            tally.noted(local.shown(""), "The host does not share " + hidden.inWords() + " of this folder.");
        }
    }

    /** Goes through what was found, on the calling thread. */
    private final class Fetching {
        private final LocalTree local;
        private final SmallDownload.Means means;
        private final LargeFiles large;
        private final FolderTimes times;
        private String path = "";
        private RemotePath remote = RemotePath.root();
        private LocalTree.@Nullable Place place;
        private @Nullable ProtocolException failure;
        private long bytesUntilLook;

        Fetching(LocalTree local, SmallDownload.Means means, LargeFiles large, FolderTimes times) {
            this.times = times;
            this.local = local;
            this.means = means;
            this.large = large;
        }

        void all(TreeListing listing) throws IOException {
            for (Found next = next(listing); next != null; next = next(listing)) {
                crew.cancellation().check();
                means.pipeline().catchUp();
                switch (next) {
                    case Found.Folder folder -> enter(folder);
                    case Found.File file -> fetch(file);
                    case Found.Refused refused -> refuse(refused);
                }
            }
        }

        private @Nullable Found next(TreeListing listing) throws IOException {
            return listing.next(means.pipeline()::flush);
        }

        private void enter(Found.Folder folder) throws IOException {
            path = folder.path();
            remote = local.remote(path);
            place = null;
            failure = local.failure(path);
            if (failure == null) {
                try {
                    place = local.make(path, folder.mode());
                    times.add(path, folder.modified());
                } catch (ProtocolException e) {
                    failure = e;
                    tally.fail(local.shown(path), e.fault(), e.sentence());
                }
            }
        }

        private void fetch(Found.File file) throws IOException {
            String shown = local.shown(path.isEmpty() ? file.name() : path + "/" + file.name());
            LocalTree.Place into = place;
            if (failure != null || into == null) {
                ProtocolException why = failure == null ? StorageFaults.of(new IOException()) : failure;
                tally.failWithFolder(shown, why.fault(), why.sentence());
                return;
            }
            Tally.Item item = tally.start(shown, file.size());
            try {
                RemotePath source = remote.child(file.name());
                Path target = local.resolve(into, file.name());
                if (file.size() > Limits.MAX_FILE_BYTES) {
                    throw new ProtocolException(Fault.TOO_LARGE, "It is larger than can be transferred.");
                } else if (file.taken() && onConflict != OnConflict.RENAME) {
                    throw taken(file.name());
                } else if (!isWanted(into, target, file)) {
                    item.finished(new TransferResult.Skipped(file.name()));
                } else if (file.size() <= Limits.EAGER_POST_BYTES) {
                    lookAtSpace(into, file);
                    open(file);
                    means.pipeline().submit(new SmallDownload(means, source, into.folder(), target, file.size(), item));
                } else {
                    means.pipeline().flush();
                    large.add(carrier ->
                            file(means.disks(), source, into.folder(), Optional.of(file.entry()), item, carrier));
                }
            } catch (ProtocolException e) {
                if (Tally.endsAll(e)) {
                    throw e;
                }
                item.failed(e);
            } catch (IOException e) {
                item.failed(StorageFaults.of(e));
            }
        }

        private void refuse(Found.Refused folder) {
            if (failure == null) {
                ProtocolException why = switch (folder.why()) {
                    case TOO_DEEP -> new ProtocolException(Fault.REFUSED, "It lies too deep, or its path is too long.");
                    case TAKEN -> taken(folder.path().substring(folder.path().lastIndexOf('/') + 1));
                };
                tally.fail(local.shown(folder.path()), why.fault(), why.sentence());
            }
        }

        private static ProtocolException taken(String name) {
            return new ProtocolException(
                    Fault.EXISTS,
                    "\"" + DisplayText.escape(name)
                            + "\" differs from another name in its folder only in upper and lower case "
                            + "or in the form of an accent, which this disk does not tell apart.");
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
            Optional<BasicFileAttributes> old = LocalConflict.at(target);
            return old.isEmpty()
                    || (!QuickCheck.same(file.entry(), old.get())
                            && LocalConflict.wanted(target, old.get(), file.modified(), onConflict));
        }

        private void lookAtSpace(LocalTree.Place into, Found.File file) throws ProtocolException {
            bytesUntilLook -= file.size();
            if (bytesUntilLook < 0) {
                LocalFolder.requireSpace(disks.disk(), into.folder(), file.size(), file.name());
                bytesUntilLook = BYTES_BETWEEN_LOOKS;
            }
        }
    }
}
