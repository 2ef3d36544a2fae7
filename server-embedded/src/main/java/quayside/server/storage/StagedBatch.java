package quayside.server.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Uploads into a folder that are published together: each file's data sync, then its move, then each folder's sync (PROTOCOL.md section 8.1). */
final class StagedBatch implements Storage.Batch {
    private static final Logger LOG = LoggerFactory.getLogger(StagedBatch.class);
    private static final int MAX_FILES = 64;
    private static final int MAX_FOLDERS = 16;
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final ShareRoot root;
    private final Protections protections;
    private final Publisher publisher;
    private final StagingArea staging;
    private final Space space;
    private final IncomingFile.Proving proving;
    private final String asker;
    private final DirectoryCache<RemotePath> targets;
    private final List<StagedUpload> files = new ArrayList<>();
    private @Nullable Directory area;
    private long bytes;

    StagedBatch(
            ShareRoot root,
            Protections protections,
            Publisher publisher,
            StagingArea staging,
            Space space,
            IncomingFile.Proving proving,
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
            StagedUpload file = StagedUpload.open(upload, staging, space, area, proving, asker);
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
                .anyMatch(file -> Names.folded(file.target().toString()).equals(folded));
    }

    @Override
    public boolean isFull() {
        return files.size() >= MAX_FILES || bytes >= MAX_BYTES || targets.size() >= MAX_FOLDERS;
    }

    @Override
    public List<Storage.Landed> commit() {
        List<StagedUpload> uploads = files.stream().filter(StagedUpload::isOpen).toList();
        if (!uploads.stream().allMatch(StagedUpload::isWhole)) {
            throw new IllegalStateException("fewer bytes than announced");
        }
        // A folder may have been moved out of the share since: all are looked for again.
        targets.clear();
        uploads.forEach(upload -> upload.step(() -> upload.setMetadata(root, targets)));
        SharedSyncs.run(uploads.stream()
                .<Runnable>map(upload -> () -> upload.step(upload::sync))
                .toList());
        announce(uploads);
        uploads.forEach(upload -> upload.step(() -> upload.publish(publisher, targets, protections)));
        tellArrived(uploads);
        syncFolders(uploads);
        uploads.stream().filter(StagedUpload::isUncertain).forEach(upload -> publisher.failed(upload.upload()));
        uploads.forEach(StagedUpload::end);
        close();
        return uploads.stream().map(StagedUpload::outcome).toList();
    }

    /** Before the first of them can be found, all that are to be protected are so. */
    private void announce(List<StagedUpload> uploads) {
        uploads.stream().filter(upload -> upload.lock() != null).forEach(upload -> upload.step(upload::lookOnce));
        List<StagedUpload> locked = uploads.stream()
                .filter(upload -> upload.isUnderWay() && upload.lock() != null)
                .toList();
        try {
            protections.announce(locked.stream().map(StagedUpload::arriving).toList());
        } catch (IOException e) {
            locked.forEach(upload -> upload.fail(e));
        }
    }

    private void tellArrived(List<StagedUpload> uploads) {
        if (protections.files().isEmpty()) {
            return;
        }
        List<StagedUpload> known =
                uploads.stream().filter(upload -> upload.isKnown()).toList();
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
                .map(upload -> upload.target().parent())
                .distinct()
                .toList();
        for (RemotePath folder : folders) {
            try {
                root.sync(targets.get(folder));
            } catch (IOException e) {
                uploads.stream()
                        .filter(upload -> upload.target().parent().equals(folder))
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
    }
}
