package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * When somebody last did something to a file, by which leftovers are known (PROTOCOL.md section 8.4). A part file is given its source's
 * modified time right before it takes its name, and may then look years old to another program.
 */
public final class TouchedTime {
    private TouchedTime() {}

    /** The latest of what the file system tells: when {@code file} was made, written to, and changed in any way where it knows that. */
    public static Instant of(Path file, BasicFileAttributes attributes) {
        return Stream.of(attributes.creationTime(), attributes.lastModifiedTime(), changed(file))
                .max(FileTime::compareTo)
                .orElseThrow()
                .toInstant();
    }

    private static FileTime changed(Path file) {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
                    : FileTime.from(Instant.MIN);
        } catch (IOException e) {
            return FileTime.from(Instant.MIN);
        }
    }
}
