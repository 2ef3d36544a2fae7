package quayside.protocol.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * Checkpoints of a file as it is read: the CRC-32C of its beginnings, at least one MiB apart. Only the {@value
 * #MAX_MARKS} longest beginnings are kept. A transfer that resumes within them re-reads little (PROTOCOL.md sections
 * 5.2 and 5.3). Valid only while the file is unchanged; may be shared by several readers. Thread-safe.
 */
public final class Trail {
    /** This covers more bytes than the network and both programs buffer between the two ends of a body. */
    private static final int MAX_MARKS = 64;

    private static final long STEP_BYTES = Limits.BODY_SEGMENT_BYTES;

    private final TreeMap<Long, Integer> marks = new TreeMap<>();

    /** The CRC-32C of the first {@code offset} bytes. */
    public record Mark(long offset, int crc32c) {}

    /** Records that the first {@code offset} bytes were read and have the checksum {@code whole}. */
    public synchronized void passed(long offset, Checksum whole) {
        Long before = marks.floorKey(offset);
        if (before != null && offset - before < STEP_BYTES) {
            return;
        }
        marks.put(offset, whole.value());
        if (marks.size() > MAX_MARKS) {
            marks.pollFirstEntry();
        }
    }

    /** Returns the mark with the largest offset that is at most {@code offset}, or a mark at 0. */
    public synchronized Mark before(long offset) {
        Map.Entry<Long, Integer> found = marks.floorEntry(offset);
        return found == null ? new Mark(0, 0) : new Mark(found.getKey(), found.getValue());
    }
}
