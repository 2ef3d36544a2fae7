package quayside.app.core.settings;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.PrivateFile;
import quayside.protocol.wire.ProtocolException;

/**
 * An exclusive lock on a file of the configuration. It excludes other programs, and other owners in this program. It
 * ends when it is closed, or with the program. Code that changes such a file takes the lock first, and reads the file
 * only then.
 */
public final class FileTurn implements Closeable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final FileChannel channel;

    private FileTurn(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock of {@code file}, for a few seconds at most. The lock is on an empty file in the same folder,
     * which stays.
     *
     * @throws IOException if that file cannot be made or locked, or another holder keeps the lock
     */
    public static FileTurn take(Path file) throws IOException {
        Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
        Path folder = lock.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFile.makeFolder(folder);
        }
        FileChannel channel = FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                Metadata.ofOwnFile(Disk.isPosix(lock)));
        boolean taken = false;
        try {
            long begun = System.nanoTime();
            while (!taken) {
                taken = tryLock(channel) != null;
                if (!taken && System.nanoTime() - begun > TIMEOUT.toNanos()) {
                    throw new ProtocolException(AppReason.SETTINGS_LOCKED, lock.getFileName());
                }
                if (!taken) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
            return new FileTurn(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another owner in this program has the lock.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
