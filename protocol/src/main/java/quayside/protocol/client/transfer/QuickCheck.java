package quayside.protocol.client.transfer;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import quayside.protocol.files.FileTimes;
import quayside.protocol.message.Entry;

/**
 * Decides by size and modified time whether a file exists already. A file that counts as the same is not transferred
 * again. Stateless.
 */
public final class QuickCheck {
    private QuickCheck() {}

    /** Returns whether both are files with the same size and time. False if either is a folder. */
    public static boolean same(Entry one, Entry other) {
        return !one.isFolder()
                && !other.isFolder()
                && one.size() == other.size()
                && sameTime(one.modified(), other.modified());
    }

    /**
     * Compares as {@link #same(Entry, Entry)} the share's {@code remote} with the attributes {@code local} of a path on
     * this computer.
     */
    public static boolean same(Entry remote, BasicFileAttributes local) {
        return local.isRegularFile() && same(remote, local.size(), local.lastModifiedTime());
    }

    static boolean same(Entry remote, LocalFile local) {
        return same(remote, local.size(), local.modified());
    }

    private static boolean same(Entry remote, long size, FileTime modified) {
        return !remote.isFolder() && remote.size() == size && sameTime(remote.modified(), modified.toInstant());
    }

    /** Returns whether a disk may have stored one of the two times as the other. */
    static boolean sameTime(Instant one, Instant other) {
        return FileTimes.isOf(one, other) || FileTimes.isOf(other, one);
    }
}
