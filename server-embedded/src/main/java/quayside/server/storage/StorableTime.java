package quayside.server.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Modified times as disks keep them. */
final class StorableTime {
    /** What every common file system stores; a source's time outside is brought to the nearer end. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    /** Some file systems count in two seconds. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    private StorableTime() {}

    static Instant of(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    /** Whether {@code stored} is what a disk made of {@code source}: the same microsecond, or on a coarse disk nearly the same second. */
    static boolean isSame(Instant stored, Instant source) {
        Instant wanted = of(source);
        if (stored.truncatedTo(ChronoUnit.MICROS).equals(wanted.truncatedTo(ChronoUnit.MICROS))) {
            return true;
        }
        boolean coarse = stored.equals(stored.truncatedTo(ChronoUnit.SECONDS));
        return coarse && Duration.between(stored, wanted).abs().compareTo(COARSEST) < 0;
    }
}
