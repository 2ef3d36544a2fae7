package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * An {@link IncomingFile} of a client, whose part file lies beside its target: until {@link #publish} returns, the target's name holds what it held before, or the new file
 * whole.
 *
 * <p>A <em>resumable</em> one finds what an earlier try left and leaves its own for a later one (PROTOCOL.md section 8.4): {@link #close} without a publish seals it. A plain
 * one leaves nothing, and neither does one that is {@link #discard discarded}.
 *
 * <p>Life cycle: make one, {@link #begin} unless something is {@link #left}, {@link #write} all bytes, {@link #publish}, {@link #close}. For one thread; every method blocks on
 * the disk.
 */
public final class IncomingDownload implements AutoCloseable {
    private static final long BYTES_BETWEEN_PAUSES = 4L * 1024 * 1024;
    private static final String COMPUTER = "this computer";

    private final Directory directory;
    private final IncomingFile file;
    private final Path part;
    private final @Nullable Path record;
    private final @Nullable FileChannel recordChannel;
    private Optional<Left> left = Optional.empty();
    private Optional<Known> known = Optional.empty();
    private boolean isUntouched;
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
     * @param prefix their SHA-256, 64 lower-case hexadecimal characters; empty if they were not read, see {@link #prove}
     */
    public record Left(String version, long size, long offset, Optional<String> prefix) {}

    /**
     * What a download that was closed knows of what it left, for the same program alone.
     *
     * @param touched when somebody last did something to the part file
     */
    public record Known(PartFile.Known part, Instant touched) {}

    /** Called now and then while what was left is read; may throw to end that, which leaves it as it is. */
    @FunctionalInterface
    public interface Pause {
        void check() throws IOException;
    }

    private IncomingDownload(
            Directory directory, IncomingFile file, @Nullable Path record, @Nullable FileChannel recordChannel) {
        this.directory = directory;
        this.file = file;
        this.part = file.name();
        this.record = record;
        this.recordChannel = recordChannel;
    }

    /** Returns a download that leaves nothing unless it succeeds, in the existing {@code folder}. */
    public static IncomingDownload plain(Disk disk, Path folder, SecureRandom random) throws IOException {
        Path part = PartNames.random(random).part(folder).getFileName();
        Directory directory = disk.open(folder);
        try {
            return new IncomingDownload(directory, IncomingFile.create(directory, part, COMPUTER), null, null);
        } catch (IOException e) {
            Quietly.close(directory);
            throw e;
        }
    }

    /** Returns a download that can be resumed under the same {@code name}; empty while another holds it, here or in another program. */
    public static Optional<IncomingDownload> resumable(Disk disk, Path folder, PartNames name) throws IOException {
        return open(disk, folder, name, true, Optional.empty(), () -> {});
    }

    /** As {@link #resumable}, but empty also if no earlier try left anything. Reads all that it left. */
    public static Optional<IncomingDownload> ofEarlierTry(Disk disk, Path folder, PartNames name, Pause pause)
            throws IOException {
        return ofEarlierTry(disk, folder, name, Optional.empty(), pause);
    }

    /**
     * As above, but reads nothing if that is what the same program left.
     *
     * @param known of the download that left it
     */
    public static Optional<IncomingDownload> ofEarlierTry(
            Disk disk, Path folder, PartNames name, Optional<Known> known, Pause pause) throws IOException {
        try {
            return open(disk, folder, name, false, known, pause);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<IncomingDownload> open(
            Disk disk, Path folder, PartNames name, boolean create, Optional<Known> left, Pause pause)
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
                channel = IncomingFile.replace(directory, part);
            }
            IncomingFile file = IncomingFile.open(directory, part, channel, locked.get(), COMPUTER);
            IncomingDownload download = new IncomingDownload(directory, file, record, locked.get());
            if (known.isPresent()) {
                download.look(known.get(), download.untouched(left), pause);
            }
            opened = true;
            return Optional.of(download);
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

    private Optional<PartFile.Known> untouched(Optional<Known> left) throws IOException {
        return left.isPresent()
                        && FileTimes.touched(directory, part).equals(left.get().touched())
                ? Optional.of(left.get().part())
                : Optional.empty();
    }

    private void look(ResumeRecord found, Optional<PartFile.Known> untouched, Pause pause) throws IOException {
        file.resume(found.version(), found.size(), untouched, part -> {
            isUntouched = part.isProven();
            while (part.prove(BYTES_BETWEEN_PAUSES)) {
                pause.check();
            }
        });
        left = offset() > 0
                ? Optional.of(new Left(
                        found.version(), found.size(), offset(), file.part().prefix()))
                : Optional.empty();
    }

    /** Reads what is {@link #left}, which has its digest then, unless it was read already. */
    public void prove(Pause pause) throws IOException {
        FileChannel locked = recordChannel;
        if (locked != null && left.isPresent() && left.get().prefix().isEmpty()) {
            look(
                    ResumeRecord.read(locked).orElseThrow(() -> new IOException("the record is gone")),
                    Optional.empty(),
                    pause);
        }
    }

    /** Returns whether what is {@link #left} is what the same program has left, and was not read for that. */
    public boolean isUntouched() {
        return isUntouched;
    }

    /** Returns what was left, once this is closed; empty if nothing was. */
    public Optional<Known> known() {
        return known;
    }

    /** Returns what there is to resume; empty for a plain download. */
    public Optional<Left> left() {
        return left;
    }

    /** Begins anew, for {@code size} bytes of the source's {@code version}; not needed if what is {@link #left} is resumed. */
    public void begin(String version, long size) throws IOException {
        left = Optional.empty();
        file.begin(version, size);
    }

    /** Returns whether what arrived stays for a later try if this one does not come to its end. */
    public boolean isKept() {
        return recordChannel != null;
    }

    /** Returns where the source is to be read on: the bytes that are there. */
    public long offset() {
        return file.part().offset();
    }

    /** Returns the checksum of the bytes that are there, to go on with. */
    public Checksum checksum() {
        return file.part().checksum();
    }

    /** Appends {@code count} authenticated bytes at the start of {@code buffer}. */
    public void write(byte[] buffer, int count) throws IOException {
        file.part().write(buffer, count);
    }

    /**
     * Makes what was written durable and visible as {@code target}, an entry of this download's folder.
     *
     * @param source the mode of the source; empty if its system has none
     * @return the path published, another than {@code target} under {@link OnConflict#RENAME}; empty if the conflict rule leaves the old file
     * @throws ProtocolException {@link Fault#EXISTS} if the name is taken and the rule is {@link OnConflict#FAIL}, or a folder has it; {@link Fault#CORRUPTED} if the part
     *     file is not what was written
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

    /** Step 3 of section 8.1. */
    void makeDurable(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict) throws IOException {
        if (!file.part().isWhole()) {
            throw new IllegalStateException("the file is not whole");
        }
        replaced = ConflictPolicy.replaces(onConflict) ? lookAt(target) : Optional.empty();
        file.setMetadata(directory, replaced.map(_ -> target.getFileName()).orElse(null), modified, source);
        file.sync();
        durable = true;
    }

    /** Step 5 of section 8.1. */
    void syncFolder() throws IOException {
        directory.sync();
    }

    /** When the file {@code target} was last touched; empty if there is none that could be replaced. */
    private Optional<Instant> lookAt(Path target) throws IOException {
        Optional<BasicFileAttributes> found = ConflictPolicy.at(target);
        return found.isPresent() && found.get().isRegularFile()
                ? Optional.of(FileTimes.touched(directory, target.getFileName()))
                : Optional.empty();
    }

    /** Returns what this disk did not take of the file. */
    public Set<Unkept> unkept() {
        return file.unkept();
    }

    /**
     * Step 4 of section 8.1; the folder's sync is still to follow.
     *
     * <p>If that stops between link and unlink, the user's file has a second name, which must not be one that a later try writes to. So a part that a later try could open gets
     * a name of its own first. A kill before the link costs what had arrived; one after it leaves a name that is only ever deleted. After a power cut a disk without a journal
     * may hold the link but not the renaming; there {@link Directory#hasOneName} finds the second name.
     */
    Optional<Path> takeName(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict)
            throws IOException {
        if (!durable) {
            throw new IllegalStateException("not on the disk yet");
        }
        Path from = part;
        if (isKept()) {
            from = PartNames.aside(part);
            directory.move(part, directory, from, true);
        }
        try {
            file.lastLook(from, modified);
            Optional<Path> place = takeName(from, target, modified, source, onConflict);
            published = place.isPresent();
            discarding |= !published;
            return place;
        } catch (ProtocolException e) {
            discarding |= e.fault() == Fault.CORRUPTED;
            throw e;
        } finally {
            if (published) {
                // The file is there from now on, so what cannot be tidied up is no failure.
                Quietly.delete(directory, from);
                Quietly.delete(directory, record);
            } else if (isKept()) {
                bringBack(from);
            }
        }
    }

    private Optional<Path> takeName(
            Path from, Path target, Instant modified, Optional<Mode> source, OnConflict onConflict) throws IOException {
        int tries = onConflict == OnConflict.RENAME ? FreeName.MAX_TRIES : 1;
        for (int attempt = 1; attempt <= tries; attempt++) {
            Path place = target.resolveSibling(FreeName.of(target.getFileName().toString(), attempt));
            try {
                takeFree(from, place);
                return Optional.of(place);
            } catch (FileAlreadyExistsException e) {
                if (onConflict != OnConflict.RENAME) {
                    return replace(from, target, modified, source, onConflict);
                }
            }
        }
        throw ConflictPolicy.exists(target);
    }

    /** Some disks say of a name that they do not take that it is not there; but what was to get it is. */
    private void takeFree(Path from, Path place) throws IOException {
        try {
            directory.publish(from, place.getFileName());
        } catch (NoSuchFileException e) {
            BasicFileAttributes _ = directory.attributes(from);
            throw FileProblem.unstorable(place.getFileName().toString(), e);
        }
    }

    private Optional<Path> replace(
            Path from, Path target, Instant modified, Optional<Mode> source, OnConflict onConflict) throws IOException {
        if (!ConflictPolicy.wanted(target, modified, onConflict)) {
            return Optional.empty();
        }
        Path name = target.getFileName();
        if (!lookAt(target).equals(replaced)) {
            // It is not the file by which the metadata was set.
            file.giveMetadata(from, directory, name, source);
            file.sync();
            file.requireOurs(from);
        }
        directory.move(from, directory, name, true);
        return Optional.of(target);
    }

    /** For a later try; if that fails, nobody can come back for it. */
    private void bringBack(Path from) {
        try {
            directory.move(from, directory, part, true);
        } catch (IOException e) {
            Quietly.delete(directory, from);
        }
    }

    /** What arrived is of no use, or nobody will come back for it: {@link #close} deletes it. */
    public void discard() {
        discarding = true;
    }

    /** Closing twice is fine. What cannot be sealed for a later try is proven by that one byte for byte. */
    @Override
    public void close() {
        if (file.isOpen() && !published) {
            if (!isKept() || discarding || !file.isBegun() || offset() == 0) {
                Quietly.delete(directory, part);
                Quietly.delete(directory, record);
            } else {
                seal();
            }
        }
        file.close();
        Quietly.close(directory);
    }

    private void seal() {
        try {
            PartFile.Known sealed = file.seal();
            if (file.isOurs(directory.attributes(part))) {
                known = Optional.of(new Known(sealed, FileTimes.touched(directory, part)));
            }
        } catch (IOException e) {
            // A full disk, say. The steps that were recorded before still count.
        }
    }
}
