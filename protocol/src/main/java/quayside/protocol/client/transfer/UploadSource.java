package quayside.protocol.client.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Prefix;
import quayside.protocol.files.SecondReading;
import quayside.protocol.files.Settling;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;

/**
 * Reads a file that is sent. The file is opened once. All its faults are {@link ProtocolException}s of this computer,
 * not of the connection: {@link Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} if the file is changed meanwhile.
 *
 * <p>A file that was changed while it was read may be a mixture of old and new content. So the last bytes are returned
 * only after a final check of the file. Earlier checks avoid sending much of a file that has changed.
 */
final class UploadSource extends InputStream {
    private static final long BYTES_BETWEEN_CHECKS = 64L * 1024 * 1024;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path file;
    private final LocalFile found;
    private final FileChannel channel;
    private final NativeFile.Writers writers;
    private final String reading = UUID.randomUUID().toString();
    private final Trail trail = new Trail();
    private @Nullable SecondReading second;
    private long at;
    private long nextCheck = BYTES_BETWEEN_CHECKS;
    private boolean failed;

    UploadSource(Path file, LocalFile found) throws ProtocolException {
        this(file, found, Settling.OF_SYSTEM);
    }

    /** Opens the file. Waits by {@code settling} if it was changed just now. */
    UploadSource(Path file, LocalFile found, Settling settling) throws ProtocolException {
        found.settle(settling);
        this.file = file;
        this.found = found;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        this.writers = found.size() > Limits.EAGER_POST_BYTES
                ? NativeFile.writers(file, found.fileKey())
                : NativeFile.Writers.UNKNOWN;
    }

    /**
     * Returns whether every change of the file certainly changes one of its times, because no program had it open for
     * writing when it was opened here.
     */
    boolean isSteady() {
        return writers == NativeFile.Writers.NONE;
    }

    /** Called regularly while {@link #prefix} reads; may throw to stop it. */
    @FunctionalInterface
    interface Pause {
        void check() throws IOException;
    }

    /** Reads the first {@code bytes} of the file, which has at least as many. Reading continues after them. */
    Prefix prefix(long bytes, Pause pause) throws IOException {
        Prefix prefix = new Prefix();
        restart();
        readUpTo(bytes, prefix::update, pause);
        return prefix;
    }

    /**
     * Returns the id of this reading, by which the server knows which bytes came from it. It stays the same while this
     * is open.
     */
    String reading() {
        return reading;
    }

    /** Returns the checksums of the beginnings that were read. */
    Trail trail() {
        return trail;
    }

    /**
     * Reads as {@link #prefix}, but only the bytes that the {@link #trail} does not cover. Returns the checksum of all
     * {@code bytes}.
     */
    Checksum follow(long bytes, Pause pause) throws IOException {
        Trail.Mark known = trail.before(bytes);
        Checksum checksum = new Checksum(known.crc32c());
        at = known.offset();
        nextCheck = at + BYTES_BETWEEN_CHECKS;
        readUpTo(bytes, (buffer, count) -> checksum.update(buffer, 0, count), pause);
        return checksum;
    }

    /**
     * Reads the whole file in advance if another program has it open for writing, because then no time shows whether it
     * stays the same. Later reads have to return the same content.
     *
     * @param offset the offset of the next read
     * @param whole the checksum of the bytes before it
     */
    void readAgain(long offset, Checksum whole, Pause pause) throws IOException {
        if (writers != NativeFile.Writers.SOME) {
            return;
        }
        restart();
        Checksum all = new Checksum();
        readUpTo(found.size(), (buffer, count) -> all.update(buffer, 0, count), pause);
        restart();
        second = new SecondReading(all, whole);
        at = offset;
        nextCheck = at + BYTES_BETWEEN_CHECKS;
    }

    @FunctionalInterface
    private interface Receiver {
        void receive(byte[] buffer, int count);
    }

    private void readUpTo(long bytes, Receiver receiver, Pause pause) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (at < bytes) {
            int count = read(buffer, 0, (int) Math.min(buffer.length, bytes - at));
            if (count < 0) {
                throw found.changed(file);
            }
            receiver.receive(buffer, count);
            pause.check();
        }
        found.check(file);
    }

    void restart() {
        second = null;
        at = 0;
        nextCheck = BYTES_BETWEEN_CHECKS;
        failed = false;
    }

    /** Returns the position of the next read. */
    long position() {
        return at;
    }

    /**
     * Returns whether the last read failed, so that the file and not the connection is the reason why a body failed.
     */
    boolean failed() {
        return failed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        failed = true;
        int count;
        try {
            count = channel.read(ByteBuffer.wrap(buffer, offset, length), at);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        at += Math.max(0, count);
        if (second != null && count > 0) {
            second.update(buffer, offset, count);
        }
        if (count < 0 || at >= found.size() || at >= nextCheck) {
            nextCheck = at + BYTES_BETWEEN_CHECKS;
            found.check(file);
            requireEnd(count);
            if (second != null && at >= found.size() && !second.isSame()) {
                throw found.changed(file);
            }
        }
        failed = count < 0;
        return count;
    }

    /** Throws if the end of the content contradicts the reported size. Then neither can be trusted. */
    private void requireEnd(int count) throws ProtocolException {
        boolean over;
        try {
            over = at >= found.size() && channel.read(ByteBuffer.allocate(1), at) > 0;
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        if (over || (count < 0 && at < found.size())) {
            throw LocalFile.wrongSize(file);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The file was only read.
        }
    }
}
