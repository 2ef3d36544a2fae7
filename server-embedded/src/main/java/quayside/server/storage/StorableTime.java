package quayside.server.storage;

import java.time.Instant;
import quayside.protocol.transfer.StoredTime;

/** Modified times as disks keep them. */
final class StorableTime {
    /** What every common file system stores; a source's time outside is brought to the nearer end. */
    private static final Instant EARLIEST = Instant.parse("1901-12-14T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");

    private StorableTime() {}

    static Instant of(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    /** Whether {@code stored} is what a disk made of {@code source}; see {@link StoredTime#isOf}. */
    static boolean isSame(Instant stored, Instant source) {
        return StoredTime.isOf(stored, of(source));
    }
}
