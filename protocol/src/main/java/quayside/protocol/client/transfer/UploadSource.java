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
 * Reads a file that is sent, which is opened once. All its faults are {@link ProtocolException}s and this computer's, not the connection's: {@link
 * Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} if the file is changed meanwhile.
 *
 * <p>What changed while it was read may be half the old file and half the new one. So the last bytes are handed over only after a look at the
 * whole; and looks on the way save sending much for nothing.
 */
final class UploadSource extends InputStream {
    private static final long BYTES_BETWEEN_LOOKS = 64L * 1024 * 1024;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path file;
    private final LocalFile found;
    private final FileChannel channel;
    private final NativeFile.Writers writers;
    private final String reading = UUID.randomUUID().toString();
    private final Trail trail = new Trail();
    private @Nullable SecondReading second;
    private long at;
    private long nextLook = BYTES_BETWEEN_LOOKS;
    private boolean failed;

    UploadSource(Path file, LocalFile found) throws ProtocolException {
        this(file, found, Settling.OF_SYSTEM);
    }

    /** Waits by {@code settling} for a file that was changed just now. */
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

    /** Whether it is for sure that a change of the file changes one of its times: nobody had it open for writing when it was opened here. */
    boolean isSteady() {
        return writers == NativeFile.Writers.NONE;
    }

    /** Called now and then while {@link #prefix} reads; may throw to end that. */
    @FunctionalInterface
    interface Pause {
        void check() throws IOException;
    }

    /** Reads the first {@code bytes}, of which the file has at least that many; what is read next follows them. */
    Prefix prefix(long bytes, Pause pause) throws IOException {
        Prefix prefix = new Prefix();
        restart();
        pass(bytes, prefix::update, pause);
        return prefix;
    }

    /** By which the server knows what came of this: one word for as long as this is open. */
    String reading() {
        return reading;
    }

    /** What is known of the beginnings that were read. */
    Trail trail() {
        return trail;
    }

    /** As {@link #prefix}, but reads only what the {@link #trail} does not tell; returns the checksum of all. */
    Checksum follow(long bytes, Pause pause) throws IOException {
        Trail.Mark known = trail.before(bytes);
        Checksum checksum = new Checksum(known.crc32c());
        at = known.offset();
        nextLook = at + BYTES_BETWEEN_LOOKS;
        pass(bytes, (buffer, count) -> checksum.update(buffer, 0, count), pause);
        return checksum;
    }

    /**
     * Where somebody has the file open for writing no time tells whether it stays the same: reads all of it, and requires what is read from now on to be that.
     *
     * @param offset what is read next
     * @param whole of what comes before that
     */
    void readAgain(long offset, Checksum whole, Pause pause) throws IOException {
        if (writers != NativeFile.Writers.SOME) {
            return;
        }
        restart();
        Checksum all = new Checksum();
        pass(found.size(), (buffer, count) -> all.update(buffer, 0, count), pause);
        restart();
        second = new SecondReading(all, whole);
        at = offset;
        nextLook = at + BYTES_BETWEEN_LOOKS;
    }

    @FunctionalInterface
    private interface Taker {
        void take(byte[] buffer, int count);
    }

    private void pass(long bytes, Taker taker, Pause pause) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (at < bytes) {
            int count = read(buffer, 0, (int) Math.min(buffer.length, bytes - at));
            if (count < 0) {
                throw found.changed(file);
            }
            taker.take(buffer, count);
            pause.check();
        }
        found.check(file);
    }

    /** Begins from the first byte again. */
    void restart() {
        second = null;
        at = 0;
        nextLook = BYTES_BETWEEN_LOOKS;
        failed = false;
    }

    /** The position of what is read next. */
    long position() {
        return at;
    }

    /** Whether it was this side that failed a body. */
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
        if (count < 0 || at >= found.size() || at >= nextLook) {
            nextLook = at + BYTES_BETWEEN_LOOKS;
            found.check(file);
            requireEnd(count);
            if (second != null && at >= found.size() && !second.isSame()) {
                throw found.changed(file);
            }
        }
        failed = count < 0;
        return count;
    }

    /** Where the bytes end and its size say two things, neither is believed: the file system that tells them is an odd one. */
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
            // It was only read.
        }
    }
}
