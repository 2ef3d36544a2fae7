package quayside.app.core.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.PrivateFile;

/**
 * The running programs of one user: each holds a lock on a file of its own, which ends with the program. So a job's
 * owner is known to run, or not to, even after a kill. On a file system without locks nothing is kept, because the turn
 * of the folder is a lock too.
 *
 * <p>Not thread-safe. Callers hold the turn of the folder, except for {@link #hasOthers}, so that nobody sees a file that
 * is not locked yet.
 */
final class Leases implements Closeable {
    private final Path folder;
    private final String own = UUID.randomUUID().toString();
    private @Nullable FileChannel held;

    /** @param folder is made when it is needed */
    Leases(Path folder) {
        this.folder = folder;
    }

    /** Returns the name of this program. Its lease begins with the first call. */
    String own() throws IOException {
        if (held == null) {
            PrivateFile.makeFolder(folder);
            Path file = folder.resolve(own);
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Metadata.ofOwnFile(Disk.isPosix(file)));
            boolean locked = false;
            try {
                if (!lock(channel)) {
                    throw new IOException("another program holds a new lease");
                }
                locked = true;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            held = channel;
        }
        return own;
    }

    /** Returns whether the own lease has begun. */
    boolean isHeld() {
        return held != null;
    }

    /** Returns whether the program of that name runs. */
    boolean isAlive(String owner) throws IOException {
        // Opening the own file here and closing it would end its lock.
        if (owner.equals(own)) {
            return held != null;
        }
        Path file = folder.resolve(UUID.fromString(owner).toString());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return !lock(channel);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Returns whether other programs have a lease, running or not. Touches no lock, so that it needs no turn: whoever
     * looks at the lock of a lease holds that lock for a moment.
     */
    boolean hasOthers() throws IOException {
        return !others().isEmpty();
    }

    /** Returns the programs that have ended. */
    List<String> ended() throws IOException {
        List<String> ended = new ArrayList<>();
        for (String owner : others()) {
            if (!isAlive(owner)) {
                ended.add(owner);
            }
        }
        return ended;
    }

    /** Returns whether the other programs that have a lease are exactly these. */
    boolean othersAre(List<String> owners) throws IOException {
        return Set.copyOf(others()).equals(Set.copyOf(owners));
    }

    private List<String> others() throws IOException {
        List<String> others = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String owner = String.valueOf(file.getFileName());
                    if (isName(owner) && !owner.equals(own)) {
                        others.add(owner);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        }
        return others;
    }

    /** Removes the file of a program that has ended. */
    void forget(String owner) throws IOException {
        Files.deleteIfExists(folder.resolve(owner));
    }

    private static boolean isName(String name) {
        try {
            return UUID.fromString(name).toString().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether the lock was free, and so is held until the channel is closed. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Ends the own lease. The file stays, so that another program notices and takes over what is left. */
    @Override
    public void close() throws IOException {
        FileChannel channel = held;
        held = null;
        if (channel != null) {
            channel.close();
        }
    }
}
