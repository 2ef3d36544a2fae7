package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.PartFile;
import quayside.protocol.files.StoredTime;
import quayside.protocol.files.Unkept;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.ProtocolException;

/** A file in the staging area that grows until it is whole, and is kept or deleted by how its upload ends. */
final class StagedFile implements Storage.Staged {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

    private final Storage.Upload upload;
    private final StagingSlot slot;
    private final Space.Promise promise;
    private final Set<Unkept> unkept = EnumSet.noneOf(Unkept.class);
    private State state = State.GROWING;
    private boolean hasGrown;

    private enum State {
        GROWING,
        /** Whole and on the disk. */
        SYNCED,
        PUBLISHED,
        CLOSED
    }

    private StagedFile(Storage.Upload upload, StagingSlot slot, Space.Promise promise) {
        this.upload = upload;
        this.slot = slot;
        this.promise = promise;
    }

    /** @param area stays the caller's, and open until the file is closed */
    static StagedFile open(
            Storage.Upload upload,
            StagingArea staging,
            Space space,
            Directory area,
            FolderBatch.Proving proving,
            String asker)
            throws IOException {
        StagedFile file = new StagedFile(upload, StagingSlot.open(upload, staging, area, asker), space.promise());
        try {
            proving.prove(file.slot.part());
            file.promise.raise(upload.target(), upload.size() - file.offset());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    Storage.Upload upload() {
        return upload;
    }

    Path name() {
        return slot.name();
    }

    /** Whether it is still to be committed. */
    boolean isOpen() {
        return state != State.CLOSED;
    }

    boolean isWhole() {
        return slot.part().isWhole();
    }

    boolean isSynced() {
        return state == State.SYNCED;
    }

    @Override
    public long offset() {
        return slot.part().offset();
    }

    @Override
    public Optional<String> prefix() {
        return slot.part().prefix();
    }

    @Override
    public Checksum whole() {
        return slot.part().checksum();
    }

    @Override
    public void restart() throws ProtocolException {
        long dropped = offset();
        try {
            slot.part().restart();
        } catch (IOException e) {
            throw FileProblem.atHost(e, upload.target());
        }
        promise.raise(upload.target(), dropped);
    }

    @Override
    public void write(byte[] buffer, int count) throws ProtocolException {
        long before = offset();
        hasGrown = true;
        try {
            slot.part().write(buffer, count);
        } catch (IOException e) {
            throw FileProblem.atHost(e, upload.target());
        } finally {
            promise.arrived(offset() - before);
        }
    }

    /**
     * Gives the whole file its time and all else that it is to have in {@code target}.
     *
     * @param replaced what stands there under the name that it is to take, if it is to replace that
     */
    void finish(Directory target, @Nullable Path replaced) throws IOException {
        Directory area = slot.area();
        // First: it may be one that even its owner is not to write to.
        try {
            area.setModified(name(), FileTime.from(upload.modified()));
        } catch (IOException e) {
            // Some disks let nobody set a time. The content is worth more.
            unkept.add(Unkept.TIME);
        }
        try {
            unkept.addAll(area.giveMetadata(name(), target, replaced, upload.mode()));
        } catch (IOException e) {
            // While it grew it was ours alone, so it is never too open.
            unkept.add(replaced == null ? Unkept.NARROW : Unkept.OWNER);
        }
    }

    /**
     * What it is, now that it is about to be moved out of the staging area.
     *
     * @throws ProtocolException as {@link StagingSlot#lastLook}
     */
    BasicFileAttributes lastLook() throws IOException {
        BasicFileAttributes attributes = slot.lastLook();
        if (!StoredTime.isKept(attributes.lastModifiedTime().toInstant(), upload.modified())) {
            unkept.add(Unkept.TIME);
        }
        return attributes;
    }

    /** What the disk did not take of it. */
    Set<Unkept> unkept() {
        return unkept;
    }

    /** Waits until all of it is on the disk; from here on a later try needs no byte of it. */
    void sync() throws IOException {
        if (slot.isResumable()) {
            slot.seal();
        } else {
            slot.part().sync();
        }
        state = State.SYNCED;
    }

    /** It was moved out of the staging area. */
    void published() {
        state = State.PUBLISHED;
    }

    @Override
    public void discard() {
        close(false);
    }

    @Override
    public void close() {
        close(
                switch (state) {
                    case GROWING -> slot.isResumable() && (!slot.part().isProven() || (offset() > 0 && isSealed()));
                    case SYNCED -> slot.isResumable();
                    case PUBLISHED, CLOSED -> false;
                });
    }

    private void close(boolean keep) {
        if (state == State.CLOSED) {
            return;
        }
        slot.closeFiles();
        if (!keep) {
            if (state != State.PUBLISHED) {
                slot.discardPart();
            }
            slot.discardRecord();
        }
        state = State.CLOSED;
        promise.close();
        slot.release();
    }

    /** Leaves what is there in order; where even that fails there is nothing to go on with. */
    private boolean isSealed() {
        try {
            PartFile.Known known = slot.seal();
            if (hasGrown && upload.reading().isPresent()) {
                // Only what its sender has agreed to go on with is ever added to.
                slot.remember(upload.reading().get(), known);
            }
            return true;
        } catch (IOException e) {
            LOG.warn("What arrived of an upload could not be kept", e);
            return false;
        }
    }
}
