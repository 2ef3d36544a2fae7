package quayside.server.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Modified times as disks keep them. */
final class StorableTime {
    /** What every common file system stores; a source's time outside is brought to the nearer end. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    /** What file systems count in that do not keep the microsecond, in nanoseconds. */
    private static final long[] COARSE = {10_000_000L, 1_000_000_000L, 2_000_000_000L};

    private StorableTime() {}

    static Instant of(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    /**
     * Whether {@code stored} is what a disk made of {@code source}: the same microsecond, or a fraction of a second cut to a coarser unit. Two
     * different whole seconds are never the same: archives keep no fractions, and may hold two versions of a file a second apart.
     */
    static boolean isSame(Instant stored, Instant source) {
        Instant wanted = of(source);
        if (stored.truncatedTo(ChronoUnit.MICROS).equals(wanted.truncatedTo(ChronoUnit.MICROS))) {
            return true;
        }
        if (wanted.getNano() == 0) {
            return false;
        }
        // Seconds count from an even one, so that every unit divides its start.
        long nanos = Math.floorMod(wanted.getEpochSecond(), 2L) * 1_000_000_000L + wanted.getNano();
        for (long unit : COARSE) {
            if (stored.equals(wanted.minusNanos(nanos % unit))) {
                return true;
            }
        }
        return false;
    }
}
