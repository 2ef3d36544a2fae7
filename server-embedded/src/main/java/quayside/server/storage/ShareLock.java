package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Metadata;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Ensures that at most one process of this user shares a folder. Each process keeps the list of protected files in
 * memory and would not notice which files the other one protects. The lock is on a temporary file of the system, so
 * that a read-only share stays unchanged. The lock ends with the process, however the process ends.
 *
 * <p>A process that is killed leaves the file, which names its {@link #line}. So the next one that locks the file knows
 * what that process has left in the share.
 */
final class ShareLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareLock.class);
    private static final String FOLDER = "quayside-shares-";
    private static final int MAX_TRIES = 3;
    private static final int MAX_BYTES = 1 << 20;

    /** The locked position is beyond the content, because on some systems locked bytes cannot be read. */
    private static final long LOCK_POSITION = 1L << 30;

    private final Path file;
    private final @Nullable FileChannel channel;
    private final long line;

    private ShareLock(Path file, @Nullable FileChannel channel, long line) {
        this.file = file;
        this.channel = channel;
        this.line = line;
    }

    /**
     * Returns the random number of the processes that held this lock one after another, each until it was killed. All
     * but this one have ended. No process has the same number that may share the folder at the same time: one of another
     * user or another computer, or one without a lock.
     */
    long line() {
        return line;
    }

    /**
     * Locks {@code share}. If no file can be made, or the disk has no locks, the folder is shared without a lock.
     *
     * @param share its real path
     * @throws ProtocolException {@link Fault#EXISTS} if another server has it
     */
    static ShareLock of(Path share, RandomGenerator random) throws ProtocolException {
        try {
            Path folder = ownFolder();
            return of(fileOf(share, folder), random, Disk.isPosix(folder));
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
            LOG.debug("The folder is shared without a lock", e);
            return new ShareLock(temporary(), null, random.nextLong());
        }
    }

    /**
     * Throws {@link Fault#EXISTS} if another server has {@code share}, and leaves what a killed process has left. Not
     * for a share of this process, whose lock would end on Unix.
     *
     * @param share its real path
     */
    static void requireFree(Path share) throws ProtocolException {
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(fileOf(share, ownFolder()), options)) {
            if (lock(channel) == null) {
                throw new ProtocolException(ServerReason.ALREADY_SHARED);
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
            LOG.debug("Nobody is known to share the folder", e);
        }
    }

    private static Path fileOf(Path share, Path folder) {
        return folder.resolve(Sha256.word(share.toUri().toString()));
    }

    private static ShareLock of(Path file, RandomGenerator random, boolean posix) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            FileChannel channel = FileChannel.open(file, options, Metadata.ofOwnFile(posix));
            boolean kept = false;
            try {
                if (lock(channel) == null) {
                    throw new ProtocolException(ServerReason.ALREADY_SHARED);
                }
                long line = line(channel, random);
                kept = isAt(file, channel, random);
                if (kept) {
                    return new ShareLock(file, channel, line);
                }
                // Another server that was just ending removed the name.
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        throw new IOException("the file was deleted several times while it was being locked");
    }

    /**
     * Makes or checks a folder that only this user may write to. All users share the temporary folder, and another user
     * could hold our locks.
     */
    private static Path ownFolder() throws IOException {
        Path folder = temporary().resolve(FOLDER + System.getProperty("user.name"));
        boolean posix = Disk.isPosix(folder);
        try {
            Files.createDirectory(folder, Metadata.ofOwnFolder(posix));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        if (posix
                && !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(PosixFilePermissions.fromString("rwx------"))) {
            throw new IOException("other users may write to the folder of locks");
        }
        return folder;
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCK_POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns the number that a killed process has left in the locked file, or a new one, which is stored there. */
    private static long line(FileChannel channel, RandomGenerator random) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(Long.BYTES);
        int count = channel.read(stored, 0);
        if (count == Long.BYTES && stored.getLong(0) != 0) {
            return stored.getLong(0);
        }
        long line = random.nextLong();
        channel.write(stored.clear().putLong(0, line), 0);
        return line;
    }

    /**
     * Returns whether the locked file still has its name. The name is not opened for that, because closing it would end
     * the lock on Unix.
     */
    private static boolean isAt(Path file, FileChannel channel, RandomGenerator random) throws IOException {
        int size = random.nextInt(Long.BYTES + 1, MAX_BYTES);
        channel.truncate(size);
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1L);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (channel == null || !channel.isOpen()) {
            return;
        }
        try (channel) {
            // Whoever has ended by itself left nothing. Some systems keep the file.
            channel.truncate(0);
            // The file is deleted while it is still locked, if the system allows deleting an open file.
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The lock could not be released", e);
        }
    }
}
