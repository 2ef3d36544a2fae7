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
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * An {@link IncomingFile} of a client, with its part file beside its target. Until {@link #publish} returns, the
 * target's name has either its previous content or the complete new file.
 *
 * <p>A <em>resumable</em> download finds the part file of an earlier try, and leaves its own for a later one
 * (PROTOCOL.md section 8.4): {@link #close} without a publish seals it. A plain download leaves nothing, nor does one
 * that is {@link #discard discarded}.
 *
 * <p>Life cycle: create, {@link #begin} unless there is a {@link #leftover}, {@link #write} all bytes, {@link
 * #publish}, {@link #close}. For one thread. Every method blocks on the disk.
 */
public final class IncomingDownload implements AutoCloseable {
    private static final long BYTES_BETWEEN_PAUSES = 4L * 1024 * 1024;

    private final Directory directory;
    private final IncomingFile file;
    private final Path part;
    private final @Nullable Path record;
    private final @Nullable FileChannel recordChannel;
    private Optional<Leftover> leftover = Optional.empty();
    private Optional<Known> known = Optional.empty();
    private boolean isUntouched;
    private Optional<Instant> replaced = Optional.empty();
    private Optional<SeenFile> seen = Optional.empty();
    private boolean durable;
    private boolean discarding;
    private boolean published;

    /**
     * The proven bytes that an earlier try left.
     *
     * @param version the version of its source
     * @param size the size of that source, in bytes
     * @param offset the number of bytes in the part file; above 0
     * @param prefix their SHA-256, 64 lower-case hexadecimal characters; empty if they were not read, see {@link
     *     #prove}
     */
    public record Leftover(String version, long size, long offset, Optional<String> prefix) {}

    /**
     * The state of the part file that a closed download left. Only the same program can use it.
     *
     * @param touched when the part file was last changed in any way
     */
    public record Known(PartFile.Known part, Instant touched) {}

    /** Called regularly while a part file is read; may throw to stop reading, which leaves the part file as it is. */
    @FunctionalInterface
    public interface Pause {
        void check() throws IOException;

        /** Reports, before they are read, how many of the source's {@code size} bytes an earlier try seems to have left. */
        default void found(long bytes, long size) {}
    }

    private IncomingDownload(
            Directory directory, IncomingFile file, @Nullable Path record, @Nullable FileChannel recordChannel) {
        this.directory = directory;
        this.file = file;
        this.part = file.name();
        this.record = record;
        this.recordChannel = recordChannel;
    }

    /** Creates a download in the existing {@code folder} that leaves nothing unless it succeeds. */
    public static IncomingDownload plain(Disk disk, Path folder, SecureRandom random) throws IOException {
        Path part = PartNames.random(random).part(folder).getFileName();
        Directory directory = disk.open(folder);
        try {
            return new IncomingDownload(
                    directory, IncomingFile.create(directory, part, Reason.CHANGED_ON_ARRIVAL), null, null);
        } catch (IOException e) {
            Quietly.close(directory);
            throw e;
        }
    }

    /**
     * Creates a download that can be resumed under the same {@code name}. Empty while another download holds the name,
     * in this program or another.
     */
    public static Optional<IncomingDownload> resumable(Disk disk, Path folder, PartNames name) throws IOException {
        return open(disk, folder, name, true, Optional.empty(), () -> {});
    }

    /**
     * Does the same as {@link #resumable}, but is also empty if no earlier try left anything. Reads the whole part
     * file.
     */
    public static Optional<IncomingDownload> ofEarlierTry(Disk disk, Path folder, PartNames name, Pause pause)
            throws IOException {
        return ofEarlierTry(disk, folder, name, Optional.empty(), pause);
    }

    /**
     * Does the same as {@link #ofEarlierTry(Disk, Path, PartNames, Pause)}, but reads nothing if this program left
     * the part file.
     *
     * @param known the {@link #known} state of the download that left it
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
            Disk disk, Path folder, PartNames name, boolean create, Optional<Known> earlier, Pause pause)
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
            channel = known.isPresent() ? openLeftover(directory, part) : null;
            if (channel == null) {
                channel = IncomingFile.replace(directory, part);
            }
            IncomingFile file = IncomingFile.open(directory, part, channel, locked.get(), Reason.CHANGED_ON_ARRIVAL);
            IncomingDownload download = new IncomingDownload(directory, file, record, locked.get());
            if (known.isPresent()) {
                download.readLeftover(known.get(), download.untouched(earlier), pause);
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

    /**
     * Opens the part file. Returns null if there is none, or if it has a second name, under which it may be a file of
     * the user's.
     */
    private static @Nullable SeekableByteChannel openLeftover(Directory directory, Path part) throws IOException {
        try {
            BasicFileAttributes found = directory.attributes(part);
            return found.isRegularFile() && directory.hasOneName(part, found)
                    ? directory.openFile(part, Directory.Opening.OLD)
                    : null;
        } catch (NoSuchFileException | AccessDeniedException e) {
            // A file that was about to take its name may be read-only even for its owner.
            return null;
        }
    }

    private Optional<PartFile.Known> untouched(Optional<Known> earlier) throws IOException {
        return earlier.isPresent()
                        && FileTimes.touched(directory, part)
                                .equals(earlier.get().touched())
                ? Optional.of(earlier.get().part())
                : Optional.empty();
    }

    private void readLeftover(ResumeRecord found, Optional<PartFile.Known> untouched, Pause pause) throws IOException {
        file.resume(found.version(), found.size(), untouched, part -> {
            isUntouched = part.isProven();
            if (!isUntouched) {
                pause.found(found.end(), found.size());
            }
            while (part.prove(BYTES_BETWEEN_PAUSES)) {
                pause.check();
            }
        });
        leftover = offset() > 0
                ? Optional.of(new Leftover(
                        found.version(), found.size(), offset(), file.part().prefix()))
                : Optional.empty();
    }

    /** Reads the {@link #leftover} unless it was read already. Afterwards it has its digest. */
    public void prove(Pause pause) throws IOException {
        FileChannel locked = recordChannel;
        if (locked != null && leftover.isPresent() && leftover.get().prefix().isEmpty()) {
            readLeftover(
                    ResumeRecord.read(locked).orElseThrow(() -> new IOException("the record can no longer be read")),
                    Optional.empty(),
                    pause);
        }
    }

    /** Returns whether the {@link #leftover} is known, without reading it, to be what this program left. */
    public boolean isUntouched() {
        return isUntouched;
    }

    /** Returns the state of the part file that was left, once this is closed; empty if none was left. */
    public Optional<Known> known() {
        return known;
    }

    /** Returns what can be resumed; empty for a plain download. */
    public Optional<Leftover> leftover() {
        return leftover;
    }

    /**
     * Starts from the beginning, for {@code size} bytes of the source's {@code version}. Not needed to resume the
     * {@link #leftover}.
     */
    public void begin(String version, long size) throws IOException {
        leftover = Optional.empty();
        file.begin(version, size);
    }

    /** Returns whether the received bytes stay for a later try if this one fails. */
    public boolean isKept() {
        return recordChannel != null;
    }

    /** Returns the offset at which the source is to be read next: the number of received bytes. */
    public long offset() {
        return file.part().offset();
    }

    /** Returns the checksum of the received bytes, which can be continued. */
    public Checksum checksum() {
        return file.part().checksum();
    }

    /** Appends the first {@code count} bytes of {@code buffer}, which are authenticated. */
    public void write(byte[] buffer, int count) throws IOException {
        file.part().write(buffer, count);
    }

    /**
     * Makes the written bytes durable and visible as {@code target}, an entry of this download's folder.
     *
     * @param source the mode of the source; empty if its system has none
     * @return the published path, which under {@link OnConflict#RENAME} may differ from {@code target}; empty if the
     *     conflict policy keeps the existing file
     * @throws ProtocolException {@link Fault#EXISTS} if the name is taken and the rule is {@link OnConflict#FAIL}, or a
     *     folder has it; {@link Fault#CORRUPTED} if the part file does not contain what was written
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

    /** Makes {@code file} the only one that {@link #publish} replaces; another one fails with {@link Fault#EXISTS}. */
    public void replaceOnly(Optional<SeenFile> file) {
        seen = file;
    }

    /** Does step 3 of section 8.1. */
    void makeDurable(Path target, Instant modified, Optional<Mode> source, OnConflict onConflict) throws IOException {
        if (!file.part().isWhole()) {
            throw new IllegalStateException("the file is not whole");
        }
        replaced = ConflictPolicy.replaces(onConflict) ? lastTouched(target) : Optional.empty();
        file.setMetadata(directory, replaced.map(_ -> target.getFileName()).orElse(null), modified, source);
        file.sync();
        durable = true;
    }

    /** Does step 5 of section 8.1. */
    void syncFolder() throws IOException {
        directory.sync();
    }

    /**
     * Returns when the file {@code target} was last changed in any way; empty if there is none that could be replaced.
     */
    private Optional<Instant> lastTouched(Path target) throws IOException {
        Optional<BasicFileAttributes> found = ConflictPolicy.at(target);
        return found.isPresent() && found.get().isRegularFile()
                ? Optional.of(FileTimes.touched(directory, target.getFileName()))
                : Optional.empty();
    }

    /** Returns what this disk did not keep of the file. */
    public Set<Unkept> unkept() {
        return file.unkept();
    }

    /**
     * Does step 4 of section 8.1. The sync of the folder has to follow.
     *
     * <p>If this is interrupted between link and unlink, the user's file has a second name, and a later try must not
     * write to the file by that name. So a part file that a later try could open is first given another name. A kill
     * before the link loses the received bytes. A kill after it leaves a name that is only ever deleted. After a power
     * cut a disk without a journal may have the link but not the renaming; there {@link Directory#hasOneName} finds the
     * second name.
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
            file.finalCheck(from, modified);
            Optional<Path> place = takeName(from, target, modified, source, onConflict);
            published = place.isPresent();
            discarding |= !published;
            return place;
        } catch (ProtocolException e) {
            discarding |= e.fault() == Fault.CORRUPTED;
            throw e;
        } finally {
            if (published) {
                // The file is published, so a failure to tidy up does not fail the download.
                Quietly.delete(directory, from);
                Quietly.delete(directory, record);
            } else if (isKept()) {
                restorePart(from);
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

    /**
     * Gives the part file a free name. Some disks report a name that they cannot store as missing, so this checks that
     * the part file itself exists.
     */
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
        ConflictPolicy.requireSeen(target, seen);
        Path name = target.getFileName();
        if (!lastTouched(target).equals(replaced)) {
            // The existing file is not the one from which the metadata was copied.
            file.giveMetadata(from, directory, name, source);
            file.sync();
            file.requireOurs(from);
        }
        directory.move(from, directory, name, true);
        return Optional.of(target);
    }

    /** Renames the part file back for a later try. If that fails, no later try can find it, so it is deleted. */
    private void restorePart(Path from) {
        try {
            directory.move(from, directory, part, true);
        } catch (IOException e) {
            Quietly.delete(directory, from);
        }
    }

    /** Marks the received bytes as useless or no longer wanted, so that {@link #close} deletes them. */
    public void discard() {
        discarding = true;
    }

    /**
     * Closes the download. Closing twice has no effect. If the part file cannot be sealed, a later try proves it byte
     * by byte.
     */
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
            // For example a full disk. The steps that were recorded before still count.
        }
    }
}
