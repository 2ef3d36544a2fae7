package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When somebody last did something to a file, by which leftovers are known (PROTOCOL.md section 8.4). A part file is given its source's
 * modified time right before it takes its name, and may then look years old to another program.
 */
public final class TouchedTime {
    private TouchedTime() {}

    /** Returns the latest of what the file system tells: when {@code file} was made, written to, and changed in any way if it knows that. */
    public static Instant of(Directory directory, Path file, BasicFileAttributes attributes) throws IOException {
        return Stream.of(attributes.creationTime(), attributes.lastModifiedTime(), directory.changed(file, attributes))
                .filter(Objects::nonNull)
                .max(FileTime::compareTo)
                .orElseThrow()
                .toInstant();
    }

    /** As above, of the file as it is now. */
    public static Instant of(Directory directory, Path file) throws IOException {
        return of(directory, file, directory.attributes(file));
    }

    /**
     * The last change of any kind to a file: to what it holds, its times, its rights, its names. Nobody can set it.
     *
     * @param fileKey of the file that it was asked of
     */
    public record Change(FileTime time, Object fileKey) {}

    /**
     * File systems of which it is known that they keep the time of the last change by themselves. On others (FAT, and some that are reached over a network) it follows the
     * modified time, which can be set, or comes late.
     */
    private static final Set<String> TELLING = Set.of(
            "apfs",
            "bcachefs",
            "btrfs",
            "ext2",
            "ext3",
            "ext4",
            "f2fs",
            "hfs",
            "jfs",
            "overlay",
            "tmpfs",
            "xfs",
            "zfs");

    /** Whether every change of {@code file} is told by {@link #change}, however well somebody hides it. */
    public static boolean isTold(Path file) {
        try {
            return TELLING.contains(Files.getFileStore(file).type());
        } catch (IOException e) {
            return false;
        }
    }

    /** Of what is at {@code file} now; empty where the system has no such time. */
    public static Optional<Change> change(Path file, LinkOption... options) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Map<String, Object> found = Files.readAttributes(file, "unix:ctime,fileKey", options);
        Object key = found.get("fileKey");
        return key != null && found.get("ctime") instanceof FileTime time
                ? Optional.of(new Change(time, key))
                : Optional.empty();
    }
}
