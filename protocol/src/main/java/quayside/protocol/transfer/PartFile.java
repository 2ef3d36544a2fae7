package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Limits;

/**
 * A file that grows until it is whole, and its record, by which a later try goes on where this one stopped (PROTOCOL.md section 8.4).
 *
 * <p>Only authenticated bytes may be written to it. After a crash what the record proves is kept and the rest is cut off; what another
 * version of the source left is dropped. For one thread; every method blocks on the disk. The channels stay the caller's.
 */
public final class PartFile {
    private final SeekableByteChannel part;
    private final @Nullable SeekableByteChannel record;
    private final long size;
    private final long stepBytes;
    private final boolean sourceChanged;
    private final CRC32C crc = new CRC32C();
    private long written;
    private long stepBegin;

    private PartFile(
            SeekableByteChannel part,
            @Nullable SeekableByteChannel record,
            long size,
            long kept,
            boolean sourceChanged) {
        this.part = part;
        this.record = record;
        this.size = size;
        this.stepBytes = stepBytes(size);
        this.sourceChanged = sourceChanged;
        this.written = kept;
        this.stepBegin = kept;
    }

    /** A part file without a record, for what is not worth one: {@code part} is empty and open for writing. */
    public static PartFile withoutRecord(SeekableByteChannel part, long size) {
        return new PartFile(part, null, size, 0, false);
    }

    /**
     * Goes on with what {@code part} and {@code record} hold of this version of the source, or begins anew. Reads all of the part that its last
     * writer had no time to seal, otherwise only its last step.
     *
     * @param part open for reading and writing; new or left by an earlier try
     * @param record likewise
     * @param version of the source
     * @param size of the source, in bytes
     * @param partModified the modified time of {@code part} as it was found
     */
    public static PartFile open(
            SeekableByteChannel part, SeekableByteChannel record, String version, long size, FileTime partModified)
            throws IOException {
        Optional<ResumeRecord> found = ResumeRecord.read(record);
        if (found.isPresent()
                && found.get().version().equals(version)
                && found.get().size() == size) {
            ResumeRecord known = found.get();
            int proven = proven(part, known, partModified);
            long kept = proven == 0 ? 0 : known.steps().get(proven - 1).end();
            part.truncate(kept);
            part.position(kept);
            if (proven == known.steps().size()) {
                record.truncate(known.bytes());
                record.position(known.bytes());
            } else {
                begin(record, version, size);
                for (ResumeRecord.Step step : known.steps().subList(0, proven)) {
                    write(record, ResumeRecord.step(step.end(), step.crc32c()));
                }
            }
            return new PartFile(part, record, size, kept, false);
        }
        part.truncate(0);
        part.position(0);
        begin(record, version, size);
        return new PartFile(part, record, size, 0, found.isPresent());
    }

    private static void begin(SeekableByteChannel record, String version, long size) throws IOException {
        record.truncate(0);
        record.position(0);
        write(record, ResumeRecord.first(version, size));
    }

    /** How many of the record's steps the part file holds as they were written. */
    private static int proven(SeekableByteChannel part, ResumeRecord known, FileTime partModified) throws IOException {
        boolean left = known.sealed().equals(Optional.of(partModified)) && part.size() == known.end();
        int from = left ? Math.max(0, known.steps().size() - 1) : 0;
        long begin = from == 0 ? 0 : known.steps().get(from - 1).end();
        for (int i = from; i < known.steps().size(); i++) {
            ResumeRecord.Step step = known.steps().get(i);
            if (!holds(part, begin, step)) {
                return i;
            }
            begin = step.end();
        }
        return known.steps().size();
    }

    private static boolean holds(SeekableByteChannel part, long begin, ResumeRecord.Step step) throws IOException {
        if (part.size() < step.end()) {
            return false;
        }
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(step.end() - begin, 256 * 1024));
        part.position(begin);
        for (long left = step.end() - begin; left > 0; left -= buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            while (buffer.hasRemaining()) {
                if (part.read(buffer) < 0) {
                    return false;
                }
            }
            crc.update(buffer.flip());
        }
        return (int) crc.getValue() == step.crc32c();
    }

    /** A record has at most 65,536 steps, and those of files up to 64 GiB are 1 MiB long. */
    static long stepBytes(long size) {
        return Math.max(Limits.BODY_SEGMENT_BYTES, size / 65_536);
    }

    /** The bytes that are there: where the source is to be read on. */
    public long offset() {
        return written;
    }

    public boolean isWhole() {
        return written == size;
    }

    /** Whether what was there came from another version of the source, and was dropped. */
    public boolean sourceChanged() {
        return sourceChanged;
    }

    /** Appends {@code count} authenticated bytes at the start of {@code buffer}. */
    public void write(byte[] buffer, int count) throws IOException {
        if (count > size - written) {
            throw new IllegalStateException("more bytes than announced");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.position() < count) {
            int from = bytes.position();
            bytes.limit(from + (int) Math.min(count - from, stepBegin + stepBytes - written));
            int step = part.write(bytes);
            written += step;
            if (record != null) {
                crc.update(buffer, from, step);
            }
            if (written - stepBegin == stepBytes) {
                endStep();
            }
        }
    }

    private void endStep() throws IOException {
        if (record != null && written > stepBegin) {
            write(record, ResumeRecord.step(written, (int) crc.getValue()));
            crc.reset();
        }
        stepBegin = written;
    }

    /** Waits until the bytes are on the disk. */
    public void sync() throws IOException {
        sync(part);
    }

    /**
     * Leaves the part in order for a later try, which then trusts all of it; its bytes are on the disk when this returns.
     *
     * @param modified asks for the part file's modified time, after the last write
     */
    public void seal(ModifiedTime modified) throws IOException {
        if (record == null) {
            throw new IllegalStateException("no record");
        }
        endStep();
        sync(part);
        write(record, ResumeRecord.seal(modified.ask()));
        sync(record);
    }

    /** Asks the file system for a file's modified time. */
    @FunctionalInterface
    public interface ModifiedTime {
        FileTime ask() throws IOException;
    }

    private static void sync(SeekableByteChannel channel) throws IOException {
        if (channel instanceof FileChannel file) {
            file.force(true);
        }
    }

    private static void write(SeekableByteChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
