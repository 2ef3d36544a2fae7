package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a part file according to the record beside it (PROTOCOL.md section 8.4): the version of its source,
 * and a checksum of each step. Immutable.
 *
 * @param version the version of the source
 * @param size the size of the source, in bytes
 * @param steps in the order of the file, each from the end of the one before
 * @param bytes the number of well-formed bytes of the record
 */
record ResumeRecord(String version, long size, List<Step> steps, int bytes) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEADER = "quayside resume 1";
    private static final Pattern FIRST = Pattern.compile(HEADER + " ([A-Za-z0-9_-]{1,64}) ([0-9]{1,15})\n");
    private static final Pattern STEP = Pattern.compile("\\+ ([0-9a-f]{16}) ([0-9a-f]{8})\n");

    /** The largest record that is read; a record of the largest file has fewer bytes. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** The CRC-32C of the bytes up to {@code end}, from the end of the step before or from 0. */
    record Step(long end, int crc32c) {}

    ResumeRecord {
        steps = List.copyOf(steps);
    }

    static byte[] first(String version, long size) {
        return bytes(HEADER + " " + version + " " + size + "\n");
    }

    static byte[] step(long end, int crc32c) {
        return bytes("+ " + HEX.toHexDigits(end) + " " + HEX.toHexDigits(crc32c) + "\n");
    }

    /**
     * Reads a record as far as it is well-formed; empty if it is not a record. A torn last line counts as not written.
     */
    static Optional<ResumeRecord> read(SeekableByteChannel channel) throws IOException {
        if (channel.size() > MAX_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.position(0);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Repeats until all is read.
        }
        return parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
    }

    static Optional<ResumeRecord> parse(String text) {
        Matcher first = FIRST.matcher(text);
        if (!first.lookingAt()) {
            return Optional.empty();
        }
        long size = Long.parseLong(first.group(2));
        List<Step> steps = new ArrayList<>();
        long end = 0;
        int at = first.end();
        // Everything from the first torn or damaged line on is ignored.
        for (Matcher step = STEP.matcher(text).region(at, text.length());
                step.lookingAt();
                step.region(at, text.length())) {
            long next = Long.parseUnsignedLong(step.group(1), 16);
            if (next <= end || next > size) {
                break;
            }
            end = next;
            steps.add(new Step(next, Integer.parseUnsignedInt(step.group(2), 16)));
            at = step.end();
        }
        return Optional.of(new ResumeRecord(first.group(1), size, steps, at));
    }

    /** Returns the end of the last step, or 0. */
    long end() {
        return steps.isEmpty() ? 0 : steps.getLast().end();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }
}
