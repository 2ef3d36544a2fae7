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
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A file that arrives, at either end (PROTOCOL.md section 8.1): a part file that grows until it is whole, perhaps with a record beside it for a later try (section 8.4). Then
 * it is given its time and all else that it is to have, synced, and looked at once more right before it takes its name, which is up to the owner of this.
 *
 * <p>Life cycle: {@link #create} or {@link #open}, {@link #begin} or {@link #resume}, write to {@link #part}, {@link #setMetadata}, {@link #sync} or {@link #seal}, {@link
 * #lastLook}, {@link #close}. For one thread; every method blocks on the disk.
 */
public final class IncomingFile implements Closeable {
    private final Directory directory;
    private final Path name;
    private final @Nullable SeekableByteChannel record;
    private final String computer;
    private final Set<Unkept> unkept = EnumSet.noneOf(Unkept.class);
    private SeekableByteChannel channel;
    private @Nullable Object key;
    private @Nullable PartFile part;

    private IncomingFile(
            Directory directory,
            Path name,
            SeekableByteChannel channel,
            @Nullable SeekableByteChannel record,
            String computer)
            throws IOException {
        this.directory = directory;
        this.name = name;
        this.channel = channel;
        this.record = record;
        this.computer = computer;
        this.key = directory.attributes(name).fileKey();
    }

    /**
     * Creates the part file {@code name}, for a file that no later try resumes.
     *
     * @param directory outlives this
     * @param computer what sentences call the one that the file arrives at
     */
    public static IncomingFile create(Directory directory, Path name, String computer) throws IOException {
        SeekableByteChannel channel = directory.openFile(name, Directory.Opening.NEW);
        try {
            return new IncomingFile(directory, name, channel, null, computer);
        } catch (IOException e) {
            Quietly.close(channel);
            Quietly.delete(directory, name);
            throw e;
        }
    }

    /** As {@link #create}, of a part file that is open as {@code channel}, and its record; both are closed with this, but not if it cannot be made. */
    public static IncomingFile open(
            Directory directory, Path name, SeekableByteChannel channel, SeekableByteChannel record, String computer)
            throws IOException {
        return new IncomingFile(directory, name, channel, record, computer);
    }

    /** Begins anew, for {@code size} bytes of the source's {@code version}. What was begun before gives way to another file: it may be one of the user's under a second name. */
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

    /** Creates the part file {@code name} in the place of what has the name. */
    static SeekableByteChannel replace(Directory directory, Path name) throws IOException {
        if (directory.find(name) != null) {
            directory.deleteFile(name);
        }
        return directory.openFile(name, Directory.Opening.NEW);
    }

    /** Has a part file {@link PartFile#prove} what an earlier try left. */
    @FunctionalInterface
    public interface Proving {
        void prove(PartFile part) throws IOException;
    }

    /** Resumes what an earlier try left of {@code size} bytes of this version, once that is proven, or begins anew; see {@link PartFile#open}. */
    public void resume(String version, long size, Optional<PartFile.Known> known, Proving proving) throws IOException {
        PartFile resumed = PartFile.open(channel, Objects.requireNonNull(record), version, size, known);
        proving.prove(resumed);
        part = resumed;
    }

    public boolean isBegun() {
        return part != null;
    }

    /** Returns the bytes that are there; {@link IllegalStateException} before the beginning. */
    public PartFile part() {
        if (part == null) {
            throw new IllegalStateException("not begun");
        }
        return part;
    }

    /** Returns whether a later try can resume it. */
    public boolean isResumable() {
        return record != null;
    }

    /** Returns the name of the part file. */
    public Path name() {
        return name;
    }

    /**
     * Gives the whole file its time, and what {@link #giveMetadata} gives.
     *
     * @param target the directory that it is to be moved to
     * @param replaced what stands there under the name that it is to take, if it is to replace that
     * @param mode that of its source; empty if its system has none
     */
    public void setMetadata(Directory target, @Nullable Path replaced, Instant modified, Optional<Mode> mode) {
        // First: it may be one that even its owner is not to write to.
        try {
            directory.setModified(name, FileTime.from(modified));
        } catch (IOException e) {
            // Some disks let nobody set a time. The content is worth more.
            unkept.add(Unkept.TIME);
        }
        giveMetadata(name, target, replaced, mode);
    }

    /** Gives the file, which is called {@code now}, all but its time that it is to have in {@code target} (section 8.5). */
    void giveMetadata(Path now, Directory target, @Nullable Path replaced, Optional<Mode> mode) {
        try {
            unkept.addAll(directory.giveMetadata(now, target, replaced, mode));
        } catch (IOException e) {
            // As a part file it is its owner's alone, so it is never too open.
            unkept.add(replaced == null ? Unkept.NARROW : Unkept.OWNER);
        }
    }

    /** Waits until the bytes are on the disk. */
    public void sync() throws IOException {
        part().sync();
    }

    /** As {@link #sync}, and leaves the part file in order for a later try. Tells what is there. */
    public PartFile.Known seal() throws IOException {
        if (!part().isAsWritten()) {
            throw damaged();
        }
        return part().seal();
    }

    /**
     * Looks once more, right before it takes a name, whether what is called {@code now} is the very file that was written, with all that was written to it and nothing else:
     * other programs may have renamed a file over it, or cut it off. Other bytes that somebody writes into it are not noticed.
     *
     * @param modified the time that it was given
     * @throws ProtocolException {@link Fault#CORRUPTED} if it is not
     */
    public BasicFileAttributes lastLook(Path now, Instant modified) throws IOException {
        BasicFileAttributes found = requireOurs(now);
        if (!FileTimes.isKept(found.lastModifiedTime().toInstant(), modified)) {
            unkept.add(Unkept.TIME);
        }
        return found;
    }

    /** As {@link #lastLook}, whatever its time is. */
    BasicFileAttributes requireOurs(Path now) throws IOException {
        BasicFileAttributes found = directory.find(now);
        if (found == null || !isOurs(found) || found.size() != part().offset() || !part().isAsWritten()) {
            throw damaged();
        }
        return found;
    }

    private ProtocolException damaged() {
        return new ProtocolException(
                Fault.CORRUPTED,
                "Another program of " + computer
                        + " has changed the file while it arrived; what arrived was deleted, transfer it again.");
    }

    /** Returns whether {@code found}, under the name of the part file, is the very file that is open. */
    public boolean isOurs(BasicFileAttributes found) {
        return found.isRegularFile() && Objects.equals(found.fileKey(), key);
    }

    /** Returns what the disk did not take of it. */
    public Set<Unkept> unkept() {
        return unkept;
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the files, which stay where they are. Closing twice is fine. */
    @Override
    public void close() {
        Quietly.close(channel);
        Quietly.close(record);
    }
}
