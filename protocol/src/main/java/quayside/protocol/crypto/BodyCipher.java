package quayside.protocol.crypto;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import quayside.protocol.wire.Limits;

/**
 * Seals the bodies that this side sends and opens those that it receives (PROTOCOL.md section 6.2).
 *
 * <p>A body is bound to its direction and to the number of the frame that announced it. It costs memory in proportion to its
 * length, up to two segments of 1 MiB. Stateless but for its keys: safe for use by several threads, though the streams it makes are for one
 * each.
 */
public final class BodyCipher {
    private static final int MIN_SEGMENT_BYTES = 256;

    private final Direction sends;
    private final byte[] sendKey;
    private final byte[] receiveKey;

    BodyCipher(Direction sends, byte[] sendKey, byte[] receiveKey) {
        this.sends = sends;
        this.sendKey = sendKey;
        this.receiveKey = receiveKey;
    }

    /**
     * How many bytes a body of {@code length} bytes has when it is sealed.
     *
     * @throws IllegalArgumentException for a length below 0 or above {@link Limits#MAX_FILE_BYTES}
     */
    public static long sealedLength(long length) {
        long perSegment = (long) segmentBytes(length) - Primitives.TAG_BYTES;
        long segments = Math.ceilDiv(length + Primitives.BODY_HEADER_BYTES, perSegment);
        return Primitives.BODY_HEADER_BYTES + length + segments * Primitives.TAG_BYTES;
    }

    /** How many bytes of memory a body of {@code length} bytes costs while it is sealed or opened. */
    public static long heldBytes(long length) {
        return 2L * segmentBytes(length);
    }

    /** Small bodies fit one segment of the next power of two; 256 bytes to 1 MiB. */
    static int segmentBytes(long length) {
        if (length < 0 || length > Limits.MAX_FILE_BYTES) {
            throw new IllegalArgumentException("no body has " + length + " bytes");
        }
        long whole = length + Primitives.BODY_HEADER_BYTES + Primitives.TAG_BYTES;
        int most = (int) Math.min(Limits.BODY_SEGMENT_BYTES, whole);
        return Math.max(MIN_SEGMENT_BYTES, Integer.highestOneBit(most - 1) << 1);
    }

    /**
     * A stream that takes exactly {@code length} bytes and writes them sealed to {@code out}, which stays open.
     *
     * <p>Segments go out when they are full; the last one on {@link OutputStream#close}, which also checks that the
     * body is complete: where it is not, nothing is finished, {@code close} throws, and the connection is of no further use.
     * Flushing it flushes {@code out}. Blocks as {@code out} does.
     *
     * @param headerSequence {@link FrameCipher#lastSealed} right after the frame that announces this body
     */
    public SealingStream encrypt(OutputStream out, long length, long headerSequence) throws IOException {
        StreamingAead aead = Primitives.bodyAead(sendKey, segmentBytes(length));
        try {
            UnclosedOutput sealed = new UnclosedOutput(out);
            OutputStream sealing = aead.newEncryptingStream(sealed, sends.associatedData(headerSequence));
            return new SealingStream(sealing, sealed, out, length);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A stream that yields exactly the {@code length} bytes which the peer sealed, then -1.
     *
     * <p>Read it until -1: only then the last segment is proven and exactly {@link #sealedLength} bytes of {@code in} are used up, so that
     * the next frame follows. A read fills the buffer it is given unless the body ends first, and blocks as {@code in} does. {@code in} stays
     * open.
     *
     * <p>Reads throw {@code ProtocolException}: {@code BROKEN_PROTOCOL} where a segment was changed, {@code CONNECTION_LOST} where
     * {@code in} ends inside the body; and whatever {@code in} throws. After that every read fails.
     *
     * @param headerSequence {@link FrameCipher#lastOpened} right after the frame that announced this body
     */
    public OpeningStream decrypt(InputStream in, long length, long headerSequence) throws IOException {
        StreamingAead aead = Primitives.bodyAead(receiveKey, segmentBytes(length));
        try {
            BoundedInput bounded = new BoundedInput(in, sealedLength(length));
            InputStream opening =
                    aead.newDecryptingStream(bounded, sends.opposite().associatedData(headerSequence));
            return new OpeningStream(opening, bounded, segmentBytes(length));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
