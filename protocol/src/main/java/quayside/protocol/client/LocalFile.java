package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Mode;
import quayside.protocol.transfer.LocalNames;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.transfer.StoredTime;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A source on this disk as it was found. While none of this changes, it is taken for the same file with the same content.
 *
 * @param fileKey what the file system calls it, where it has such a thing
 * @param mode who may do what with it; empty where the file system has no such thing
 */
record LocalFile(long size, FileTime modified, @Nullable Object fileKey, Optional<Mode> mode) {
    private static final Set<String> DOTS = Set.of(".", "..");

    static LocalFile of(BasicFileAttributes attributes) {
        return new LocalFile(
                attributes.size(), attributes.lastModifiedTime(), attributes.fileKey(), Mode.of(attributes));
    }

    /**
     * As {@code file} is now; a link is followed.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} where it cannot be looked at or is no file
     */
    static LocalFile at(Path file) throws ProtocolException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(file);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        if (!attributes.isRegularFile()) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE, "\"" + shownName(file) + "\" is neither a file nor a folder.");
        }
        return of(attributes);
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
     * The version of the source for a {@code POST} that can be gone on with (PROTOCOL.md section 5.3). It tells nothing of the path. Empty
     * where the file was modified so shortly before it was looked at that it may be changed without another version.
     *
     * @param looked before the file was looked at
     */
    Optional<String> version(Path absolute, Instant looked) {
        if (!StoredTime.isSettled(modified.toInstant(), looked)) {
            return Optional.empty();
        }
        String all = absolute + "\0" + size + "\0" + modified.toInstant() + "\0" + fileKey;
        return Optional.of(Sha256.word(all));
    }

    /** @throws ProtocolException {@link Fault#CHANGED} where {@code file} is no longer as it was found */
    void check(Path file) throws ProtocolException {
        if (!equals(at(file))) {
            throw new ProtocolException(
                    Fault.CHANGED, "\"" + shownName(file) + "\" was changed while it was being sent; try again.");
        }
    }

    /**
     * {@code path} without the names that stand for a folder itself and for the one above, as the system follows them: through links, not by their
     * text. What has none of them stays as it is; a last name that is a link's stays in each case.
     */
    static Path followed(Path path) throws IOException {
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
