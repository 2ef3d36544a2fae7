package quayside.protocol.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/**
 * A file system. A test can implement it to watch each operation or make it fail. Thread-safe. Every method blocks on
 * the disk.
 */
@FunctionalInterface
public interface Disk {
    /** Opens a directory whose path is trusted. The caller closes it. */
    Directory open(Path directory) throws IOException;

    /** Returns the free space for this user on the disk of {@code directory}; -1 if it is unknown. */
    default long freeBytes(Path directory) {
        // Asking for the directory's FileStore would read the table of all mounts each time.
        return directory.getFileSystem().equals(FileSystems.getDefault()) ? freeBytes(directory.toFile()) : -1;
    }

    /**
     * Returns the free space, or -1 for a disk that does not report it. Both a full disk and such a disk report 0 bytes
     * free, but only the latter reports no total size either.
     */
    static long freeBytes(File directory) {
        long free = directory.getUsableSpace();
        return free > 0 || directory.getTotalSpace() > 0 ? free : -1;
    }

    /**
     * Returns this computer's file system. It holds directories by descriptor if the system has such descriptors,
     * otherwise by path.
     */
    static Disk ofSystem() {
        return directory -> open(directory, false);
    }

    /**
     * Returns the same as {@link #ofSystem}, except that short forms which the disk has made up for names are treated
     * as missing. The caller opens directories by their real paths.
     */
    static Disk withTrueNames() {
        return directory -> open(directory, true);
    }

    @SuppressWarnings("StreamResourceLeak") // The directory returned owns the stream.
    private static Directory open(Path directory, boolean trueNames) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectory(secure, directory, directory);
        }
        stream.close();
        return CheckedDirectory.root(trueNames ? directory : directory.toRealPath(), trueNames);
    }

    /** Returns whether the file system of {@code place} has permissions. */
    static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
