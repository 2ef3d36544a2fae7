package quayside.server.protect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from others on the same disk, whatever its name.
 *
 * @param inode the file's number. Its device's number is left out: of removable and some other disks it is another one after a restart
 * @param born when it was made, because numbers of deleted files are used again; null where that is not known
 */
record FileIdentity(String inode, @Nullable Instant born) {
    /** Whether both may be the same file: where that is not sure they count as one. */
    boolean mayBe(FileIdentity other) {
        return inode.equals(other.inode) && (born == null || other.born == null || born.equals(other.born));
    }
}
