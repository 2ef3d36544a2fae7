package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.PrivateFile;

/**
 * Distinguishes a file from others on the same disk, whatever its name.
 *
 * @param inode the file's number. The number of its device is omitted, because on some disks, including removable ones,
 *     it changes at a restart
 * @param born the time at which the file was made, which matters because numbers of deleted files are used again; null
 *     if the disk does not know it
 */
record FileIdentity(String inode, @Nullable Instant born) {
    FileIdentity {
        // Gson leaves a missing field null.
        Objects.requireNonNull(inode);
    }

    /** Returns whether both may be the same file; true if that is not certain. */
    boolean mayBe(FileIdentity other) {
        return inode.equals(other.inode) && (born == null || other.born == null || born.equals(other.born));
    }

    /**
     * Finds the identities of the files of one disk. Thread-safe. The first call tests whether the disk knows when its
     * files were made.
     */
    static final class Finder {
        private static final Logger LOG = LoggerFactory.getLogger(Finder.class);

        /** The only form in which Java offers the number of a file that was found through an open folder. */
        private static final Pattern UNIX_KEY = Pattern.compile("\\(dev=[0-9a-f]+,ino=([0-9]+)\\)");

        private static final Duration LATER = Duration.ofDays(2);

        private final PrivateFile probe;
        private volatile @Nullable Boolean knowsBirth;

        /** @param folder the place for the test file, on the same disk as the files */
        Finder(Path folder) {
            this.probe = new PrivateFile(folder.resolve("birth.probe"));
        }

        /**
         * Returns the identity of a file.
         *
         * @return null if the system has no identities, or {@code attributes} are null
         */
        @Nullable
        FileIdentity of(@Nullable BasicFileAttributes attributes) {
            Object key = attributes == null ? null : attributes.fileKey();
            if (attributes == null || key == null) {
                return null;
            }
            Matcher unix = UNIX_KEY.matcher(key.toString());
            return new FileIdentity(
                    unix.matches() ? unix.group(1) : key.toString(),
                    knowsBirth() ? attributes.creationTime().toInstant() : null);
        }

        private boolean knowsBirth() {
            Boolean known = knowsBirth;
            if (known == null) {
                try {
                    known = tryBirth();
                    knowsBirth = known;
                } catch (IOException | UnsupportedOperationException e) {
                    LOG.debug("It cannot be determined now whether the disk records when files were made", e);
                    return false;
                }
            }
            return known;
        }

        /**
         * Makes a file and sets its modified time to the future. If a system does not know when a file was made, Java
         * returns the modified time.
         */
        private synchronized boolean tryBirth() throws IOException {
            probe.write(new byte[0]);
            try {
                FileTime made = Files.getLastModifiedTime(probe.path());
                FileTime later = FileTime.from(made.toInstant().plus(LATER));
                Files.setLastModifiedTime(probe.path(), later);
                FileTime born = Files.readAttributes(probe.path(), BasicFileAttributes.class)
                        .creationTime();
                return Duration.between(born.toInstant(), later.toInstant()).compareTo(LATER.dividedBy(2)) > 0;
            } finally {
                Files.deleteIfExists(probe.path());
            }
        }
    }
}
