package quayside.protocol.files.incoming;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;
import quayside.protocol.wire.FailureKind;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A file that arrives, at either end (PROTOCOL.md section 8.1). A part file grows until it is complete, perhaps with a
 * record beside it for a later try (section 8.4). Then it gets its time and other metadata, is synced, and is checked
 * once more right before it takes its name. The owner of this object gives it the name.
 *
 * <p>Life cycle: {@link #create} or {@link #open}, {@link #begin} or {@link #resume}, write to {@link #part}, {@link
 * #setMetadata}, {@link #sync} or {@link #seal}, {@link #finalCheck}, {@link #close}. For one thread. Every method
 * blocks on the disk.
 */
public final class IncomingFile implements Closeable {
    private final Directory directory;
    private final Path name;
    private final @Nullable SeekableByteChannel record;
    private final FailureKind damaged;
    private final Set<Unkept> unkept = EnumSet.noneOf(Unkept.class);
    private SeekableByteChannel channel;
    private @Nullable Object key;
    private @Nullable PartFile part;

    private IncomingFile(
            Directory directory,
            Path name,
            SeekableByteChannel channel,
            @Nullable SeekableByteChannel record,
            FailureKind damaged)
            throws IOException {
        this.directory = directory;
        this.name = name;
        this.channel = channel;
        this.record = record;
        this.damaged = damaged;
        this.key = directory.attributes(name).fileKey();
    }

    /**
     * Creates the part file {@code name}, for a file that no later try resumes.
     *
     * @param directory stays owned by the caller, who closes it after this file
     * @param damaged the failure if another program changes the file meanwhile
     */
    public static IncomingFile create(Directory directory, Path name, FailureKind damaged) throws IOException {
        SeekableByteChannel channel = directory.openFile(name, Directory.Opening.NEW);
        try {
            return new IncomingFile(directory, name, channel, null, damaged);
        } catch (IOException e) {
            Quietly.close(channel);
            Quietly.delete(directory, name);
            throw e;
        }
    }

    /**
     * Creates an incoming file from a part file that is open as {@code channel}, and its record. Both are closed with
     * this, but not if this method fails.
     */
    public static IncomingFile open(
            Directory directory,
            Path name,
            SeekableByteChannel channel,
            SeekableByteChannel record,
            FailureKind damaged)
            throws IOException {
        return new IncomingFile(directory, name, channel, record, damaged);
    }

    /**
     * Starts from the beginning, for {@code size} bytes of the source's {@code version}. A part file that was begun
     * before is replaced by another file, because it may be the second name of a file of the user.
     */
    public void begin(String version, long size) throws IOException {
        if (record == null) {
            part = PartFile.withoutRecord(channel, size);
            return;
        }
        record.truncate(0);
        if (part != null) {
            channel.close();
            channel = replace(directory, name);
            key = directory.attributes(name).fileKey();
        }
        part = PartFile.open(channel, record, version, size);
    }

    /** Creates the part file {@code name}, and replaces an existing entry of that name. */
    static SeekableByteChannel replace(Directory directory, Path name) throws IOException {
        if (directory.find(name) != null) {
            directory.deleteFile(name);
        }
        return directory.openFile(name, Directory.Opening.NEW);
    }

    /** Calls {@link PartFile#prove} for the part file of an earlier try. */
    @FunctionalInterface
    public interface Proving {
        void prove(PartFile part) throws IOException;
    }

    /**
     * Resumes {@code size} bytes of this version from an earlier try's part file, once that is proven, or starts from
     * the beginning; see {@link PartFile#open}.
     */
    public void resume(String version, long size, Optional<PartFile.Known> known, Proving proving) throws IOException {
        PartFile resumed = PartFile.open(channel, Objects.requireNonNull(record), version, size, known);
        proving.prove(resumed);
        part = resumed;
    }

    public boolean isBegun() {
        return part != null;
    }

    /** Returns the part file. Throws {@link IllegalStateException} before {@link #begin} or {@link #resume}. */
    public PartFile part() {
        if (part == null) {
            throw new IllegalStateException("not begun");
        }
        return part;
    }

    /** Returns whether a later try can resume this file. */
    public boolean isResumable() {
        return record != null;
    }

    /** Returns the name of the part file. */
    public Path name() {
        return name;
    }

    /**
     * Gives the complete file its time, and its other metadata as {@link #giveMetadata} does.
     *
     * @param target the directory to which it will be moved
     * @param replaced the existing entry there that it is to replace, if any
     * @param mode the mode of its source; empty if its system has none
     */
    public void setMetadata(Directory target, @Nullable Path replaced, Instant modified, Optional<Mode> mode) {
        // The time comes first, because the mode may forbid writing even to the owner.
        try {
            directory.setModified(name, FileTime.from(modified));
        } catch (IOException e) {
            // Some disks do not let us set a time. The content is worth more.
            unkept.add(Unkept.TIME);
        }
        giveMetadata(name, target, replaced, mode);
    }

    /** Gives the file, whose name is {@code now}, its metadata in {@code target} except its time (section 8.5). */
    void giveMetadata(Path now, Directory target, @Nullable Path replaced, Optional<Mode> mode) {
        try {
            unkept.addAll(directory.giveMetadata(now, target, replaced, mode));
        } catch (IOException e) {
            // A part file is private to its owner, so it is never too open.
            unkept.add(replaced == null ? Unkept.NARROW : Unkept.OWNER);
        }
    }

    /** Waits until the bytes are on the disk. */
    public void sync() throws IOException {
        part().sync();
    }

    /** Syncs as {@link #sync}, and leaves the part file ready for a later try. Returns its state. */
    public PartFile.Known seal() throws IOException {
        if (!part().isAsWritten()) {
            throw damaged();
        }
        return part().seal();
    }

    /**
     * Checks, right before the file takes its name, that {@code now} leads to the file that was written, with all
     * written bytes and no more. Other programs may have renamed a file over it, or truncated it. Other bytes that a
     * program writes into it are not noticed.
     *
     * @param modified the time that it was given
     * @throws ProtocolException {@link Fault#CORRUPTED} if it is another file or has another size
     */
    public BasicFileAttributes finalCheck(Path now, Instant modified) throws IOException {
        BasicFileAttributes found = requireOurs(now);
        if (!FileTimes.isKept(found.lastModifiedTime().toInstant(), modified)) {
            unkept.add(Unkept.TIME);
        }
        return found;
    }

    /** Checks as {@link #finalCheck}, but ignores the time. */
    BasicFileAttributes requireOurs(Path now) throws IOException {
        BasicFileAttributes found = directory.find(now);
        if (found == null || !isOurs(found) || found.size() != part().offset() || !part().isAsWritten()) {
            throw damaged();
        }
        return found;
    }

    private ProtocolException damaged() {
        return new ProtocolException(damaged);
    }

    /** Returns whether {@code found}, under the name of the part file, is the file that is open here. */
    public boolean isOurs(BasicFileAttributes found) {
        return found.isRegularFile() && Objects.equals(found.fileKey(), key);
    }

    /** Returns what the disk did not keep of the file. */
    public Set<Unkept> unkept() {
        return unkept;
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the files, and leaves them where they are. Closing twice has no effect. */
    @Override
    public void close() {
        Quietly.close(channel);
        Quietly.close(record);
    }
}
