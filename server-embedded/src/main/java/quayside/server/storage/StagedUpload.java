package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryCache;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Unkept;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.IncomingFile;
import quayside.protocol.files.incoming.PartFile;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;
import quayside.server.text.ServerReason;

/**
 * An {@link IncomingFile} of a guest. It grows in the staging area until it is whole and is then moved to its name. The
 * result of the upload decides whether files that remain in the staging area are kept or deleted. After a failed step
 * no other step runs.
 */
final class StagedUpload implements Storage.Staged {
    private static final Logger LOG = LoggerFactory.getLogger(StagedUpload.class);
    private static final Duration BUSY = Duration.ofSeconds(3);

    /** Failures that do not affect the bytes: another try may publish them. */
    private static final Set<Fault> LEAVES_BYTES = EnumSet.of(Fault.EXISTS, Fault.REFUSED, Fault.NOT_FOUND);

    private final Storage.Upload upload;
    private final StagingArea staging;
    private final Directory area;
    private final String stem;
    private final String asker;
    private final IncomingFile file;
    private final boolean isLeftover;
    private final Space.Reservation reservation;
    private State state = State.GROWING;
    private boolean hasGrown;
    private Step condition = () -> {};
    private @Nullable BasicFileAttributes replaced;
    private @Nullable BasicFileAttributes attributes;
    private Storage.@Nullable UploadResult outcome;

    /** Where it is to be published; the first that works. */
    private List<RemotePath> places;

    /** The folder for which it has its metadata. */
    private RemotePath preparedFor;

    private enum State {
        GROWING,
        /** Whole and on the disk. */
        SYNCED,
        PUBLISHED,
        CLOSED
    }

    /** @param isLeftover whether an earlier try left the file */
    private record Opened(IncomingFile file, boolean isLeftover) {}

    /** A step that may fail for this upload alone. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private StagedUpload(
            Storage.Upload upload,
            StagingArea staging,
            Directory area,
            String stem,
            String asker,
            Opened opened,
            Space.Reservation reservation) {
        this.upload = upload;
        this.places = List.of(upload.target());
        this.preparedFor = upload.target().parent();
        this.staging = staging;
        this.area = area;
        this.stem = stem;
        this.asker = asker;
        this.file = opened.file();
        this.isLeftover = opened.isLeftover();
        this.reservation = reservation;
    }

    /**
     * Creates a part file, or resumes the one that an earlier try of {@code upload} has left.
     *
     * @param area stays owned by the caller, and open until the upload is closed
     * @param asker identifies the guest
     */
    static StagedUpload open(
            Storage.Upload upload,
            StagingArea staging,
            Space space,
            Directory area,
            IncomingFile.Proving proving,
            String asker)
            throws IOException {
        boolean resumable = upload.source().isPresent() && upload.size() > Limits.EAGER_POST_BYTES;
        String stem = resumable ? takeStem(upload, staging) : staging.takeFresh();
        Opened opened;
        try {
            opened = resumable
                    ? openOrRecreate(staging, area, stem)
                    : new Opened(IncomingFile.create(area, staging.path(stem), ServerReason.CHANGED_ON_ARRIVAL), false);
        } catch (IOException e) {
            staging.release(stem);
            throw e;
        }
        StagedUpload staged = new StagedUpload(upload, staging, area, stem, asker, opened, space.reserve());
        try {
            if (resumable) {
                opened.file().resume(upload.source().get(), upload.size(), staged.known(), proving);
            } else {
                opened.file().begin("", upload.size());
            }
            staged.reservation.raise(upload.target(), upload.size() - staged.offset());
        } catch (IOException e) {
            staged.close();
            throw e;
        }
        return staged;
    }

    private static String takeStem(Storage.Upload upload, StagingArea staging) throws ProtocolException {
        // A part file that is to be protected is never shared with others who send the same version there.
        String source = upload.source().orElseThrow()
                + upload.lock().map(lock -> " " + lock.id()).orElse("");
        String stem = StagingArea.stem(upload.target(), source);
        if (!staging.take(stem)) {
            throw new ProtocolException(ServerReason.UPLOADING, upload.target()).retryAfter(BUSY);
        }
        return stem;
    }

    private static Opened openOrRecreate(StagingArea staging, Directory area, String stem) throws IOException {
        try {
            return open(staging, area, stem);
        } catch (AccessDeniedException e) {
            // If the program was killed after the part file got its source's mode, not even its owner may be allowed to
            // write to it.
            StagingArea.discard(area, staging.path(stem + StagingArea.PART));
            StagingArea.discard(area, staging.path(stem + StagingArea.RECORD));
            return open(staging, area, stem);
        }
    }

