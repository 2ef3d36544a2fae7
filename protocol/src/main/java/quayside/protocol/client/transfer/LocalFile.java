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
import quayside.protocol.files.Settling;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * A source on this disk as it was found. While none of this changes, it is taken for the same file with the same content.
 *
 * @param fileKey what the file system calls it, where it has such a thing
 * @param mode who may do what with it; empty if the file system has no such thing
 * @param born when it was made, or what the file system tells instead
 * @param changed when it was last changed in any way; empty if the system does not tell
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
     * The size is that of its content where the file system reports none; fails as {@link #measure} then.
     *
     * @param attributes of {@code file}, as {@link #attributes} gives them with the same {@code options}
     */
    static LocalFile of(Path file, BasicFileAttributes attributes, LinkOption... options) throws IOException {
        boolean tellsNoSize = attributes.isRegularFile() && attributes.size() == 0;
        return new LocalFile(
                tellsNoSize ? measure(file, options) : attributes.size(),
                attributes.lastModifiedTime(),
                attributes.fileKey(),
                Mode.of(attributes),
                attributes.creationTime(),
                FileTimes.change(file, options).map(FileTimes.Change::time));
    }

    /**
     * As {@code file} is now; a link is followed.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if it cannot be looked at or is no file
     */
    static LocalFile at(Path file) throws ProtocolException {
        try {
            BasicFileAttributes attributes = attributes(file);
            if (!attributes.isRegularFile()) {
                throw new ProtocolException(
                        Fault.LOCAL_STORAGE, "\"" + shownName(file) + "\" is neither a file nor a folder.");
            }
            return of(file, attributes);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    /** With the permissions, where the file system has them. */
    static BasicFileAttributes attributes(Path file, LinkOption... options) throws IOException {
        return Files.readAttributes(file, attributesOf(file), options);
    }

    private static Class<? extends BasicFileAttributes> attributesOf(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFileAttributes.class
                : BasicFileAttributes.class;
    }

    /**
     * The version of the source for a {@code POST} that can be gone on with (PROTOCOL.md section 5.3). It tells nothing of the file, and nobody without {@code secret}
     * can make the same. Empty if the file was changed so shortly before it was looked at that it may be changed without another version.
     *
     * @param looked before the file was looked at
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
     * The content of {@code file}, a small one that was found as this, and no mixture of two states.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} if it was changed since or while it was read
     */
    byte[] read(Path file) throws ProtocolException {
        return read(file, Settling.OF_SYSTEM);
    }

    /** As {@link #read(Path)}; waits by {@code settling} for a file that was changed just now. */
    byte[] read(Path file, Settling settling) throws ProtocolException {
        settle(settling);
        byte[] content;
        try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
            // One byte more, which a file of this size does not have.
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
     * The number of bytes that {@code file} holds, for one whose file system reports a size of 0: those of {@code /proc} and others do so for files that hold something.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if it cannot be read, or holds more than {@link Limits#EAGER_POST_BYTES}
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
        return new ProtocolException(
                Fault.LOCAL_STORAGE,
                "\"" + shownName(file)
                        + "\" does not hold as many bytes as its size says; copy it to another folder and upload the copy.");
    }

    /** Whether all this is other once what {@code file}, where this was found, holds is: by a time of the disk's that nobody can set. */
    boolean tellsChanges(Path file) {
        return changed.isPresent() && FileTimes.keepsChangeTime(file);
    }

    /** To be called before it is read: blocks as {@link Settling#await}, whose fault it throws. */
    void settle(Settling settling) throws ProtocolException {
        settling.await(modified, changed.orElse(null));
    }

    /** What the share's disk did not take of this file, as {@code stored} tells. */
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

    /** @throws ProtocolException {@link Fault#CHANGED} if {@code file} is no longer as it was found */
    void check(Path file) throws ProtocolException {
        if (!equals(at(file))) {
            throw changed(file);
        }
    }

    ProtocolException changed(Path file) {
        return new ProtocolException(
                Fault.CHANGED, "\"" + shownName(file) + "\" was changed while it was being sent; try again.");
    }

    /**
     * {@code path} without the names that stand for a folder itself and for the one above, as the system follows them: through links, not by their
     * text. What has none of them stays as it is; a last name that is a link's stays in each case.
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

    static String shownName(Path file) {
        return DisplayText.escape(LocalNames.shown(file));
    }
}
