package quayside.protocol.client;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import quayside.protocol.message.Entry;
import quayside.protocol.transfer.StoredTime;

/** Whether a file is there already, as far as size and modified time tell. */
final class QuickCheck {
    private QuickCheck() {}

    static boolean same(Entry remote, LocalFile local) {
        return !remote.isFolder()
                && remote.size() == local.size()
                && sameTime(remote.modified(), local.modified().toInstant());
    }

    static boolean same(Entry remote, BasicFileAttributes local) {
        return !remote.isFolder()
                && local.isRegularFile()
                && remote.size() == local.size()
                && sameTime(remote.modified(), local.lastModifiedTime().toInstant());
    }

    /** Whether one of the two is what a disk made of the other. */
    static boolean sameTime(Instant one, Instant other) {
        return StoredTime.isOf(one, other) || StoredTime.isOf(other, one);
    }
}
