package quayside.server.protect;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from others on the same disk, whatever its name.
 *
 * @param inode the file's number. Its device's number is left out: of removable and some other disks it is another one after a restart
 * @param born when it was made, because numbers of deleted files are used again; null where that is not known
 */
record FileIdentity(String inode, @Nullable Instant born) {
    /** What Java offers of it for a file that was found through an open folder. */
    private static final Pattern UNIX_KEY = Pattern.compile("\\(dev=[0-9a-f]+,ino=([0-9]+)\\)");

    /** Null where the system has no such thing. */
    static @Nullable FileIdentity of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (key == null) {
            return null;
        }
        Matcher unix = UNIX_KEY.matcher(key.toString());
        // Where the system does not know when a file was made, Java says when it was modified.
        boolean known = !attributes.creationTime().equals(attributes.lastModifiedTime());
        return new FileIdentity(
                unix.matches() ? unix.group(1) : key.toString(),
                known ? attributes.creationTime().toInstant() : null);
    }

    /** Whether both may be the same file: where that is not sure they count as one. */
    boolean mayBe(FileIdentity other) {
        return inode.equals(other.inode) && (born == null || other.born == null || born.equals(other.born));
    }
}
