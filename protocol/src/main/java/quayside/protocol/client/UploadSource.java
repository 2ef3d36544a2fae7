package quayside.protocol.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Reads a file that is sent, from an offset on. All its faults are {@link ProtocolException}s and this computer's, not the connection's: {@link
 * Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} where the file is changed meanwhile.
 *
 * <p>What changed while it was read may be half the old file and half the new one. So the last bytes are handed over only after a look at the
 * whole; and looks on the way save sending much for nothing.
 */
final class UploadSource extends InputStream {
    private static final long BYTES_BETWEEN_LOOKS = 64L * 1024 * 1024;

    private final Path file;
    private final LocalFile found;
    private final FileChannel channel;
    private long at;
    private long nextLook = BYTES_BETWEEN_LOOKS;
    private boolean failed;

    UploadSource(Path file, LocalFile found) throws ProtocolException {
        this.file = file;
        this.found = found;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
    }

    /** Reads on from {@code offset}. */
    void position(long offset) {
        at = offset;
        nextLook = offset + BYTES_BETWEEN_LOOKS;
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
            throw StorageFaults.of(e);
        }
        at += Math.max(0, count);
        if (count < 0 || at >= found.size() || at >= nextLook) {
            nextLook = at + BYTES_BETWEEN_LOOKS;
            found.check(file);
        }
        failed = count < 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
