package quayside.protocol.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the beginnings of a file that is read: the CRC-32C of each as far as one MiB from the last, of the {@value #MOST} longest. Who goes on
 * within them reads little a second time (PROTOCOL.md sections 5.2 and 5.3). For as long as the file stays the same, however many read it. Thread-safe.
 */
public final class Trail {
    /** More than the network and both programs hold of a body between its two ends. */
    private static final int MOST = 64;

    private static final long STEP_BYTES = Limits.BODY_SEGMENT_BYTES;

    private final TreeMap<Long, Integer> marks = new TreeMap<>();

    /** The first {@code offset} bytes have this CRC-32C. */
    public record Mark(long offset, int crc32c) {}

    /** The first {@code offset} bytes were read, of which {@code whole} is the checksum. */
    public synchronized void passed(long offset, Checksum whole) {
        Long before = marks.floorKey(offset);
        if (before != null && offset - before < STEP_BYTES) {
            return;
        }
        marks.put(offset, whole.value());
        if (marks.size() > MOST) {
            marks.pollFirstEntry();
        }
    }

    /** The longest beginning of at most {@code offset} bytes of which the checksum is known. */
    public synchronized Mark before(long offset) {
        Map.Entry<Long, Integer> found = marks.floorEntry(offset);
        return found == null ? new Mark(0, 0) : new Mark(found.getKey(), found.getValue());
    }
}