    private static Opened open(StagingArea staging, Directory area, String stem) throws IOException {
        Path name = staging.path(stem + StagingArea.PART);
        Path recordName = staging.path(stem + StagingArea.RECORD);
        SeekableByteChannel channel = null;
        SeekableByteChannel record = null;
        boolean isLeftover = false;
        try {
            isLeftover = isFile(area, name) && isFile(area, recordName);
            channel = area.openFile(name, Directory.Opening.NEW_OR_OLD);
            record = area.openFile(recordName, Directory.Opening.NEW_OR_OLD);
            return new Opened(
                    IncomingFile.open(area, name, channel, record, ServerReason.CHANGED_ON_ARRIVAL), isLeftover);
        } catch (IOException e) {
            close(channel);
            close(record);
            if (!isLeftover) {
                StagingArea.discard(area, name);
                StagingArea.discard(area, recordName);
            }
            throw e;
        }
    }

    /** Returns whether an earlier try left a file; deletes anything that is not a file. */
    private static boolean isFile(Directory area, Path name) throws IOException {
        BasicFileAttributes found = area.find(name);
        if (found != null && !found.isRegularFile()) {
            TreeWalk.delete(area, name);
            return false;
        }
        return found != null;
    }

    private static void close(@Nullable SeekableByteChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("A file in the staging area could not be closed", e);
        }
    }

    private Optional<PartFile.Known> known() throws IOException {
        StagingArea.Leftover known = isLeftover ? staging.remembered().get(stem).orElse(null) : null;
        return known != null
                        && upload.reading().equals(Optional.of(known.reading()))
                        && fingerprint().equals(known.fingerprint())
                ? Optional.of(known.part())
                : Optional.empty();
    }

    private List<Object> fingerprint() throws IOException {
        BasicFileAttributes found = area.attributes(file.name());
        return List.of(
                found.size(),
                found.lastModifiedTime(),
                String.valueOf(area.changed(file.name(), found)),
                String.valueOf(found.fileKey()));
    }

    /** Returns the path that the guest has named. */
    RemotePath target() {
        return upload.target();
    }

    /** Returns where it is published; only for an upload that is dropped another path than the target. */
    RemotePath place() {
        return places.getFirst();
    }

    /** Decides where an upload is published that its guest drops without seeing the folder. */
    void findPlaces(DropPlaces drops) throws IOException {
        if (upload.drop().isPresent()) {
            places = drops.of(upload.drop().get());
        }
    }

    Storage.Upload upload() {
        return upload;
    }

    /** Returns whether it is still to be committed. */
    boolean isOpen() {
        return state != State.CLOSED;
    }

    boolean isWhole() {
        return file.part().isWhole();
    }

    @Override
    public long offset() {
        return file.part().offset();
    }

    @Override
    public Optional<String> prefix() {
        return file.part().prefix();
    }

    @Override
    public Checksum whole() {
        return file.part().checksum();
    }

    @Override
    public void restart() throws ProtocolException {
        long dropped = offset();
        try {
            file.part().restart();
        } catch (IOException e) {
            throw FileProblem.atHost(e, target());
        }
        reservation.raise(target(), dropped);
    }

    @Override
    public void write(byte[] buffer, int count) throws ProtocolException {
        long before = offset();
        hasGrown = true;
        try {
            file.part().write(buffer, count);
        } catch (IOException e) {
            throw FileProblem.atHost(e, target());
        } finally {
            reservation.arrived(offset() - before);
        }
    }

    /** Appends at most {@code max} bytes of {@code source}; see {@link SteadyStream#copyTo}. */
    void append(SteadyStream source, byte[] buffer, long max) throws ProtocolException {
        long before = offset();
        try {
            source.copyTo(file.part(), buffer, max);
        } catch (IOException e) {
            throw FileProblem.atHost(e, target());
        } finally {
            reservation.arrived(offset() - before);
        }
    }

    /** Lets the file get its name only if {@code step} succeeds at that moment, while no protection can change. */
    void publishOnlyIf(Step step) {
        condition = step;
    }

    /** Runs {@code step} unless one has failed before. */
    void step(Step step) {
        if (outcome == null) {
            try {
                step.run();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Runs {@code step} for each place until it works for one, which is then the first of {@link #places}. */
    private void atFirstPossiblePlace(Step step) throws IOException {
        while (true) {
            try {
                step.run();
                return;
            } catch (IOException e) {
                if (places.size() == 1) {
                    throw e;
                }
                LOG.debug("A file that was dropped gets another name", e);
                places = places.subList(1, places.size());
            }
        }
    }

    /** Gives the whole file its time and all other metadata that it gets under its name. */
    void setMetadata(ShareRoot root, DirectoryCache<RemotePath> targets) throws IOException {
        atFirstPossiblePlace(() -> setMetadataHere(root, targets));
        preparedFor = place().parent();
    }

    private void setMetadataHere(ShareRoot root, DirectoryCache<RemotePath> targets) throws IOException {
        Directory target = targets.get(place().parent());
        Path name = root.name(place());
        boolean ruleReplaces = ConflictPolicy.replaces(upload.onConflict());
        BasicFileAttributes found = ruleReplaces && !target.seemsFree(name) ? target.find(name) : null;
        replaced = found != null && found.isRegularFile() ? found : null;
        file.setMetadata(target, replaced == null ? null : name, upload.modified(), upload.mode());
    }

    /** Waits until the whole file is on the disk. From then on, a later try has no more bytes to send. */
    void sync() throws IOException {
        if (file.isResumable()) {
            file.seal();
        } else {
            file.sync();
        }
        state = State.SYNCED;
    }

    /**
     * Reads the attributes of the file once. It is called as late as possible, because the file is published with the
     * attributes found here.
     */
    void readAttributes() throws IOException {
        if (state != State.SYNCED) {
            throw new IllegalStateException("a file is published only once it is on the disk");
        }
        if (attributes == null) {
            attributes = file.finalCheck(file.name(), upload.modified());
            // Some systems cannot move an open file.
            file.close();
        }
    }

    void publish(Publisher publisher, DirectoryCache<RemotePath> targets, Protections protections) throws IOException {
        readAttributes();
        atFirstPossiblePlace(() -> outcome = publishHere(publisher, targets, protections));
        if (outcome instanceof Storage.UploadResult.Stored) {
            state = State.PUBLISHED;
            publisher.reportUnkept(file.unkept());
        }
    }

    private Storage.UploadResult publishHere(
            Publisher publisher, DirectoryCache<RemotePath> targets, Protections protections) throws IOException {
        Directory folder = targets.get(place().parent());
        if (!place().parent().equals(preparedFor)) {
            // Another folder grants other permissions.
            Set<Unkept> _ = area.giveMetadata(file.name(), folder, null, upload.mode());
            attributes = area.attributes(file.name());
        }
        Publisher.Prepared prepared = new Publisher.Prepared(attributes(), replaced);
        return publisher.exclusively(() -> {
            condition.run();
            return publisher.publish(area, file.name(), prepared, folder, upload.at(place()), protections);
        });
    }

    private BasicFileAttributes attributes() {
        return Objects.requireNonNull(attributes);
    }

    @Nullable
    Lock lock() {
        return upload.lock().orElse(null);
    }

    ProtectedFiles.Arriving arriving() {
        return new ProtectedFiles.Arriving(attributes(), Objects.requireNonNull(lock()));
    }

    ProtectedFiles.Arrived arrived() {
        RemotePath path = null;
        if (outcome instanceof Storage.UploadResult.Stored(Entry entry, Optional<RemotePath> _)) {
            path = place().sibling(entry.name());
        }
        return new ProtectedFiles.Arrived(path, attributes(), lock());
    }

    void fail(IOException e) {
        outcome = new Storage.UploadResult.Failed(FileProblem.atHost(e, target()));
    }

    /** Returns whether no result is known yet. */
    boolean isUnderWay() {
        return outcome == null;
    }

    boolean hasFailed() {
        return outcome instanceof Storage.UploadResult.Failed;
    }

    /** Returns whether its attributes are known, so that it can be identified. */
    boolean hasAttributes() {
        return attributes != null;
    }

    /** Returns whether the file has its name but may lose it in a power cut. */
    boolean isUncertain() {
        return state == State.PUBLISHED && hasFailed();
    }

    Storage.UploadResult outcome() {
        return Objects.requireNonNull(outcome);
    }

    /** Closes it or discards it, depending on its result. */
    void end() {
        switch (outcome()) {
            case Storage.UploadResult.Stored _ -> close();
            case Storage.UploadResult.Skipped _ -> discard();
            case Storage.UploadResult.Failed(ProtocolException failure) -> {
                if (LEAVES_BYTES.contains(failure.fault())) {
                    close();
                } else {
                    discard();
                }
            }
        }
    }

    @Override
    public void discard() {
        close(false);
    }

    @Override
    public void close() {
        close(
                switch (state) {
                    case GROWING -> file.isResumable() && (file.isBegun() ? offset() > 0 && isSealed() : isLeftover);
                    case SYNCED -> file.isResumable();
                    case PUBLISHED, CLOSED -> false;
                });
    }

    private void close(boolean keep) {
        if (state == State.CLOSED) {
            return;
        }
        file.close();
        if (!keep) {
            if (state != State.PUBLISHED) {
                StagingArea.discard(area, file.name());
            }
            if (file.isResumable()) {
                StagingArea.discard(area, staging.path(stem + StagingArea.RECORD));
            }
        }
        state = State.CLOSED;
        reservation.close();
        staging.release(stem);
    }

    /** Seals the part file for a later try. If even that fails, there is nothing to resume. */
    private boolean isSealed() {
        try {
            PartFile.Known sealed = file.seal();
            if (hasGrown && upload.reading().isPresent() && file.isOurs(area.attributes(file.name()))) {
                // Bytes were added to a leftover only if its sender had agreed to resume it.
                staging.remembered()
                        .put(
                                stem,
                                asker,
                                new StagingArea.Leftover(upload.reading().get(), sealed, fingerprint()));
            }
            return true;
        } catch (IOException e) {
            LOG.warn("The received part of an upload could not be kept", e);
            return false;
        }
    }
}
