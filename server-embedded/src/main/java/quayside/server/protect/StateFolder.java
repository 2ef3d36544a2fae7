package quayside.server.protect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder that no guest can touch, for files that only their owner may read. */
final class StateFolder {
    private final Path place;

    StateFolder(Path place) {
        this.place = place;
    }

    Path resolve(String name) {
        return place.resolve(name);
    }

    /** Makes it where it is missing. */
    void make() throws IOException {
        try {
            Files.createDirectory(place, ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(place.toString());
            }
        }
    }

    /** A file that is not there yet; {@link #sync} is left to the caller. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly("rw-------"));
    }

    /** Writes all of {@code content} where {@code channel} stands; returns when it survives a power cut. */
    static void writeSynced(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(true);
    }

    /** Deletes a file, and returns when that survives a power cut. */
    void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync();
        }
    }

    /** Returns when the names in it survive a power cut. */
    void sync() throws IOException {
        if (!isPosix()) {
            // Elsewhere a folder cannot be opened to be synced.
            return;
        }
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
