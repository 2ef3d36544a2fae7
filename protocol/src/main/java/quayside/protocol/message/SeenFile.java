package quayside.protocol.message;

import java.time.Instant;

/**
 * The file that somebody decided to replace, as it was at that moment. Another file is not replaced in its place. Size and
 * time tell the two apart.
 */
public record SeenFile(long size, Instant modified) {
    public static SeenFile of(Entry entry) {
        return new SeenFile(entry.size(), entry.modified());
    }

    /** Returns whether {@code now} is a file that the wire describes by exactly this size and time. */
    public boolean is(Entry now) {
        return !now.isFolder()
                && size == now.size()
                && WireTime.nearest(modified).equals(WireTime.nearest(now.modified()));
    }
}
