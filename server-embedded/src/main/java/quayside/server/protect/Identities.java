package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the identities of files of one disk. Thread-safe. The first one costs a look at whether the disk knows when its files were made. */
final class Identities {
    private static final Logger LOG = LoggerFactory.getLogger(Identities.class);

    /** What Java offers of it for a file that was found through an open folder. */
    private static final Pattern UNIX_KEY = Pattern.compile("\\(dev=[0-9a-f]+,ino=([0-9]+)\\)");

    private static final Duration LATER = Duration.ofDays(2);

    private final StateFolder folder;
    private volatile @Nullable Boolean knowsBirth;

    /** @param folder where a file can be made to find out; on the disk */
    Identities(Path folder) {
        this.folder = new StateFolder(folder);
    }

    /** Null where the system has no such thing. */
    @Nullable
    FileIdentity of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (key == null) {
            return null;
        }
        Matcher unix = UNIX_KEY.matcher(key.toString());
        return new FileIdentity(
                unix.matches() ? unix.group(1) : key.toString(),
                knowsBirth() ? attributes.creationTime().toInstant() : null);
    }

    /** As {@link #of}; null for null. */
    @Nullable
    FileIdentity ofNullable(@Nullable BasicFileAttributes attributes) {
        return attributes == null ? null : of(attributes);
    }

    private boolean knowsBirth() {
        Boolean known = knowsBirth;
        if (known == null) {
            try {
                known = probe();
                knowsBirth = known;
            } catch (IOException | UnsupportedOperationException e) {
                LOG.debug("Whether the disk knows when its files were made cannot be found out now", e);
                return false;
            }
        }
        return known;
    }

    /** Where a system does not know when a file was made, Java says when it was modified: so a file is made, and dated later. */
    private synchronized boolean probe() throws IOException {
        folder.make();
        Path file = folder.resolve("birth.probe");
        Files.deleteIfExists(file);
        folder.create(file).close();
        try {
            FileTime made = Files.getLastModifiedTime(file);
            FileTime later = FileTime.from(made.toInstant().plus(LATER));
            Files.setLastModifiedTime(file, later);
            FileTime born =
                    Files.readAttributes(file, BasicFileAttributes.class).creationTime();
            return Duration.between(born.toInstant(), later.toInstant()).compareTo(LATER.dividedBy(2)) > 0;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
