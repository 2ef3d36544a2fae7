package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Limits;

/**
 * A file that grows until it is complete, with a record by which a later try resumes it (PROTOCOL.md section 8.4).
 *
 * <p>Only authenticated bytes may be written to it. After a crash the bytes that the record proves are kept, and the
 * rest is cut off. Bytes of another version of the source are dropped. The bytes of an earlier try have to be {@link
 * #prove proven} first, and compared with the source before any are added. For one thread. Every method blocks on the
 * disk. The caller owns the channels.
 */
public final class PartFile {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final SeekableByteChannel part;
    private final @Nullable SeekableByteChannel record;
    private final String version;
    private final long size;
    private final long stepBytes;
    private final CRC32C crc = new CRC32C();
    private @Nullable Proof proof;
    private long written;
    private long stepBegin;
    private int checksum;
    private Optional<String> prefix = Optional.empty();
    private boolean isDamaged;

    private PartFile(
            SeekableByteChannel part,
            @Nullable SeekableByteChannel record,
            String version,
            long size,
            @Nullable Proof proof) {
        this.part = part;
        this.record = record;
        this.version = version;
        this.size = size;
        this.stepBytes = stepBytes(size);
        this.proof = proof;
    }

    /**
     * The state of a sealed part file, for use by its writer only.
     *
     * @param offset the number of bytes
     * @param crc32c their checksum
     * @param prefix their SHA-256, if it was computed
     */
    public record Known(long offset, int crc32c, Optional<String> prefix) {}

    /**
     * Creates a part file without a record, for content that is not worth one. {@code part} is empty and open for
     * writing.
     */
    public static PartFile withoutRecord(SeekableByteChannel part, long size) {
        return new PartFile(part, null, "", size, null);
    }

    /**
     * Resumes the bytes of {@code part} and {@code record} if they are of this version of the source, once they are
     * {@link #prove proven}. Otherwise starts from the beginning.
     *
     * @param part open for reading and writing; new, or left by an earlier try
     * @param record likewise
     * @param version the version of the source
     * @param size the size of the source, in bytes
     */
    public static PartFile open(SeekableByteChannel part, SeekableByteChannel record, String version, long size)
            throws IOException {
        return open(part, record, version, size, Optional.empty());
    }

    /**
     * Resumes as {@link #open(SeekableByteChannel, SeekableByteChannel, String, long)}. The bytes need no proof if the
     * caller itself left them.
     *
     * @param known the state that {@link #seal} returned, if nobody has changed the part file since
     */
    public static PartFile open(
            SeekableByteChannel part, SeekableByteChannel record, String version, long size, Optional<Known> known)
            throws IOException {
        Optional<ResumeRecord> found = ResumeRecord.read(record);
        if (found.isPresent()
                && found.get().version().equals(version)
                && found.get().size() == size) {
            PartFile file = new PartFile(part, record, version, size, new Proof(part, found.get()));
            if (known.isPresent()
                    && part.size() == known.get().offset()
                    && found.get().end() == part.size()
                    && found.get().bytes() == record.size()) {
                file.resumeFrom(known.get());
            }
            return file;
        }
        PartFile file = new PartFile(part, record, version, size, null);
        file.restart();
        return file;
    }

    private void resumeFrom(Known known) throws IOException {
        // The record is at its end already, since it has been read.
        part.position(known.offset());
        written = known.offset();
        stepBegin = written;
        checksum = known.crc32c();
        prefix = known.prefix();
        proof = null;
    }

    /** Drops all bytes. */
    public void restart() throws IOException {
        proof = null;
        isDamaged = false;
        part.truncate(0);
        part.position(0);
        written = 0;
        stepBegin = 0;
        checksum = 0;
        prefix = Optional.empty();
        crc.reset();
        if (record != null) {
            begin(record);
        }
    }

    private void begin(SeekableByteChannel anew) throws IOException {
        anew.truncate(0);
        anew.position(0);
        write(anew, ResumeRecord.first(version, size));
    }

    /** Returns whether nothing is left to {@link #prove}. */
    public boolean isProven() {
        return proof == null;
    }

    /**
     * Reads at most {@code maxBytes} more of an earlier try's bytes. Returns whether there is more to read. At the end,
     * keeps the bytes that the record proves. Until this returns false, only this method may be called. If the caller
     * stops earlier, the part file is unchanged.
     */
    public boolean prove(long maxBytes) throws IOException {
        Proof current = proof;
        if (current == null) {
            return false;
        }
        if (current.read(maxBytes)) {
            return true;
        }
        List<ResumeRecord.Step> steps = current.proven();
        long kept = current.end();
        part.truncate(kept);
        part.position(kept);
        if (record != null) {
            if (steps.size() == current.known().steps().size()) {
                record.truncate(current.known().bytes());
                record.position(current.known().bytes());
            } else {
                begin(record);
                for (ResumeRecord.Step step : steps) {
                    write(record, ResumeRecord.step(step.end(), step.crc32c()));
                }
            }
        }
        written = kept;
        stepBegin = kept;
        checksum = current.checksum();
        prefix = kept > 0 ? Optional.of(current.sha256()) : Optional.empty();
        proof = null;
        return false;
    }

    /**
     * Returns the SHA-256 of the bytes that an earlier try left, 64 lower-case hexadecimal characters; empty if there
     * are none, or if they were known without it.
     */
    public Optional<String> prefix() {
        return prefix;
    }

