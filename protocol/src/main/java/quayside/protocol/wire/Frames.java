package quayside.protocol.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads and writes frames, {@code u32 length | bytes} (PROTOCOL.md section 2.1). Stateless; blocks on the given stream.
 */
public final class Frames {
    private Frames() {}

    /** Writes one frame without flushing. */
    public static void write(OutputStream out, byte[] payload) throws IOException {
        if (payload.length == 0) {
            throw new IllegalArgumentException("a frame is never empty");
        }
        new DataOutputStream(out).writeInt(payload.length);
        out.write(payload);
    }

    /**
     * Reads one frame of 1 to {@code maxBytes} bytes. The length is checked before anything is allocated.
     *
     * @throws ProtocolException with {@link Fault#BROKEN_PROTOCOL} if the length is outside the limit, {@link
     *     Fault#CONNECTION_LOST} if the stream ends before or inside the frame
     */
    public static byte[] read(InputStream in, int maxBytes) throws IOException {
        try {
            int length = new DataInputStream(in).readInt();
            if (length < 1 || length > maxBytes) {
                throw new ProtocolException(Reason.FRAME_TOO_LONG, Integer.toUnsignedString(length), maxBytes);
            }
            // Memory is allocated as the bytes arrive, so a peer that announces a long frame and sends it slowly costs
            // little memory.
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException();
            }
            return payload;
        } catch (EOFException e) {
            throw new ProtocolException(Reason.CONNECTION_ENDED, e);
        }
    }
}
