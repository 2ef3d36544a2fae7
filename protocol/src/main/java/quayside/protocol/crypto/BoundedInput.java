package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Limits a reader to the sealed bytes of one body, so that it ends where the next frame begins. */
final class BoundedInput extends InputStream {
    private final InputStream in;
    private long left;
    private long passed;
    private byte last;
    private @Nullable IOException failure;

    BoundedInput(InputStream in, long bytes) {
        this.in = in;
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new ProtocolException(Reason.CUT_IN_FILE);
            }
            left -= count;
            passed += count;
            if (count > 0) {
                last = buffer[offset + count - 1];
            }
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Returns how many bytes were read. */
    long passed() {
        return passed;
    }

    byte last() {
        return last;
    }

    /** Returns the input after the last byte that was read, without the bound. */
    InputStream rest() {
        return in;
    }

    /** Returns the exception that ended reading; null if the connection did not fail. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
