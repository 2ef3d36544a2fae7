package quayside.protocol.client.transfer;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import quayside.protocol.files.FileTimes;
import quayside.protocol.message.Entry;

/** Whether a file is there already, as far as size and modified time tell: what counts as the same is not transferred again. Stateless. */
public final class QuickCheck {
    private QuickCheck() {}

    /** Whether both are files that nothing tells apart without reading them; false if either is a folder. */
    public static boolean same(Entry one, Entry other) {
        return !one.isFolder()
                && !other.isFolder()
                && one.size() == other.size()
                && sameTime(one.modified(), other.modified());
    }

    /** As {@link #same(Entry, Entry)}, of the share's {@code remote} and what this computer's disk tells of a path. */
    public static boolean same(Entry remote, BasicFileAttributes local) {
        return local.isRegularFile() && same(remote, local.size(), local.lastModifiedTime());
    }

    static boolean same(Entry remote, LocalFile local) {
        return same(remote, local.size(), local.modified());
    }

    private static boolean same(Entry remote, long size, FileTime modified) {
        return !remote.isFolder() && remote.size() == size && sameTime(remote.modified(), modified.toInstant());
    }

    /** Whether one of the two is what a disk made of the other. */
    static boolean sameTime(Instant one, Instant other) {
        return FileTimes.isOf(one, other) || FileTimes.isOf(other, one);
    }
}
