package quayside.server.protect;

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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that only its owner can read, in a folder that no guest can access. Each write or deletion that has returned
 * survives a power cut.
 *
 * @param path a name in a folder, which may be missing
 */
record PrivateFile(Path path) {
    /** Returns the content of the file, or null if it is missing. */
    byte @Nullable [] read() throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(path) : null;
    }

    /**
     * Replaces the file, and makes its folder if it is missing. After a failure the name holds either the old content
     * or the new one.
     */
    void write(byte[] content) throws IOException {
        makeFolder();
        Path fresh = sibling(".new").path();
        // A file that a killed server left may be readable by others.
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly("rw-------"))) {
            write(channel, content);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /**
     * Appends {@code content}. If that fails, a part of it may have been written.
     *
     * @param length the size that the file is expected to have
     * @return false if it has another size, or is missing; nothing is written then
     */
    boolean append(byte[] content, long length) throws IOException {
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
    void delete() throws IOException {
        if (Files.deleteIfExists(path)) {
            syncFolder();
        }
    }

    /** Returns the file in the same folder whose name is longer by {@code suffix}. */
    PrivateFile sibling(String suffix) {
        return new PrivateFile(path.resolveSibling(path.getFileName() + suffix));
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(true);
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(folder(), ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder(), LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder().toString());
            }
        }
    }

    private void syncFolder() throws IOException {
        if (!isPosix()) {
            // On other systems a folder cannot be opened to be synced.
            return;
        }
        try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path folder() {
        return Objects.requireNonNull(path.getParent());
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
