package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import quayside.protocol.files.Directory;

/**
 * The records that this program holds locked. On Unix, a program that closes any of its channels to a file loses all
 * its locks on the file. So a locked record must not even be opened a second time. Thread-safe.
 */
public final class HeldRecords {
    private static final int MAX_TRIES = 100;

    /** One instance for the whole program, because the system's locks apply to the whole program. */
    public static final HeldRecords OF_PROGRAM = new HeldRecords();

    private final Map<Object, FileChannel> held = new HashMap<>();

    /**
     * Opens {@code record} for reading and writing, and locks it until the channel is closed. Empty while it is held,
     * in this program or another. The check and the opening are one step for all threads.
     *
     * <p>The user of a record deletes it at the end. So the file that was opened and locked here may have lost its name
     * meanwhile, and the lock would be useless. If the name leads to the same file before and after, the locked file
     * still has it.
     *
     * @param create whether to create the record if there is none
     * @throws NoSuchFileException if the record does not exist and {@code create} is false
     */
    public synchronized Optional<FileChannel> lock(Directory directory, Path record, boolean create)
            throws IOException {
        held.values().removeIf(channel -> !channel.isOpen());
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if (create) {
                createIfMissing(directory, record);
            }
            FileChannel channel;
            Object key;
            try {
                key = directory.attributes(record).fileKey();
                // On a system without file keys this cannot be detected, but there opening the file loses no lock.
                if (key != null && held.containsKey(key)) {
                    return Optional.empty();
                }
                channel = open(directory, record);
            } catch (NoSuchFileException e) {
                if (create) {
                    continue;
                }
                throw e;
            }
            boolean kept = false;
            try {
                if (!isLocked(channel)) {
                    return Optional.empty();
                }
                kept = Objects.equals(key, directory.attributes(record).fileKey());
                if (kept) {
                    if (key != null) {
                        held.put(key, channel);
                    }
                    return Optional.of(channel);
                }
            } catch (NoSuchFileException e) {
                // Its holder has just finished.
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        return Optional.empty();
    }

    private static FileChannel open(Directory directory, Path record) throws IOException {
        if (directory.openFile(record, Directory.Opening.OLD) instanceof FileChannel file) {
            return file;
        }
        throw new FileSystemException(record.toString(), null, "this file system has no files that can be locked");
    }

    private static void createIfMissing(Directory directory, Path record) throws IOException {
        try {
            directory.openFile(record, Directory.Opening.NEW).close();
        } catch (FileAlreadyExistsException e) {
            // It exists already.
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
