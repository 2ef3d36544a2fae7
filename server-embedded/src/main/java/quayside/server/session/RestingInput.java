package quayside.server.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Buffers input from a guest, and holds almost no memory while it waits for more, so that idle guests cost no buffers.
 * Checks whether the socket is readable only if its own buffer is empty. Not thread-safe.
 */
final class RestingInput extends InputStream {
    private static final byte[] NONE = {};

    /** The size of the buffer during a wait: enough for most requests. */
    private static final int WAITING_BYTES = 512;

    private final InputStream in;
    private final int bytes;
    private byte[] buffer = NONE;
    private int at;
    private int end;

    /** @param bytes the maximum size of the buffer */
    RestingInput(InputStream in, int bytes) {
        this.in = in;
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        return at == end && !fill() ? -1 : buffer[at++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            if (length >= bytes) {
                // A copy would gain nothing.
                return in.read(target, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return at < end ? end - at : in.available();
    }

    private boolean fill() throws IOException {
        boolean waits = in.available() == 0;
        int wanted = waits ? WAITING_BYTES : bytes;
        if (buffer.length != wanted) {
            buffer = new byte[wanted];
        }
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }
}
