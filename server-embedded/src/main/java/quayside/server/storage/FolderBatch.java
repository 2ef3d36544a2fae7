package quayside.server.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryCache;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.PartFile;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Uploads into a folder that are published together: each file's data sync, then its move, then each folder's sync (PROTOCOL.md section 8.1). */
final class FolderBatch implements Storage.Batch {
    private static final Logger LOG = LoggerFactory.getLogger(FolderBatch.class);
    private static final int MOST_FILES = 64;
    private static final int MOST_FOLDERS = 16;
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private final ShareRoot root;
    private final Protections protections;
    private final Publisher publisher;
    private final StagingArea staging;
    private final Space space;
    private final Proving proving;
    private final String asker;
    private final DirectoryCache<RemotePath> targets;
    private final List<StagedFile> files = new ArrayList<>();
    private @Nullable Directory area;
    private long bytes;

    /** Has a part file prove what an earlier try left. */
    @FunctionalInterface
    interface Proving {
        void prove(PartFile part) throws IOException;
    }

    FolderBatch(
            ShareRoot root,
            Protections protections,
            Publisher publisher,
            StagingArea staging,
            Space space,
            Proving proving,
            String asker) {
        this.root = root;
        this.protections = protections;
        this.publisher = publisher;
        this.staging = staging;
        this.space = space;
        this.proving = proving;
        this.asker = asker;
        this.targets = new DirectoryCache<>(Integer.MAX_VALUE, root::descend);
    }

    @Override
    public Storage.Arrival stage(Storage.Upload upload) throws ProtocolException {
        root.requireChangeable(upload.target());
        Optional<Entry> kept = kept(upload);
        if (kept.isPresent()) {
            return new Storage.Arrival.Declined(kept.get());
        }
        try {
            if (area == null) {
                area = staging.open();
            }
            StagedFile file = StagedFile.open(upload, staging, space, area, proving, asker);
            files.add(file);
            bytes += upload.size();
            return file;
        } catch (IOException e) {
            throw FileProblem.atHost(e, upload.target());
        }
    }

    /** What the conflict rule leaves as things stand, if it does; what an earlier upload of this batch is about to change is decided after it. */
    private Optional<Entry> kept(Storage.Upload upload) throws ProtocolException {
        try {
            Directory folder = targets.get(upload.target().parent());
            if (folder.seemsFree(root.name(upload.target()))) {
                if (upload.onConflict() != OnConflict.RENAME) {
                    protections.require(upload.target(), null);
                }
                return Optional.empty();
            }
            if (!(publisher.decide(folder, upload, protections) instanceof ConflictRule.Decision.Keep keep)
                    || isAwaited(upload.target())) {
                return Optional.empty();
            }
            if (keep.arrived()) {
                // Over another connection it may have its name already, and not be on the disk yet.
                root.sync(folder);
            }
            return Optional.of(keep.existing());
        } catch (IOException e) {
            boolean locked = e instanceof ProtocolException refused && refused.fault() == Fault.PASSCODE_NEEDED;
            if (!locked && isAwaited(upload.target())) {
                return Optional.empty();
            }
            throw FileProblem.atHost(e, upload.target());
        }
    }

    /** Whether this batch holds an upload to {@code target}, or to what some file system takes for the same. */
    private boolean isAwaited(RemotePath target) {
        String folded = Names.folded(target.toString());
        return files.stream()
                .anyMatch(
                        file -> Names.folded(file.upload().target().toString()).equals(folded));
    }

    @Override
    public boolean isFull() {
        return files.size() >= MOST_FILES || bytes >= MOST_BYTES || targets.size() >= MOST_FOLDERS;
    }

    @Override
    public List<Storage.Landed> commit() {
        List<ArrivingFile> landings = new ArrayList<>();
        for (StagedFile file : files) {
            if (file.isOpen()) {
                if (!file.isWhole()) {
                    throw new IllegalStateException("fewer bytes than announced");
                }
                landings.add(new ArrivingFile(file));
            }
        }
        // A folder may have been moved out of the share since: all are looked for again.
        targets.clear();
        landings.forEach(landing -> landing.step(() -> landing.finish(root, targets)));
        FileSyncs.run(landings.stream()
                .<Runnable>map(landing -> () -> landing.step(landing.file()::sync))
                .toList());
        announce(landings);
        landings.forEach(landing ->
                landing.step(() -> landing.publish(publisher, Objects.requireNonNull(area), targets, protections)));
        tellArrived(landings);
        syncFolders(landings);
        landings.stream()
                .filter(ArrivingFile::isUncertain)
                .forEach(landing -> publisher.failed(landing.file().upload()));
        landings.forEach(ArrivingFile::end);
        close();
        return landings.stream().map(ArrivingFile::outcome).toList();
    }

    /** Before the first of them can be found, all that are to be protected are so. */
    private void announce(List<ArrivingFile> landings) {
        landings.stream().filter(landing -> landing.lock() != null).forEach(landing -> landing.step(landing::look));
        List<ArrivingFile> locked = landings.stream()
                .filter(landing -> landing.isUnderWay() && landing.lock() != null)
                .toList();
        try {
            protections.announce(locked.stream().map(ArrivingFile::arriving).toList());
        } catch (IOException e) {
            locked.forEach(landing -> landing.fail(e));
        }
    }

    private void tellArrived(List<ArrivingFile> landings) {
        if (protections.files().isEmpty()) {
            return;
        }
        List<ArrivingFile> known =
                landings.stream().filter(landing -> landing.isKnown()).toList();
        try {
            protections
                    .files()
                    .arrived(known.stream().map(ArrivingFile::arrived).toList());
        } catch (IOException e) {
            known.stream().filter(landing -> landing.lock() != null).forEach(landing -> landing.fail(e));
        }
    }

    private void syncFolders(List<ArrivingFile> landings) {
        List<RemotePath> folders = landings.stream()
                .filter(landing -> !(landing.outcome() instanceof Storage.Landed.Failed))
                .map(landing -> landing.file().upload().target().parent())
                .distinct()
                .toList();
        for (RemotePath folder : folders) {
            try {
                root.sync(targets.get(folder));
            } catch (IOException e) {
                landings.stream()
                        .filter(landing ->
                                landing.file().upload().target().parent().equals(folder))
                        .forEach(landing -> landing.fail(e));
            }
        }
    }

    @Override
    public void close() {
        files.forEach(StagedFile::close);
        files.clear();
        bytes = 0;
        targets.clear();
        if (area != null) {
            try {
                area.close();
            } catch (IOException e) {
                LOG.debug("The staging area could not be closed", e);
            }
            area = null;
        }
    }
}
