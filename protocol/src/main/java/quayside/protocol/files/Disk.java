package quayside.protocol.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** A file system, by which a test can watch each operation and let it fail. Thread-safe; every method blocks on the disk. */
@FunctionalInterface
public interface Disk {
    /** Opens a directory whose path is trusted. The caller closes it. */
    Directory open(Path directory) throws IOException;

    /** Returns the room for this user on the disk of {@code directory}; -1 if that is not known. */
    default long freeBytes(Path directory) {
        // Asking for the directory's FileStore would read the table of all mounts each time.
        return directory.getFileSystem().equals(FileSystems.getDefault()) ? freeBytes(directory.toFile()) : -1;
    }

    /** 0 stands for a full disk and for one that does not tell; only the latter has no size either. */
    static long freeBytes(File directory) {
        long free = directory.getUsableSpace();
        return free > 0 || directory.getTotalSpace() > 0 ? free : -1;
    }

    /** Returns this computer's file system; directories are held by descriptor if the system has such a thing, otherwise by path. */
    static Disk ofSystem() {
        return directory -> open(directory, false);
    }

    /** As {@link #ofSystem}, but nothing is found under a short form of its name that the disk has made up. Paths of directories are real ones. */
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

    /** Returns whether the file system of {@code place} knows modes. */
    static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