    /** Returns the checksum of the bytes up to the last step, which can be continued. */
    public Checksum checksum() {
        return new Checksum(checksum);
    }

    /**
     * One reading of the bytes that the record describes, step by step. Bytes after the last correct step are not kept.
     */
    private static final class Proof {
        private final SeekableByteChannel part;
        private final ResumeRecord known;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        private final CRC32C ofStep = new CRC32C();
        private MessageDigest reading = Sha256.start();
        private MessageDigest read = Sha256.start();
        private int steps;
        private long end;
        private long at;
        private int checksum;

        Proof(SeekableByteChannel part, ResumeRecord known) {
            this.part = part;
            this.known = known;
        }

        ResumeRecord known() {
            return known;
        }

        List<ResumeRecord.Step> proven() {
            return known.steps().subList(0, steps);
        }

        long end() {
            return end;
        }

        int checksum() {
            return checksum;
        }

        String sha256() {
            return HexFormat.of().formatHex(read.digest());
        }

        /** Returns whether there is more. */
        boolean read(long maxBytes) throws IOException {
            for (long left = maxBytes; steps < known.steps().size() && left > 0; ) {
                ResumeRecord.Step step = known.steps().get(steps);
                buffer.clear().limit((int) Math.min(buffer.capacity(), Math.min(left, step.end() - at)));
                int count = readSome();
                if (count < 0) {
                    return false;
                }
                reading.update(buffer.array(), 0, count);
                ofStep.update(buffer.array(), 0, count);
                at += count;
                left -= count;
                if (at == step.end() && !endStep(step)) {
                    return false;
                }
            }
            return steps < known.steps().size();
        }

        /** Reads some bytes. Bytes that the disk cannot read count as missing, and the steps before them are kept. */
        private int readSome() throws IOException {
            try {
                part.position(at);
                return part.read(buffer);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                return -1;
            }
        }

        private boolean endStep(ResumeRecord.Step step) {
            if ((int) ofStep.getValue() != step.crc32c()) {
                return false;
            }
            checksum = Checksum.joined(checksum, step.crc32c(), step.end() - end);
            end = step.end();
            steps++;
            ofStep.reset();
            read = copy(reading);
            return true;
        }

        private static MessageDigest copy(MessageDigest digest) {
            try {
                return (MessageDigest) digest.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError("Java's own SHA-256 can be copied", e);
            }
        }
    }

    /**
     * Returns the length of a step. A record has at most 65,536 steps. The steps of files up to 64 GiB are 1 MiB long.
     */
    static long stepBytes(long size) {
        return Math.max(Limits.BODY_SEGMENT_BYTES, size / 65_536);
    }

    /** Returns the number of bytes, which is the offset at which the source is to be read next. */
    public long offset() {
        if (proof != null) {
            throw new IllegalStateException("not proven yet");
        }
        return written;
    }

    public boolean isWhole() {
        return written == size;
    }

    /** Returns whether the file has as many bytes as were written to it, now and at each earlier check. */
    public boolean isAsWritten() throws IOException {
        return !isDamaged && part.size() == written;
    }

    /** Appends the first {@code count} bytes of {@code buffer}, which are authenticated. */
    public void write(byte[] buffer, int count) throws IOException {
        if (count > size - offset()) {
            throw new IllegalStateException("more bytes than announced");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        prefix = Optional.empty();
        // Another program that appends or truncates meanwhile leaves a hole, or bytes that were never checked.
        isDamaged |= written > 0 && part.size() != written;
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

    /** Returns whether the disk can copy from {@code source} to this file by itself; see {@link #transferFrom}. */
    public boolean takesFrom(SeekableByteChannel source) {
        return record == null && part instanceof FileChannel && source instanceof FileChannel;
    }

    /**
     * Appends at most {@code max} bytes of {@code source}, from its position on. The disk copies them by itself if it
     * can. Only if this file {@link #takesFrom takes} it.
     *
     * @return the number of bytes; 0 at the end of the source
     */
    public long transferFrom(SeekableByteChannel source, long max) throws IOException {
        if (record != null || !(part instanceof FileChannel target) || !(source instanceof FileChannel file)) {
            throw new IllegalStateException("the bytes have to be read");
        }
        if (max > size - offset()) {
            throw new IllegalStateException("more bytes than announced");
        }
        isDamaged |= written > 0 && part.size() != written;
        long count = file.transferTo(file.position(), max, target);
        file.position(file.position() + count);
        written += count;
        stepBegin = written;
        return count;
    }

    private void endStep() throws IOException {
        if (record != null && written > stepBegin) {
            write(record, ResumeRecord.step(written, (int) crc.getValue()));
            checksum = Checksum.joined(checksum, (int) crc.getValue(), written - stepBegin);
            crc.reset();
        }
        stepBegin = written;
    }

    /** Waits until the bytes are on the disk. */
    public void sync() throws IOException {
        sync(part);
    }

    /**
     * Leaves the part file ready for a later try, with all its bytes in the record. Its bytes are on the disk when this
     * returns. Returns its state.
     *
     * @throws IOException also if it is not {@link #isAsWritten as it was written}
     */
    public Known seal() throws IOException {
        if (record == null) {
            throw new IllegalStateException("no record");
        }
        if (!isAsWritten()) {
            throw new IOException("somebody else has written to the part file");
        }
        endStep();
        sync(part);
        sync(record);
        return new Known(written, checksum, prefix);
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
