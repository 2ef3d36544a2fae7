package quayside.server.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** How the shared folder is held open. */
@FunctionalInterface
interface Disk {
    Folder open(Path place) throws IOException;

    /** By its descriptor where the system has such a thing, otherwise by its path. */
    static Disk ofSystem(boolean posix) {
        return place -> open(place, posix);
    }

    @SuppressWarnings("StreamResourceLeak") // The folder returned owns the stream.
    private static Folder open(Path place, boolean posix) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(place);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureFolder(secure, place, place, posix);
        }
        stream.close();
        return CheckedFolder.root(place, posix);
    }

    /** Whether the file system of {@code place} knows who may run a file. */
    static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
