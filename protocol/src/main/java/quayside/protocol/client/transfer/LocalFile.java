package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Settling;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The state of a source file on this disk when it was found. While the state stays the same, the file counts as
 * unchanged.
 *
 * @param fileKey the file system's identifier of the file, if it has one
 * @param mode the permissions, without those that only its access control list grants; empty if the file system has none
 * @param born the creation time, or what the file system reports instead
 * @param changed the time of the last change of any kind; empty if the system does not report it
 */
public record LocalFile(
        long size,
        FileTime modified,
        @Nullable Object fileKey,
        Optional<Mode> mode,
        FileTime born,
        Optional<FileTime> changed) {
    private static final Set<String> DOTS = Set.of(".", "..");
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /**
     * Returns the state of {@code file}. If the file system reports no size, the content is measured, and this throws
     * as {@link #measure} does.
     *
     * @param attributes the attributes of {@code file}, as {@link #attributes} returns them with the same
     *     {@code options}
     */
    static LocalFile of(Path file, BasicFileAttributes attributes, LinkOption... options) throws IOException {
        boolean reportsNoSize = attributes.isRegularFile() && attributes.size() == 0;
        return new LocalFile(
                reportsNoSize ? measure(file, options) : attributes.size(),
                attributes.lastModifiedTime(),
                attributes.fileKey(),
                NativeFile.mode(file, attributes),
                attributes.creationTime(),
                FileTimes.change(file, options).map(FileTimes.Change::time));
    }

    /**
     * Returns the present state of {@code file}. Follows a link.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if it cannot be read or is no file
     */
    static LocalFile at(Path file) throws ProtocolException {
        try {
            BasicFileAttributes attributes = attributes(file);
            if (!attributes.isRegularFile()) {
                throw new ProtocolException(Reason.NEITHER_FILE_NOR_FOLDER, LocalNames.shown(file));
            }
            return of(file, attributes);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    /** Reads the attributes, including the permissions if the file system has them. */
    static BasicFileAttributes attributes(Path file, LinkOption... options) throws IOException {
        return Files.readAttributes(file, attributesOf(file), options);
    }

    private static Class<? extends BasicFileAttributes> attributesOf(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFileAttributes.class
                : BasicFileAttributes.class;
    }

    /**
     * Returns the version of the source for a {@code POST} that can be resumed (PROTOCOL.md section 5.3). It reveals
     * nothing about the file, and cannot be computed without {@code secret}. Empty if the file was changed so shortly
     * before the check that a further change might not change the version.
     *
     * @param looked a time before the state was read
     */
    Optional<String> version(ClientSecret secret, Path absolute, Instant looked) {
        if (!FileTimes.isSettled(modified.toInstant(), looked)
                || !changed.map(time -> FileTimes.isSettled(time.toInstant(), looked))
                        .orElse(true)) {
            return Optional.empty();
        }
        String all = String.join(
                "\0",
                "source",
                absolute.toString(),
                Long.toString(size),
                modified.toInstant().toString(),
                String.valueOf(fileKey),
                born.toInstant().toString(),
                changed.toString());
        return Optional.of(secret.word(all));
    }

    /**
     * Returns the content of {@code file}, a small file with this state, and never a mixture of two states.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} if it was changed since or while
     *     it was read
     */
    byte[] read(Path file) throws ProtocolException {
        return read(file, Settling.OF_SYSTEM);
    }

    /** Reads as {@link #read(Path)}, and waits by {@code settling} for a file that was changed just now. */
    byte[] read(Path file, Settling settling) throws ProtocolException {
        settle(settling);
        byte[] content;
        try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
            // Tries to read one byte more than a file of this size has.
            content = Channels.newInputStream(channel).readNBytes((int) size + 1);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        check(file);
        if (content.length != size) {
            throw wrongSize(file);
        }
        return content;
    }

    /**
     * Counts the bytes of {@code file}, for a file system that reports a size of 0. The files of {@code /proc} and
     * others have that size although they have content.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if it cannot be read, or has more than
     *     {@link Limits#EAGER_POST_BYTES}
     */
    static long measure(Path file, LinkOption... options) throws ProtocolException {
        Set<OpenOption> opening = new HashSet<>(Set.of(options));
        opening.add(StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(file, opening)) {
            int length = Channels.newInputStream(channel).readNBytes((int) Limits.EAGER_POST_BYTES + 1).length;
            if (length > Limits.EAGER_POST_BYTES) {
                throw wrongSize(file);
            }
            return length;
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    static ProtocolException wrongSize(Path file) {
        return new ProtocolException(Reason.SIZE_WRONG, LocalNames.shown(file));
    }

    /**
     * Returns whether every change of the content of {@code file} changes this state, through a time that the disk sets
     * and no program can.
     */
    boolean detectsChanges(Path file) {
        return changed.isPresent() && FileTimes.keepsChangeTime(file);
    }

    /** Waits until the file has settled. Call it before reading. Blocks and throws as {@link Settling#await} does. */
    void settle(Settling settling) throws ProtocolException {
        settling.await(modified, changed.orElse(null));
    }

    /** Returns what the share's disk did not keep of this file, according to its entry {@code stored}. */
    Set<Unkept> unkept(Entry stored) {
        Set<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        if (!FileTimes.isKept(stored.modified(), modified.toInstant())) {
            unkept.add(Unkept.TIME);
        }
        if (mode.isPresent() && stored.mode().isPresent() && stored.mode().get().isWiderThan(mode.get())) {
            unkept.add(Unkept.MODE);
        }
        return unkept;
    }

    /** @throws ProtocolException {@link Fault#CHANGED} if {@code file} no longer has this state */
    void check(Path file) throws ProtocolException {
        if (!equals(at(file))) {
            throw changed(file);
        }
    }

    ProtocolException changed(Path file) {
        return new ProtocolException(Reason.CHANGED_WHILE_SENT, LocalNames.shown(file));
    }

    /**
     * Returns {@code path} without {@code .} and {@code ..}. These are resolved as the system does, through links and
     * not by text. A path without them stays as it is. A link as the last name stays a link in each case.
     */
    public static Path followed(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (absolute.equals(absolute.normalize())) {
            return absolute;
        }
        Path name = absolute.getFileName();
        Path folder = absolute.getParent();
        if (folder == null || name == null || DOTS.contains(name.toString())) {
            return absolute.toRealPath();
        }
        return folder.toRealPath().resolve(name);
    }
}
