package quayside.protocol.crypto;

import java.io.IOException;
import java.io.OutputStream;

/** Takes exactly the announced bytes of a body: neither more nor a finished stream of fewer. */
final class SealingStream extends OutputStream {
    private final OutputStream sealing;
    private final OutputStream connection;
    private long left;
    private boolean closed;

    SealingStream(OutputStream sealing, OutputStream connection, long length) {
        this.sealing = sealing;
        this.connection = connection;
        this.left = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > left) {
            throw new IllegalArgumentException("the body has " + (length - left) + " bytes more than announced");
        }
        sealing.write(bytes, offset, length);
        left -= length;
    }

    @Override
    public void flush() throws IOException {
        connection.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (left > 0) {
            // The last segment would say that the body is whole.
            throw new IOException("The body ended " + left + " bytes before its announced length.");
        }
        sealing.close();
    }
}
