package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.PartFile;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * The names in the staging area that one upload has to itself, and the files under them: its part file, and where a later try may go on with
 * it the record beside (PROTOCOL.md section 8.4).
 *
 * @param area the staging area; not owned
 * @param stem taken from {@code staging} until {@link #release}
 * @param asker for whom, in a word
 * @param key by which the system knows the file that is open; null where it has no such thing
 */
record StagingSlot(
        StagingArea staging,
        Directory area,
        String stem,
        String asker,
        Path name,
        @Nullable Path recordName,
        SeekableByteChannel channel,
        @Nullable Object key,
        @Nullable SeekableByteChannel record,
        PartFile part) {
    static final String PART = ".part";
    static final String RECORD = ".resume";

    private static final Logger LOG = LoggerFactory.getLogger(StagingSlot.class);
    private static final Duration BUSY = Duration.ofSeconds(3);

    /** Opens a slot that is new, or goes on with what an earlier try has left in the one of {@code upload}. */
    static StagingSlot open(Storage.Upload upload, StagingArea staging, Directory area, String asker)
            throws IOException {
        if (upload.source().isEmpty() || upload.size() <= Limits.EAGER_POST_BYTES) {
            String stem = staging.takeFresh();
            try {
                return fresh(upload, staging, area, stem, asker);
            } catch (IOException e) {
                staging.release(stem);
                throw e;
            }
        }
        String source = upload.source().get();
        // A part that is to be protected is none of those of others who send the same version there.
        String stem = stem(
                upload.target(),
                source + upload.lock().map(lock -> " " + lock.id()).orElse(""));
        if (!staging.take(stem)) {
            throw new ProtocolException(
                    Fault.EXISTS,
                    FileProblem.quoted(upload.target()) + " is just being uploaded over another connection.",
                    BUSY,
                    null);
        }
        try {
            return goOnOrAnew(upload, source, staging, area, stem, asker);
        } catch (IOException e) {
            staging.release(stem);
            throw e;
        }
    }

    private static StagingSlot fresh(
            Storage.Upload upload, StagingArea staging, Directory area, String stem, String asker) throws IOException {
        Path name = staging.path(stem);
        SeekableByteChannel channel = area.openFile(name, Directory.Opening.NEW);
        try {
            Object key = area.attributes(name).fileKey();
            PartFile part = PartFile.withoutRecord(channel, upload.size());
            return new StagingSlot(staging, area, stem, asker, name, null, channel, key, null, part);
        } catch (IOException e) {
            close(channel);
            StagingArea.discard(area, name);
            throw e;
        }
    }

    private static StagingSlot goOnOrAnew(
            Storage.Upload upload, String source, StagingArea staging, Directory area, String stem, String asker)
            throws IOException {
        try {
            return goOn(upload, source, staging, area, stem, asker);
        } catch (AccessDeniedException e) {
            // Who was killed after it got its source's mode may have left one that even its owner does not write to.
            StagingArea.discard(area, staging.path(stem + PART));
            StagingArea.discard(area, staging.path(stem + RECORD));
            return goOn(upload, source, staging, area, stem, asker);
        }
    }

    private static StagingSlot goOn(
            Storage.Upload upload, String source, StagingArea staging, Directory area, String stem, String asker)
            throws IOException {
        Path name = staging.path(stem + PART);
        Path recordName = staging.path(stem + RECORD);
        SeekableByteChannel channel = null;
        SeekableByteChannel record = null;
        boolean left = false;
        try {
            BasicFileAttributes found = regularFile(area, name);
            left = found != null && regularFile(area, recordName) != null;
            channel = area.openFile(name, Directory.Opening.NEW_OR_OLD);
            record = area.openFile(recordName, Directory.Opening.NEW_OR_OLD);
            Object key = area.attributes(name).fileKey();
            Optional<PartFile.Known> known = left ? known(upload, staging, area, stem, name) : Optional.empty();
            PartFile part = PartFile.open(channel, record, source, upload.size(), known);
            return new StagingSlot(staging, area, stem, asker, name, recordName, channel, key, record, part);
        } catch (IOException e) {
            close(channel);
            close(record);
            if (!left) {
                StagingArea.discard(area, name);
                StagingArea.discard(area, recordName);
            }
            throw e;
        }
    }

    /** Of a file that an earlier try left, if there is one; what is no file at all is cleared away. */
    private static @Nullable BasicFileAttributes regularFile(Directory area, Path name) throws IOException {
        BasicFileAttributes attributes = area.find(name);
        if (attributes != null && !attributes.isRegularFile()) {
            TreeDelete.everything(area, name);
            return null;
        }
        return attributes;
    }

    /** What tries to bring the same source to the same place have in common. */
    static String stem(RemotePath target, String source) {
        byte[] hash = Sha256.of(target + "\0" + source);
        return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    }

    boolean isResumable() {
        return recordName != null;
    }

    /** Leaves the part file in order for a later try; its bytes are on the disk when this returns. Tells what is there. */
    PartFile.Known seal() throws IOException {
        if (!part.isAsWritten()) {
            throw damaged();
        }
        return part.seal();
    }

    /**
     * What this server knows of a part file that it has left, and what that looked like then.
     *
     * @param reading of the source, of which all of it came
     */
    record Left(String reading, PartFile.Known part, List<Object> look) {}

    /** All that is there came of this reading of the source; it is as it was left for as long as it looks so. */
    void remember(String reading, PartFile.Known known) throws IOException {
        if (isOurs(area.attributes(name))) {
            staging.remembered().put(stem, asker, new Left(reading, known, look(area, name)));
        }
    }

    /** Whether {@code found}, under the name of the part file, is the very file that is open. */
    private boolean isOurs(@Nullable BasicFileAttributes found) {
        return found != null && found.isRegularFile() && Objects.equals(found.fileKey(), key);
    }

    /**
     * Looks at the whole part file, and closes it, for some systems move no file that is open: from here on it is to be moved at once.
     *
     * @return what it is
     * @throws ProtocolException {@link Fault#CORRUPTED} where its name no longer leads to the file that was written, or that has not the bytes that were written to
     *     it and no others. Whoever writes other bytes into it is not noticed
     */
    BasicFileAttributes lastLook() throws IOException {
        BasicFileAttributes found = area.find(name);
        if (found == null || !isOurs(found) || found.size() != part.offset() || !part.isAsWritten()) {
            throw damaged();
        }
        closeFiles();
        return found;
    }

    private static ProtocolException damaged() {
        return new ProtocolException(
                Fault.CORRUPTED,
                "Another program of the host's computer has changed the file while it arrived; what arrived was deleted, transfer it again.");
    }

    private static Optional<PartFile.Known> known(
            Storage.Upload upload, StagingArea staging, Directory area, String stem, Path name) throws IOException {
        Left left = staging.remembered().get(stem).orElse(null);
        return left != null
                        && upload.reading().equals(Optional.of(left.reading()))
                        && look(area, name).equals(left.look())
                ? Optional.of(left.part())
                : Optional.empty();
    }

    private static List<Object> look(Directory area, Path name) throws IOException {
        BasicFileAttributes attributes = area.attributes(name);
        return List.of(
                attributes.size(),
                attributes.lastModifiedTime(),
                String.valueOf(area.changed(name, attributes)),
                String.valueOf(attributes.fileKey()));
    }

    void closeFiles() {
        close(channel);
        close(record);
    }

    void discardPart() {
        StagingArea.discard(area, name);
    }

    void discardRecord() {
        if (recordName != null) {
            StagingArea.discard(area, recordName);
        }
    }

    /** Others may use the names now. */
    void release() {
        staging.release(stem);
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
}
