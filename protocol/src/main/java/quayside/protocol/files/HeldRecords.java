package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records that this program holds locked. On Unix a program that closes any of its channels to a file loses all its locks on it, so a
 * record that is held must not even be opened a second time. Thread-safe.
 */
final class HeldRecords {
    private static final int MOST_TRIES = 100;

    private final Map<Object, FileChannel> held = new HashMap<>();

    /** Where a record is. No link is followed. */
    interface Place {
        /** Makes it; fails with {@link FileAlreadyExistsException} where it is there. */
        void create() throws IOException;

        /** What tells the file from others that get its name; null where the system has no such thing. */
        @Nullable
        Object key() throws IOException;

        FileChannel open() throws IOException;
    }

    /** As below, of a record by its path. */
    Optional<FileChannel> lock(Path record, boolean create) throws IOException {
        return lock(new ByPath(record), create);
    }

    private record ByPath(Path record) implements Place {
        @Override
        public void create() throws IOException {
            Files.createFile(record, LocalDisk.ownerOnly(record));
        }

        @Override
        public @Nullable Object key() throws IOException {
            return Files.readAttributes(record, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        }

        @Override
        public FileChannel open() throws IOException {
            return FileChannel.open(record, LocalDisk.THERE);
        }
    }

    /**
     * Opens and locks {@code record}; see {@link Disk#lockRecord}. The look whether it is held and the opening are one step for all threads.
     *
     * <p>Whoever is done deletes its record, so the file that was opened and locked may have lost its name meanwhile, and the lock would keep
     * nobody away. Where the name leads to the same file before and after, it is the file that was locked.
     */
    synchronized Optional<FileChannel> lock(Place record, boolean create) throws IOException {
        held.values().removeIf(channel -> !channel.isOpen());
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (create) {
                createIfMissing(record);
            }
            FileChannel channel;
            Object key;
            try {
                key = record.key();
                // Where the system has no keys nobody can tell, and nothing is lost by opening.
                if (key != null && held.containsKey(key)) {
                    return Optional.empty();
                }
                channel = record.open();
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
                kept = Objects.equals(key, record.key());
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

    private static void createIfMissing(Place record) throws IOException {
        try {
            record.create();
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
