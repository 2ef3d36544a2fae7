package quayside.protocol.crypto;

import java.io.IOException;
import java.io.OutputStream;

/** Takes exactly the announced bytes of a body: it rejects more and never finishes a stream with fewer. */
public final class SealingStream extends OutputStream {
    private final OutputStream sealing;
    private final UnclosedOutput sealed;
    private final OutputStream connection;
    private final int segmentBytes;
    private final long sealedBytes;
    private long left;
    private boolean closed;

    /**
     * @param sealing takes the bytes to be sealed
     * @param sealed receives the sealed bytes
     */
    SealingStream(OutputStream sealing, UnclosedOutput sealed, OutputStream connection, long length) {
        this.sealing = sealing;
        this.sealed = sealed;
        this.connection = connection;
        this.segmentBytes = BodyCipher.segmentBytes(length);
        this.sealedBytes = BodyCipher.sealedLength(length);
        this.left = length;
    }

    /**
     * Ends a body that cannot be finished. Zeros replace the segment under way, so that no receiver can open it. Bytes
     * that were not sealed yet are not sent. Allowed only before the last byte is written.
     */
    public void spoil() throws IOException {
        if (closed || left == 0) {
            throw new IllegalStateException("the whole body was written already");
        }
        closed = true;
        long end = Math.min(sealedBytes, (sealed.written() / segmentBytes + 1) * segmentBytes);
        sealed.write(new byte[(int) (end - sealed.written())]);
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
            // The last segment would mark the body as complete.
            throw new IOException("The body ended " + left + " bytes before its announced length.");
        }
        sealing.close();
    }
}
