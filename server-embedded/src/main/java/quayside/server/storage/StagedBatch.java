package quayside.server.storage;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryCache;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.IncomingFile;
import quayside.protocol.files.incoming.SharedSyncs;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Lock;
import quayside.server.text.ServerReason;

/**
 * Uploads that are published together: first each file's data is synced, then each file is moved, then each folder is
 * synced (PROTOCOL.md section 8.1).
 */
final class StagedBatch implements Storage.Batch {
    private static final Logger LOG = LoggerFactory.getLogger(StagedBatch.class);
    static final int MAX_FILES = 64;
    private static final int MAX_FOLDERS = 16;
    /** What is dropped may have two places each, its folder and the one above all; see {@link DropPlaces#of}. */
    private static final int MAX_OPEN = MAX_FOLDERS + 1;

    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ShareRoot root;
    private final Protections protections;
    private final Publisher publisher;
    private final DropPlaces drops;
    private final StagingArea staging;
    private final Space space;
    private final IncomingFile.Proving proving;
    private final Supplier<Storage.Reader> readers;
    private final Turns turns;
    private final Places places;
    private final String asker;
    private final DirectoryCache<RemotePath> targets;
    private final List<StagedUpload> files = new ArrayList<>();
    private @Nullable Directory area;
    private Places.@Nullable Place place;
    private long bytes;

    StagedBatch(
            ShareRoot root,
            Protections protections,
            Publisher publisher,
            DropPlaces drops,
            StagingArea staging,
            Space space,
            IncomingFile.Proving proving,
            Supplier<Storage.Reader> readers,
            Turns turns,
            Places places,
            String asker) {
        this.root = root;
        this.protections = protections;
        this.publisher = publisher;
        this.drops = drops;
        this.staging = staging;
        this.space = space;
        this.proving = proving;
        this.readers = readers;
        this.turns = turns;
        this.places = places;
        this.asker = asker;
        this.targets = new DirectoryCache<>(MAX_OPEN, root::descend);
    }

    @Override
    public Storage.StageResult stage(Storage.Upload upload) throws ProtocolException {
        root.requireChangeable(upload.target());
        Optional<Entry> kept = upload.drop().isPresent() ? dropped(upload) : keptEntry(upload);
        return kept.isPresent() ? new Storage.StageResult.Declined(kept.get()) : begin(upload);
    }

    /** Returns the earlier arrival of an upload that is dropped. Nothing else that exists matters to it. */
    private Optional<Entry> dropped(Storage.Upload upload) throws ProtocolException {
        drops.requireThere(upload.drop().orElseThrow().within());
        return publisher.earlier(upload);
    }

    private StagedUpload begin(Storage.Upload upload) throws ProtocolException {
        try {
            if (area == null) {
                area = staging.open();
            }
            StagedUpload file = StagedUpload.open(upload, staging, space, area, proving, asker);
            files.add(file);
            bytes += upload.size();
            return file;
        } catch (IOException e) {
            throw FileProblem.atHost(e, upload.target());
        }
    }

    @Override
    public void copy(RemotePath from, RemotePath to) throws ProtocolException {
        root.requireChangeable(to);
        if (place == null) {
            place = places.enter(asker);
        }
        try (Storage.Reader reader = readers.get();
                Storage.Content content = reader.open(from, Optional.empty())) {
            SteadyStream bytes = (SteadyStream) content.bytes();
            List<String> locks = protections.locks(from, bytes.opened());
            Storage.Upload upload = upload(content.entry(), to, lock(from, locks));
            // Under this rule nothing is kept: the name is free, or the upload is refused.
            Optional<Entry> _ = keptEntry(upload);
            StagedUpload copy = begin(upload);
            boolean whole = false;
            try {
                fill(copy, bytes, content.entry().size());
                // Once now, before the disk is waited for, and once more when it gets its name.
                StagedUpload.Step sameLocks = () -> requireLocks(from, bytes.opened(), locks);
                sameLocks.run();
                copy.publishOnlyIf(sameLocks);
                whole = true;
            } finally {
                if (!whole) {
                    copy.discard();
                }
            }
        } catch (IOException e) {
            throw FileProblem.atHost(e, from);
        }
    }

