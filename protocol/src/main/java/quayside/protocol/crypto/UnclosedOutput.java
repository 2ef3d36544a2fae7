package quayside.protocol.crypto;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Prevents Tink, which closes its output, from closing or flushing the connection at the end of each body, and counts
 * the bytes that Tink writes.
 */
final class UnclosedOutput extends OutputStream {
    private final OutputStream out;
    private long written;

    UnclosedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written += length;
    }

    long written() {
        return written;
    }
}
