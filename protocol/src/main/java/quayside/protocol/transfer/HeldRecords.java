package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records that this program holds locked. On Unix a program that closes any of its channels to a file loses all its locks on it, so a
 * record that is held must not even be opened a second time. Thread-safe.
 */
final class HeldRecords {
    private static final int MOST_TRIES = 100;

    private static final Set<OpenOption> THERE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Map<Object, FileChannel> held = new HashMap<>();

    /**
     * Opens and locks {@code record}; see {@link Disk#lockRecord}. The look whether it is held and the opening are one step for all threads.
     *
     * <p>Whoever is done deletes its record, so the file that was opened and locked may have lost its name meanwhile, and the lock would keep
     * nobody away. Where the name leads to the same file before and after, it is the file that was locked.
     */
    synchronized Optional<FileChannel> lock(Path record, boolean create) throws IOException {
        held.values().removeIf(channel -> !channel.isOpen());
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (create) {
                createIfMissing(record);
            }
            FileChannel channel;
            Object key;
            try {
                key = key(record);
                // Where the system has no keys nobody can tell, and nothing is lost by opening.
                if (key != null && held.containsKey(key)) {
                    return Optional.empty();
                }
                channel = FileChannel.open(record, THERE);
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
                kept = Objects.equals(key, key(record));
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

    private static void createIfMissing(Path record) throws IOException {
        try {
            Files.createFile(record);
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

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
