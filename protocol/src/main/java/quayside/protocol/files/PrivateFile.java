package quayside.protocol.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that only its owner can read, and that is replaced as a whole by one writer at a time. When a method returns,
 * its change survives a power cut. Every method blocks on the disk.
 *
 * <p>If the file system has no permissions, the access list that the folder inherits decides. On such systems, a user's
 * own profile is closed to others.
 *
 * @param path a name in a folder, which may be missing
 */
public record PrivateFile(Path path) {
    /** Returns {@code file}. Makes its folder if it is missing. The path to the folder may contain links. */
    public static PrivateFile at(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        makeFolder(folder);
        return new PrivateFile(folder.toRealPath().resolve(file.getFileName()));
    }

    /** Makes {@code folder} and the missing folders above it. The folder itself is closed to others. */
    public static void makeFolder(Path folder, LinkOption... options) throws IOException {
        if (Files.isDirectory(folder, options)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        try {
            Files.createDirectory(folder, Metadata.ofOwnFolder(Disk.isPosix(folder)));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, options)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
    }

    /** Returns the content, or null if the file is missing. */
    public byte @Nullable [] read() throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(path) : null;
    }

    /**
     * Replaces the file, and makes its folder if it is missing. Even after a failure the name has either the old
     * content or the new one.
     */
    public void write(byte[] content) throws IOException {
        makeFolder(folder(), LinkOption.NOFOLLOW_LINKS);
        Path fresh = sibling(".new").path();
        // A file that a killed program left may be open to others.
        Files.deleteIfExists(fresh);
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Metadata.ofOwnFile(isPosix()))) {
                write(channel, content);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        syncFolder();
    }

    /**
     * Appends {@code content}. If that fails, a part of it may have been written.
     *
     * @param length the size that the file is expected to have
     * @return false if it has another size, or is missing; nothing is written then
     */
    public boolean append(byte[] content, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (channel.size() != length) {
                return false;
            }
            write(channel.position(length), content);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Deletes the file if it exists. */
    public void delete() throws IOException {
        if (Files.deleteIfExists(path)) {
            syncFolder();
        }
    }

    /**
     * Closes the file to others, in case a backup or a copy opened it. Has no effect if its disk has no permissions.
     */
    public void narrow() throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Returns the file in the same folder whose name has {@code suffix} appended. */
    public PrivateFile sibling(String suffix) {
        return new PrivateFile(path.resolveSibling(path.getFileName() + suffix));
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(true);
    }

    private void syncFolder() throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path folder() {
        return Objects.requireNonNull(path.getParent());
    }

    private boolean isPosix() {
        return Disk.isPosix(path);
    }
}
