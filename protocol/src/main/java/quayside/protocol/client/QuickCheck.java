package quayside.protocol.client;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import quayside.protocol.message.Entry;

/**
 * Whether a file is there already, as far as size and modified time tell.
 *
 * <p>File systems keep times to the nanosecond, 100 ns, 10 ms, a second or two. So the times of a file and its copy are the same where they are so
 * to the microsecond, or where one is the other cut to one of the coarser units.
 */
final class QuickCheck {
    private static final long[] COARSE_NANOS = {10_000_000L, 1_000_000_000L, 2_000_000_000L};
    private static final long SECOND = 1_000_000_000L;

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

    static boolean sameTime(Instant one, Instant other) {
        if (Math.abs(one.getEpochSecond() - other.getEpochSecond()) > 2) {
            return false;
        }
        // Counted from a whole, even second, so that the numbers are small and every unit divides its start.
        long base = Math.floorDiv(Math.min(one.getEpochSecond(), other.getEpochSecond()), 2L) * 2L;
        long oneNanos = (one.getEpochSecond() - base) * SECOND + one.getNano();
        long otherNanos = (other.getEpochSecond() - base) * SECOND + other.getNano();
        return oneNanos / 1000 == otherNanos / 1000 || isCut(oneNanos, otherNanos) || isCut(otherNanos, oneNanos);
    }

    /** Whether {@code coarse} is {@code fine} as a file system of a coarser unit keeps it; two whole seconds are both as they are. */
    private static boolean isCut(long coarse, long fine) {
        if (fine % SECOND == 0) {
            return false;
        }
        for (long unit : COARSE_NANOS) {
            if (coarse == fine - fine % unit) {
                return true;
            }
        }
        return false;
    }
}
