package quayside.server.protect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is replaced whole, in a folder that no guest can touch; only its owner may read it. Whatever happens, its name holds the old content or
 * the new one, and once {@link #write} has returned the new one survives a power cut.
 */
final class StateFile {
    private final Path folder;
    private final Path file;
    private final Path fresh;

    StateFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
        this.fresh = folder.resolve(name + ".new");
    }

    /** What it holds, or null where it is not there. */
    byte @Nullable [] read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        return Files.readAllBytes(file);
    }

    void write(byte[] content) throws IOException {
        makeFolder();
        writeSynced(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    void delete() throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolder();
        }
    }

    /** Puts {@code content} beside it under a name that begins with its own; returns the copy. */
    Path keepCopy(byte[] content, String suffix) throws IOException {
        Path copy = folder.resolve(file.getFileName() + suffix);
        writeSynced(copy, content);
        syncFolder();
        return copy;
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(folder, ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
    }

    private void writeSynced(Path to, byte[] content) throws IOException {
        // One that a killed server left may have been made for others to read.
        Files.deleteIfExists(to);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(to, options, ownerOnly("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void syncFolder() throws IOException {
        if (!isPosix()) {
            // Elsewhere a folder cannot be opened to be synced.
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
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
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
