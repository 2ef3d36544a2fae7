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
 * <p>A body is bound to its direction and to the number of the frame that announced it. It costs memory in proportion
 * to its length, up to two segments of 1 MiB. Stateless except for its keys, and thread-safe; each stream that it makes
 * is for one thread.
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
     * Returns the bytes of a sealed body of {@code length} plaintext bytes.
     *
     * @throws IllegalArgumentException for a length below 0 or above {@link Limits#MAX_FILE_BYTES}
     */
    public static long sealedLength(long length) {
        long perSegment = (long) segmentBytes(length) - Primitives.TAG_BYTES;
        long segments = Math.ceilDiv(length + Primitives.BODY_HEADER_BYTES, perSegment);
        return Primitives.BODY_HEADER_BYTES + length + segments * Primitives.TAG_BYTES;
    }

    /** Returns the bytes of memory that a body of {@code length} bytes costs while it is sealed or opened. */
    public static long heldBytes(long length) {
        return 2L * segmentBytes(length);
    }

    /** Returns the segment size: a small body fits one segment of the next power of two, from 256 bytes to 1 MiB. */
    static int segmentBytes(long length) {
        if (length < 0 || length > Limits.MAX_FILE_BYTES) {
            throw new IllegalArgumentException("no body has " + length + " bytes");
        }
        long whole = length + Primitives.BODY_HEADER_BYTES + Primitives.TAG_BYTES;
        int most = (int) Math.min(Limits.BODY_SEGMENT_BYTES, whole);
        return Math.max(MIN_SEGMENT_BYTES, Integer.highestOneBit(most - 1) << 1);
    }

    /**
     * Returns a stream that takes exactly {@code length} bytes and writes them sealed to {@code out}, which stays open.
     *
     * <p>The stream writes each segment when it is full, and the last one on {@link OutputStream#close}, which also
     * checks that the body is complete. If it is not, nothing is finished, {@code close} throws, and the connection is
     * of no further use. Flushing the stream flushes {@code out}. Blocks as {@code out} does.
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
     * Returns a stream that yields exactly the {@code length} bytes which the peer sealed, then -1.
     *
     * <p>Read it until -1: only then is the last segment authenticated, and exactly {@link #sealedLength} bytes of
     * {@code in} are used up, so that the next frame follows. A read fills its buffer unless the body ends first, and
     * blocks as {@code in} does. {@code in} stays open.
     *
     * <p>Reads throw {@code ProtocolException}: {@code BROKEN_PROTOCOL} if a segment was changed, {@code
     * CONNECTION_LOST} if {@code in} ends inside the body; and whatever {@code in} throws. After that every read fails.
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
