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
 * The records that this program holds locked. On Unix a program that closes any of its channels to a file loses all its locks on it, so a
 * record that is held must not even be opened a second time. Thread-safe.
 */
public final class HeldRecords {
    private static final int MAX_TRIES = 100;

    /** One for the whole program, as the system's locks are. */
    public static final HeldRecords OF_PROGRAM = new HeldRecords();

    private final Map<Object, FileChannel> held = new HashMap<>();

    /**
     * Opens {@code record} for reading and writing and locks it until the channel is closed; empty while somebody else holds it, in this program or another. The look whether it is held and the opening are one step for all threads.
     *
     * <p>Whoever is done deletes its record, so the file that was opened and locked may have lost its name meanwhile, and the lock would keep
     * nobody away. If the name leads to the same file before and after, it is the file that was locked.
     *
     * @param create whether to make one if there is none
     * @throws NoSuchFileException if there is none and none is to be made
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
                // Where the system has no keys nobody can tell, and nothing is lost by opening.
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
                // Its holder was done a moment ago.
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
            // So much the better.
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
