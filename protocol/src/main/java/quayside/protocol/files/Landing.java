package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * One download's way onto the disk (PROTOCOL.md section 8.1): into a part file beside the target, then data sync, publishing
 * under a name in one atomic step, folder sync. Until {@link #publish} returns, the target's name holds what it held before, or the new
 * file whole.
 *
 * <p>A <em>resumable</em> landing finds what an earlier try left and leaves its own for a later one (section 8.4): {@link #close} without a
 * publish seals it. A plain landing leaves nothing, and neither does one that was told to {@link #discard}.
 *
 * <p>Life cycle: make one, {@link #begin} unless something is {@link #left}, {@link #write} all bytes, {@link #publish}, {@link #close}. For one thread; every method blocks on
 * the disk.
 */
public final class Landing implements AutoCloseable {
    private static final long BYTES_BETWEEN_PAUSES = 4L * 1024 * 1024;

    private final Directory directory;
    private final Path part;
    private final @Nullable Path record;
    private final @Nullable FileChannel recordChannel;
    private SeekableByteChannel channel;
    private @Nullable Object key;
    private @Nullable PartFile file;
    private Optional<Left> left = Optional.empty();
    private Optional<Known> known = Optional.empty();
    private boolean isUntouched;
    private final Set<Unkept> unkept = EnumSet.noneOf(Unkept.class);
    private Optional<Instant> replaced = Optional.empty();
    private boolean durable;
    private boolean discarding;
    private boolean published;

    /**
     * What an earlier try left, as far as it is proven.
     *
     * @param version of the source that it came from
     * @param size of that source, in bytes
     * @param offset the bytes that are there; above 0
     * @param prefix their SHA-256, 64 lower-case hexadecimal characters; empty where they were not read, see {@link #prove}
     */
    public record Left(String version, long size, long offset, Optional<String> prefix) {}

    /**
     * What a landing that was closed knows of what it left, for the same program alone.
     *
     * @param touched when somebody last did something to the part file
     */
    public record Known(PartFile.Known part, Instant touched) {}

    /** Called now and then while what was left is read; may throw to end that, which leaves it as it is. */
    @FunctionalInterface
    public interface Pause {
        void check() throws IOException;
    }

    private Landing(
            Directory directory,
            Path part,
            SeekableByteChannel channel,
            @Nullable Object key,
            @Nullable Path record,
            @Nullable FileChannel recordChannel) {
        this.directory = directory;
        this.part = part;
        this.channel = channel;
        this.key = key;
        this.record = record;
        this.recordChannel = recordChannel;
    }

    /** A landing that leaves nothing unless it succeeds, in the existing {@code folder}. */
    public static Landing plain(Disk disk, Path folder, SecureRandom random) throws IOException {
        Path part = PartName.random(random).part(folder).getFileName();
        Directory directory = disk.open(folder);
        SeekableByteChannel channel = null;
        try {
            channel = directory.openFile(part, Directory.Opening.NEW);
            return new Landing(directory, part, channel, key(directory, part), null, null);
        } catch (IOException e) {
            if (channel != null) {
                Quietly.close(channel);
                Quietly.delete(directory, part);
            }
            Quietly.close(directory);
            throw e;
        }
    }

    /** A landing that can be gone on with under the same {@code name}; empty while another holds it, here or in another program. */
    public static Optional<Landing> resumable(Disk disk, Path folder, PartName name) throws IOException {
        return open(disk, folder, name, true, Optional.empty(), () -> {});
    }

    /** As {@link #resumable}, but empty also where no earlier try left anything. Reads all that it left. */
    public static Optional<Landing> ofEarlierTry(Disk disk, Path folder, PartName name, Pause pause)
            throws IOException {
        return ofEarlierTry(disk, folder, name, Optional.empty(), pause);
    }

    /**
     * As above, but reads nothing where that is what the same program left.
     *
     * @param known of the landing that left it
     */
    public static Optional<Landing> ofEarlierTry(
            Disk disk, Path folder, PartName name, Optional<Known> known, Pause pause) throws IOException {
        try {
            return open(disk, folder, name, false, known, pause);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Landing> open(
            Disk disk, Path folder, PartName name, boolean create, Optional<Known> left, Pause pause)
            throws IOException {
        Path record = name.record(folder).getFileName();
        Path part = name.part(folder).getFileName();
        Directory directory = disk.open(folder);
        Optional<FileChannel> locked = Optional.empty();
        SeekableByteChannel channel = null;
        boolean opened = false;
        try {
            locked = HeldRecords.OF_PROGRAM.lock(directory, record, create);
            if (locked.isEmpty()) {
                return Optional.empty();
            }
            Optional<ResumeRecord> known = ResumeRecord.read(locked.get());
            channel = known.isPresent() ? openLeft(directory, part) : null;
            if (channel == null) {
                channel = createAnew(directory, part);
            }
            Landing landing = new Landing(directory, part, channel, key(directory, part), record, locked.get());
            if (known.isPresent()) {
                landing.look(known.get(), locked.get(), landing.untouched(left), pause);
            }
            opened = true;
            return Optional.of(landing);
        } finally {
            if (!opened) {
                Quietly.close(channel);
                Quietly.close(locked.orElse(null));
                Quietly.close(directory);
            }
        }
    }

    /** Null if nothing is there, or what is there has a second name: under that it may be a file of the user's. */
    private static @Nullable SeekableByteChannel openLeft(Directory directory, Path part) throws IOException {
        try {
            BasicFileAttributes found = directory.attributes(part);
            return found.isRegularFile() && directory.hasOneName(part, found)
                    ? directory.openFile(part, Directory.Opening.OLD)
                    : null;
        } catch (NoSuchFileException | AccessDeniedException e) {
            // What was about to take its name may be one that even its owner is not to write to.
            return null;
        }
    }

    /** Never by cutting off what is there: that may be a file of the user's under a second name. */
    private static SeekableByteChannel createAnew(Directory directory, Path part) throws IOException {
        if (directory.find(part) != null) {
            directory.deleteFile(part);
        }
        return directory.openFile(part, Directory.Opening.NEW);
    }

    /** By which the system knows the file that has just been opened as {@code part}; null where it has no such thing. */
    private static @Nullable Object key(Directory directory, Path part) throws IOException {
        return directory.attributes(part).fileKey();
    }

    private Optional<PartFile.Known> untouched(Optional<Known> left) throws IOException {
        return left.isPresent()
                        && TouchedTime.of(directory, part).equals(left.get().touched())
                ? Optional.of(left.get().part())
                : Optional.empty();
    }

    private void look(ResumeRecord record, FileChannel locked, Optional<PartFile.Known> untouched, Pause pause)
            throws IOException {
        PartFile found = PartFile.open(channel, locked, record.version(), record.size(), untouched);
        isUntouched = found.isProven();
        while (found.prove(BYTES_BETWEEN_PAUSES)) {
            pause.check();
        }
        file = found;
        left = found.offset() > 0
                ? Optional.of(new Left(record.version(), record.size(), found.offset(), found.prefix()))
                : Optional.empty();
    }

    /** Reads what is {@link #left}, which has its digest then, unless it was read already. */
    public void prove(Pause pause) throws IOException {
        FileChannel locked = recordChannel;
        if (locked != null && left.isPresent() && left.get().prefix().isEmpty()) {
            look(
                    ResumeRecord.read(locked).orElseThrow(() -> new IOException("the record is gone")),
                    locked,
                    Optional.empty(),
                    pause);
        }
    }

    /** Whether what is {@link #left} is what the same program has left, and was not read for that. */
    public boolean isUntouched() {
        return isUntouched;
    }

    /** What was left, once this is closed; empty where nothing was. */
    public Optional<Known> known() {
        return known;
    }

    /** What there is to go on with; empty for a plain landing. */
    public Optional<Left> left() {
        return left;
    }

    /** Begins anew, for {@code size} bytes of the source's {@code version}; not needed where what is {@link #left} is gone on with. */
    public void begin(String version, long size) throws IOException {
        left = Optional.empty();
        if (recordChannel == null) {
            file = PartFile.withoutRecord(channel, size);
        } else {
            recordChannel.truncate(0);
            if (file != null) {
                channel.close();
                channel = createAnew(directory, part);
                key = key(directory, part);
            }
            file = PartFile.open(channel, recordChannel, version, size);
        }
    }

    /** Whether what arrived stays for a later try where this one does not come to its end. */
    public boolean isKept() {
        return recordChannel != null;
    }

    /** Where the source is to be read on: the bytes that are there. */
    public long offset() {
        return begun().offset();
    }

    /** Of the bytes that are there, to go on with. */
    public Checksum checksum() {
        return begun().checksum();
    }

    /** Appends {@code count} authenticated bytes at the start of {@code buffer}. */
    public void write(byte[] buffer, int count) throws IOException {
        begun().write(buffer, count);
    }

    /**
     * Makes what was written durable and visible as {@code target}, an entry of this landing's folder.
     *
     * @param source the mode of the source; empty where its system has none
     * @return the path published, another than {@code target} under {@link OnConflict#RENAME}; empty where the conflict rule leaves the old file
     * @throws ProtocolException {@link Fault#EXISTS} where the name is taken and the rule is {@link
     *     OnConflict#FAIL}, or a folder has it; {@link Fault#CORRUPTED} where the part file is not what was written
     */
    public Optional<Path> publish(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict)
            throws IOException {
        makeDurable(target, modified, source, onConflict);
        Optional<Path> place = takeName(target, modified, source, onConflict);
        if (place.isPresent()) {
            syncFolder();
        }
        return place;
    }

    /** Step 5 of section 8.1. */
    void syncFolder() throws IOException {
        directory.sync();
    }

    /** Step 3 of section 8.1. */
    void makeDurable(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict) throws IOException {
        if (!begun().isWhole()) {
            throw new IllegalStateException("the file is not whole");
        }
        // First: it may be one that even its owner is not to write to.
        setModified(modified);
        replaced = replaces(onConflict) ? lookAt(target) : Optional.empty();
        dress(part, replaced.map(_ -> target.getFileName()), source);
        begun().sync();
        durable = true;
    }

    private void setModified(Instant modified) throws IOException {
        try {
            directory.setModified(part, FileTime.from(modified));
        } catch (IOException e) {
            // Some disks let nobody set a time. The content is worth more.
            unkept.add(Unkept.TIME);
        }
    }

    private void dress(Path now, Optional<Path> old, Optional<Mode> source) {
        try {
            unkept.addAll(directory.giveMetadata(now, directory, old.orElse(null), source));
        } catch (IOException e) {
            // As a part file it is its owner's alone, so it is never too open.
            unkept.add(old.isPresent() ? Unkept.OWNER : Unkept.NARROW);
        }
    }

    private static boolean replaces(OnConflict onConflict) {
        return switch (onConflict) {
            case OVERWRITE, NEWER -> true;
            case FAIL, RENAME, SKIP -> false;
        };
    }

    /** When the file {@code target} was last touched; empty where there is none that could be replaced. */
    private Optional<Instant> lookAt(Path target) throws IOException {
        Optional<BasicFileAttributes> found = LocalConflict.at(target);
        return found.isPresent() && found.get().isRegularFile()
                ? Optional.of(TouchedTime.of(directory, target.getFileName()))
                : Optional.empty();
    }

    /** The part file {@code now} replaces {@code target}: once more where that is not the file by which it was dressed. */
    private void dressAgain(Path now, Path target, Optional<Mode> source) throws IOException {
        if (!lookAt(target).equals(replaced)) {
            dress(now, Optional.of(target.getFileName()), source);
            begun().sync();
            requireOurs(now);
        }
    }

    /**
     * Looks once more, before it gets a name, whether what is at {@code now} is the very file that was written, with all that was written to it and nothing else: other
     * programs may have renamed a file over it, or cut it off. Whoever writes other bytes into it is not noticed.
     */
    private BasicFileAttributes requireOurs(Path now) throws IOException {
        BasicFileAttributes found = directory.attributes(now);
        if (!isOurs(found) || found.size() != begun().offset() || !begun().isAsWritten()) {
            discard();
            throw new ProtocolException(
                    Fault.CORRUPTED,
                    "Another program of this computer has changed the file while it arrived; what arrived was deleted, transfer it again.");
        }
        return found;
    }

    private boolean isOurs(BasicFileAttributes found) {
        return found.isRegularFile() && Objects.equals(found.fileKey(), key);
    }

    /** What this disk did not take of the file. */
    public Set<Unkept> unkept() {
        return unkept;
    }

    /** Step 4 of section 8.1; the folder's sync is still to follow. */
    Optional<Path> takeName(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict)
            throws IOException {
        if (!durable) {
            throw new IllegalStateException("not on the disk yet");
        }
        NameTaking.Look look = new NameTaking.Look() {
            @Override
            public void beforeTaking(Path from) throws IOException {
                BasicFileAttributes whole = requireOurs(from);
                if (!StoredTime.isKept(whole.lastModifiedTime().toInstant(), modified)) {
                    unkept.add(Unkept.TIME);
                }
            }

            @Override
            public void beforeReplacing(Path from) throws IOException {
                dressAgain(from, target, source);
            }
        };
        Optional<Path> place = new NameTaking(directory, part, isKept(), look).take(target, modified, onConflict);
        if (place.isPresent()) {
            published = true;
            Quietly.delete(directory, record);
        } else {
            discard();
        }
        return place;
    }

    /** What arrived is of no use, or nobody will come back for it: {@link #close} deletes it. */
    public void discard() {
        discarding = true;
    }

    private PartFile begun() {
        if (file == null) {
            throw new IllegalStateException("not begun");
        }
        return file;
    }

    /** Closing twice is fine. What cannot be sealed for a later try is proven by that one byte for byte. */
    @Override
    public void close() {
        boolean over = !channel.isOpen();
        if (!over && !published) {
            if (recordChannel == null || discarding || file == null || file.offset() == 0) {
                Quietly.delete(directory, part);
                Quietly.delete(directory, record);
            } else {
                seal(file);
            }
        }
        Quietly.close(channel);
        Quietly.close(recordChannel);
        Quietly.close(directory);
    }

    private void seal(PartFile kept) {
        try {
            PartFile.Known sealed = kept.seal();
            if (isOurs(directory.attributes(part))) {
                known = Optional.of(new Known(sealed, TouchedTime.of(directory, part)));
            }
        } catch (IOException e) {
            // A full disk, say. The steps that were recorded before still count.
        }
    }
}
