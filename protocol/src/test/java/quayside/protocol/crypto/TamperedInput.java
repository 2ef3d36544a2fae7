package quayside.protocol.crypto;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream changed by a man in the middle: one bit is flipped, or the stream ends after a number of bytes. */
final class TamperedInput extends FilterInputStream {
    private final long flipAt;
    private final int mask;
    private final long end;
    private long position;

    private TamperedInput(InputStream in, long flipAt, int mask, long end) {
        super(in);
        this.flipAt = flipAt;
        this.mask = mask;
        this.end = end;
    }

    /** Flips bit {@code bit} (0 to 7) of byte {@code at}, and ends the stream after {@code end} bytes. */
    static InputStream flipped(InputStream in, long at, int bit, long end) {
        return new TamperedInput(in, at, 1 << bit, end);
    }

    static InputStream cut(InputStream in, long end) {
        return new TamperedInput(in, -1, 0, end);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == end) {
            return -1;
        }
        int count = super.read(buffer, offset, (int) Math.min(length, end - position));
        if (count > 0 && flipAt >= position && flipAt < position + count) {
            buffer[offset + (int) (flipAt - position)] ^= (byte) mask;
        }
        position += Math.max(0, count);
        return count;
    }
}
