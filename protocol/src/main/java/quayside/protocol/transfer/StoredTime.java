package quayside.protocol.transfer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Modified times as file systems store them: to the nanosecond, 100 ns, 10 ms, a second or two. One rule for both ends, since a file that is taken
 * for another one by its time is not transferred.
 */
public final class StoredTime {
    /** What file systems count in that do not keep the microsecond, in nanoseconds. */
    private static final long[] COARSE = {10_000_000L, 1_000_000_000L, 2_000_000_000L};

    private StoredTime() {}

    /**
     * Whether {@code stored} is what a disk made of {@code source}: the same microsecond, or a fraction of a second cut to a coarser unit. Two
     * different whole seconds are never the same: archives keep no fractions, and may hold two versions of a file a second apart.
     */
    public static boolean isOf(Instant stored, Instant source) {
        if (stored.truncatedTo(ChronoUnit.MICROS).equals(source.truncatedTo(ChronoUnit.MICROS))) {
            return true;
        }
        if (source.getNano() == 0) {
            return false;
        }
        // Seconds count from an even one, so that every unit divides its start.
        long nanos = Math.floorMod(source.getEpochSecond(), 2L) * 1_000_000_000L + source.getNano();
        for (long unit : COARSE) {
            if (stored.equals(source.minusNanos(nanos % unit))) {
                return true;
            }
        }
        return false;
    }
}
