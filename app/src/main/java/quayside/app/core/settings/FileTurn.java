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
import quayside.protocol.files.Disk;
import quayside.protocol.files.Metadata;
import quayside.protocol.files.PrivateFile;

/**
 * The turn of one of several programs, or of several owners in one, to read a file of the configuration and replace it: ends when it is closed, or
 * with the program. Whoever changes what another program may change at the same time takes it first, and reads the file after that.
 */
public final class FileTurn implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final FileChannel channel;

    private FileTurn(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the turn to change {@code file}, some seconds at most. Beside the file an empty one is made to lock, which stays.
     *
     * @throws IOException where that cannot be made or locked, or somebody else keeps the turn
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
                if (!taken && System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IOException("Another program keeps " + lock.getFileName() + " locked.");
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
            // Somebody in this program has it.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
