package quayside.protocol.files.incoming;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import quayside.protocol.files.FileTimes;
import quayside.protocol.message.Entry;

/**
 * The file that somebody decided to replace, as it was at that moment. Another file is not replaced in its place. Size and
 * time tell the two apart, as precisely as a disk stores them.
 */
public record SeenFile(long size, Instant modified) {
    public static SeenFile of(Entry entry) {
        return new SeenFile(entry.size(), entry.modified());
    }

    /** Returns whether {@code now} is a file of this size and time. */
    public boolean is(Entry now) {
        return !now.isFolder() && is(now.size(), now.modified());
    }

    boolean is(BasicFileAttributes now) {
        return now.isRegularFile() && is(now.size(), now.lastModifiedTime().toInstant());
    }

    /** Returns whether a file of that size and time counts as this one. */
    public boolean is(long otherSize, Instant other) {
        return size == otherSize && (FileTimes.isOf(modified, other) || FileTimes.isOf(other, modified));
    }
}
