package quayside.server.chaos;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import quayside.protocol.crypto.BodyCipher;

/**
 * Where frames, bodies and segments begin and end in what passed (PROTOCOL.md sections 2.1 and 6.2). Nothing has to be decrypted for it: frames
 * begin with a length below 2^24, so with a zero, and bodies with their header's length, 40.
 *
 * @param streams at least one
 */
record WireMap(Map<Leg, Stream> streams) {
    private static final int BODY_FIRST_BYTE = 40;
    private static final int BODY_OVERHEAD = 56;
    private static final int LEAST_SEGMENT = 256;
    private static final int MOST_SEGMENT = 1024 * 1024;

    /** Sealed, {@code {"crc32c":N}} has 40 to 49 bytes, by the digits of N. */
    private static final int LEAST_TRAILER = 40;

    private static final int MOST_TRAILER = 49;

    /**
     * One direction of one connection.
     *
     * @param length in bytes
     * @param edges where something begins or ends, 0 and the end of the length fields of frames among them
     */
    record Stream(long length, NavigableSet<Long> edges) {}

    /**
     * Reads what a proxy kept.
     *
     * @param sizes of all files whose bodies may have passed
     */
    static WireMap of(Map<Leg, byte[]> recorded, Collection<Long> sizes) {
        Map<Leg, Stream> streams = new TreeMap<>();
        recorded.forEach((leg, bytes) -> streams.put(leg, stream(bytes, new TreeSet<>(sizes))));
        return new WireMap(streams);
    }

    /** The stream of {@code leg}, or for a connection that nobody has seen that of the last one. */
    Stream like(Leg leg) {
        Stream known = streams.get(leg);
        return known != null ? known : streams.get(new Leg(connections() - 1, leg.way()));
    }

    int connections() {
        return 1 + streams.keySet().stream().mapToInt(Leg::connection).max().orElseThrow();
    }

    private static Stream stream(byte[] bytes, Collection<Long> sizes) {
        NavigableSet<Long> edges = new TreeSet<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at < bytes.length) {
            edges.add((long) at);
            if (bytes[at] == BODY_FIRST_BYTE) {
                long size = bodyAt(in, at, sizes);
                edges.addAll(segments(at, size));
                at += (int) BodyCipher.sealedLength(size);
            } else {
                edges.add(at + 4L);
                at += 4 + in.getInt(at);
            }
        }
        if (at != bytes.length) {
            throw new AssertionError("a frame ends at " + at + " of " + bytes.length + " bytes");
        }
        edges.add((long) at);
        return new Stream(at, edges);
    }

    /** The size whose body is followed by a trailer. */
    private static long bodyAt(ByteBuffer in, int at, Collection<Long> sizes) {
        for (long size : sizes) {
            long end = at + BodyCipher.sealedLength(size);
            if (end + 4 <= in.capacity()) {
                int trailer = in.getInt((int) end);
                if (trailer >= LEAST_TRAILER && trailer <= MOST_TRAILER) {
                    return size;
                }
            }
        }
        throw new AssertionError("no body of the sizes " + sizes + " at " + at);
    }

    private static List<Long> segments(int at, long size) {
        long whole = size + BODY_OVERHEAD;
        long segment = LEAST_SEGMENT;
        while (segment < whole && segment < MOST_SEGMENT) {
            segment *= 2;
        }
        List<Long> edges = new ArrayList<>(List.of(at + 1L, at + 33L, at + 40L));
        for (long end = segment; end < BodyCipher.sealedLength(size); end += segment) {
            edges.add(at + end);
        }
        return edges;
    }
}
