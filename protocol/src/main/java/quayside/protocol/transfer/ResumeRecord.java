package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part file is known to hold, as its record beside it says (PROTOCOL.md section 8.4): from which version of which source it came,
 * and a checksum of each step of it. Immutable.
 *
 * @param version of the source
 * @param size of the source, in bytes
 * @param steps in the order of the file, each from where the one before ends
 * @param sealed the part file's modified time when its writer last left it in order, where that is the record's last word
 * @param bytes of the record that are well-formed
 */
record ResumeRecord(String version, long size, List<Step> steps, Optional<FileTime> sealed, int bytes) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEADER = "quayside resume 1";
    private static final Pattern FIRST = Pattern.compile(HEADER + " ([A-Za-z0-9_-]{1,64}) ([0-9]{1,15})\n");
    private static final Pattern STEP = Pattern.compile("\\+ ([0-9a-f]{16}) ([0-9a-f]{8})\n");
    private static final Pattern SEAL = Pattern.compile("= ([0-9a-f]{16}) ([0-9a-f]{8})\n");

    /** Longest that is read; a record of the largest file has fewer bytes. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** The bytes up to {@code end}, from the step before or from 0, have this CRC-32C. */
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

    static byte[] seal(FileTime modified) {
        Instant time = modified.toInstant();
        return bytes("= " + HEX.toHexDigits(time.getEpochSecond()) + " " + HEX.toHexDigits(time.getNano()) + "\n");
    }

    /** Reads a record as far as it is well-formed; empty where it is none. A torn last line is as good as not written. */
    static Optional<ResumeRecord> read(SeekableByteChannel channel) throws IOException {
        if (channel.size() > MAX_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.position(0);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Goes on until all is read.
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
        Optional<FileTime> sealed = Optional.empty();
        long end = 0;
        int at = first.end();
        while (at < text.length()) {
            Matcher step = STEP.matcher(text).region(at, text.length());
            Matcher seal = SEAL.matcher(text).region(at, text.length());
            if (step.lookingAt()) {
                long next = Long.parseUnsignedLong(step.group(1), 16);
                if (next <= end || next > size) {
                    sealed = Optional.empty();
                    break;
                }
                end = next;
                steps.add(new Step(next, Integer.parseUnsignedInt(step.group(2), 16)));
                sealed = Optional.empty();
                at = step.end();
            } else if (seal.lookingAt()) {
                sealed = time(seal.group(1), seal.group(2));
                at = seal.end();
            } else {
                // Torn or damaged: from here on nothing is known.
                sealed = Optional.empty();
                break;
            }
        }
        return Optional.of(new ResumeRecord(first.group(1), size, steps, sealed, at));
    }

    /** How far its steps reach. */
    long end() {
        return steps.isEmpty() ? 0 : steps.getLast().end();
    }

    private static Optional<FileTime> time(String seconds, String nanos) {
        long epochSecond = Long.parseUnsignedLong(seconds, 16);
        long nano = Long.parseLong(nanos, 16);
        boolean possible = nano < 1_000_000_000L
                && epochSecond >= Instant.MIN.getEpochSecond()
                && epochSecond <= Instant.MAX.getEpochSecond();
        return possible ? Optional.of(FileTime.from(Instant.ofEpochSecond(epochSecond, nano))) : Optional.empty();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }
}
