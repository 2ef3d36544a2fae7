package quayside.server.session;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Buffers output to a guest until it is flushed, and holds no buffer afterwards. One thread at a time. */
final class RestingOutput extends OutputStream {
    private static final byte[] NONE = {};

    /** The initial size of the buffer: enough for most answers. */
    private static final int FIRST_BYTES = 1024;

    private final OutputStream out;
    private final int bytes;
    private byte[] buffer = NONE;
    private int count;

    /** @param bytes the maximum size of the buffer */
    RestingOutput(OutputStream out, int bytes) {
        this.out = out;
        this.bytes = bytes;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (length > bytes - count) {
            drain();
        }
        if (length >= bytes) {
            // A copy would gain nothing.
            out.write(source, offset, length);
            return;
        }
        makeRoom(count + length);
        System.arraycopy(source, offset, buffer, count, length);
        count += length;
    }

    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(bytes, Math.max(FIRST_BYTES, 2 * needed)));
        }
    }

    private void drain() throws IOException {
        int held = count;
        count = 0;
        out.write(buffer, 0, held);
    }

    @Override
    public void flush() throws IOException {
        drain();
        buffer = NONE;
        out.flush();
    }
}