    private static Storage.Upload upload(Entry source, RemotePath to, Optional<Lock> lock) {
        return new Storage.Upload(
                to,
                source.size(),
                source.modified(),
                OnConflict.FAIL,
                false,
                source.mode(),
                false,
                Optional.empty(),
                lock,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the lock of a file, for its copy. All of {@code locks} are open. */
    private Optional<Lock> lock(RemotePath file, List<String> locks) throws ProtocolException {
        if (locks.size() > 1) {
            throw new ProtocolException(ServerReason.SEVERAL_LOCKS, file);
        }
        if (locks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(protections
                .files()
                .lock(locks.getFirst())
                .orElseThrow(() -> new ProtocolException(ServerReason.CHANGED_WHILE_READ, file)));
    }

    /** Requires that a file is under the locks that it had when its copy began, and that they are open. */
    private void requireLocks(RemotePath file, BasicFileAttributes opened, List<String> locks)
            throws ProtocolException {
        protections.require(file, opened);
        if (!protections.locks(file, opened).equals(locks)) {
            throw new ProtocolException(ServerReason.CHANGED_WHILE_READ, file);
        }
    }

    /** Copies all bytes. A large file is copied in turns with the long work of others. */
    private void fill(StagedUpload copy, SteadyStream bytes, long size) throws IOException {
        if (size <= BUFFER_BYTES) {
            byte[] buffer = new byte[(int) size];
            while (!copy.isWhole()) {
                copy.append(bytes, buffer, BUFFER_BYTES);
            }
            return;
        }
        turns.run(asker, () -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (long end = copy.offset() + Turns.ROUND_BYTES; !copy.isWhole() && copy.offset() < end; ) {
                Turns.check();
                copy.append(bytes, buffer, end - copy.offset());
            }
            return !copy.isWhole();
        });
    }

    /**
     * Returns the existing file that the conflict policy keeps in the present state. If an earlier upload of this batch
     * is about to change that file, the decision comes later, so this returns empty.
     */
    private Optional<Entry> keptEntry(Storage.Upload upload) throws ProtocolException {
        try {
            Directory folder = targets.get(upload.target().parent());
            if (folder.seemsFree(root.name(upload.target()))) {
                if (upload.onConflict() != OnConflict.RENAME) {
                    protections.require(upload.target(), null);
                }
                return Optional.empty();
            }
            if (!(publisher.decide(folder, upload, protections) instanceof ConflictRule.Resolution.Keep keep)
                    || isStaged(upload.target())) {
                return Optional.empty();
            }
            if (keep.arrived()) {
                // Another connection may have given it its name without having synced the folder yet.
                root.sync(folder);
            }
            return Optional.of(keep.existing());
        } catch (IOException e) {
            boolean locked = e instanceof ProtocolException refused && refused.fault() == Fault.PASSCODE_NEEDED;
            if (!locked && isStaged(upload.target())) {
                return Optional.empty();
            }
            throw FileProblem.atHost(e, upload.target());
        }
    }

    /**
     * Returns whether this batch holds an upload to {@code target}, or to a path that some file system treats as the
     * same.
     */
    private boolean isStaged(RemotePath target) {
        String folded = Names.folded(target.toString());
        return files.stream()
                .anyMatch(file -> Names.folded(file.target().toString()).equals(folded));
    }

    @Override
    public boolean isFull() {
        return files.size() >= MAX_FILES || bytes >= MAX_BYTES || folders() >= MAX_FOLDERS;
    }

    /** Returns how many folders the batch has open, or will open when it is committed. */
    private long folders() {
        return Math.max(
                targets.size(),
                files.stream()
                        .map(file -> file.upload()
                                .drop()
                                .map(Storage.Upload.Drop::wanted)
                                .orElse(file.target()))
                        .map(RemotePath::parent)
                        .distinct()
                        .count());
    }

    @Override
    public List<Storage.UploadResult> commit() {
        List<StagedUpload> uploads = files.stream().filter(StagedUpload::isOpen).toList();
        if (!uploads.stream().allMatch(StagedUpload::isWhole)) {
            throw new IllegalStateException("fewer bytes than announced");
        }
        // A folder may have been moved out of the share since, so all are opened again.
        targets.clear();
        uploads.forEach(upload -> upload.step(() -> upload.findPlaces(drops)));
        uploads.forEach(upload -> upload.step(() -> upload.setMetadata(root, targets)));
        SharedSyncs.run(uploads.stream()
                .<Runnable>map(upload -> () -> upload.step(upload::sync))
                .toList());
        announce(uploads);
        uploads.forEach(upload -> upload.step(() -> upload.publish(publisher, targets, protections)));
        reportArrived(uploads);
        syncFolders(uploads);
        uploads.stream().filter(StagedUpload::isUncertain).forEach(upload -> publisher.forget(upload.upload()));
        uploads.forEach(StagedUpload::end);
        close();
        return uploads.stream().map(StagedUpload::outcome).toList();
    }

    /** Protects all files that need it before the first of them can be found. */
    private void announce(List<StagedUpload> uploads) {
        uploads.stream().filter(upload -> upload.lock() != null).forEach(upload -> upload.step(upload::readAttributes));
        List<StagedUpload> locked = uploads.stream()
                .filter(upload -> upload.isUnderWay() && upload.lock() != null)
                .toList();
        try {
            protections.announce(locked.stream().map(StagedUpload::arriving).toList());
        } catch (IOException e) {
            locked.forEach(upload -> upload.fail(e));
        }
    }

    private void reportArrived(List<StagedUpload> uploads) {
        if (protections.files().isEmpty()) {
            return;
        }
        List<StagedUpload> known =
                uploads.stream().filter(upload -> upload.hasAttributes()).toList();
        try {
            protections
                    .files()
                    .arrived(known.stream().map(StagedUpload::arrived).toList());
        } catch (IOException e) {
            known.stream().filter(upload -> upload.lock() != null).forEach(upload -> upload.fail(e));
        }
    }

    private void syncFolders(List<StagedUpload> uploads) {
        List<RemotePath> folders = uploads.stream()
                .filter(upload -> !upload.hasFailed())
                .map(upload -> upload.place().parent())
                .distinct()
                .toList();
        for (RemotePath folder : folders) {
            try {
                root.sync(targets.get(folder));
            } catch (IOException e) {
                uploads.stream()
                        .filter(upload -> upload.place().parent().equals(folder))
                        .forEach(upload -> upload.fail(e));
            }
        }
    }

    @Override
    public void close() {
        files.forEach(StagedUpload::close);
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
        if (place != null) {
            place.close();
            place = null;
        }
    }
}
