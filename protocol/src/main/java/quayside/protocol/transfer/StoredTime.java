package quayside.protocol.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/**
 * Modified times as file systems store them: to the nanosecond, 100 ns, 10 ms, a second or two. One rule for both ends, since a file that is taken
 * for another one by its time is not transferred.
 */
public final class StoredTime {
    /** What file systems count in that do not keep the microsecond, in nanoseconds; the finest first. */
    private static final long[] COARSE = {10_000_000L, 1_000_000_000L, 2_000_000_000L};

    /** The coarsest of them: two writes so close together may leave one modified time. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    /** As much for a disk that keeps more than 10 ms: the kernel's clock ticks every 10 ms at the slowest. */
    private static final Duration FINE = Duration.ofMillis(100);

    /** Further ahead than two clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private StoredTime() {}

    /**
     * Whether every write after {@code now} leaves another modified time than {@code modified} (PROTOCOL.md section 4.2). Until then a file
     * may change without a trace, so that nothing which was read of it may be joined with what is read later.
     *
     * @param now taken before the file was looked at
     */
    public static boolean isSettled(Instant modified, Instant now) {
        Duration unit = modified.get(ChronoField.NANO_OF_SECOND) % COARSE[0] == 0 ? COARSEST : FINE;
        Duration age = Duration.between(modified, now);
        return age.compareTo(unit) >= 0 || age.negated().compareTo(AHEAD) > 0;
    }

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
