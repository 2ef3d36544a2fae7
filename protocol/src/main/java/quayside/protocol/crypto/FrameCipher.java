package quayside.protocol.crypto;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Seals the frames that this side sends and opens those that it receives (PROTOCOL.md section 6.1).
 *
 * <p>Each direction counts its frames from 0, and a frame opens only at its own position. A frame that was changed,
 * replayed, reordered, taken from another connection, or preceded by a dropped frame does not open, and neither does
 * any frame after it. One thread at a time may seal and one may open; they may be different threads. Never blocks.
 */
public final class FrameCipher {
    /** The number of frames for which random nonces are safe under one key. */
    private static final long MAX_FRAMES = 1L << 32;

    private final Direction sends;
    private final Aead sealing;
    private final Aead opening;
    private long sealed;
    private long opened;
    private boolean broken;

    FrameCipher(Direction sends, byte[] sendKey, byte[] receiveKey) {
        this(sends, sendKey, receiveKey, 0);
    }

    /** @param soFar how many frames each direction had before */
    FrameCipher(Direction sends, byte[] sendKey, byte[] receiveKey, long soFar) {
        this.sends = sends;
        this.sealing = Primitives.frameAead(sendKey);
        this.opening = Primitives.frameAead(receiveKey);
        this.sealed = soFar;
        this.opened = soFar;
    }

    /**
     * Seals the next frame, which has 28 bytes more than {@code plaintext}.
     *
     * @throws IllegalArgumentException for more than {@link Limits#MAX_HEADER_BYTES} bytes
     * @throws IllegalStateException after 2^32 frames
     */
    public byte[] seal(byte[] plaintext) {
        if (plaintext.length > Limits.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes in a frame; at most " + Limits.MAX_HEADER_BYTES + " fit");
        }
        if (sealed == MAX_FRAMES) {
            throw new IllegalStateException("this connection has sent all the frames that its key allows");
        }
        try {
            byte[] frame = sealing.encrypt(plaintext, sends.associatedData(sealed));
            sealed++;
            return frame;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Opens the peer's next frame.
     *
     * @throws ProtocolException with {@link Fault#BROKEN_PROTOCOL} if it is not that frame. Every later call then fails
     *     too, since the connection is at its end
     */
    public byte[] open(byte[] frame) throws ProtocolException {
        if (!broken && opened < MAX_FRAMES) {
            try {
                byte[] plaintext = opening.decrypt(frame, sends.opposite().associatedData(opened));
                opened++;
                return plaintext;
            } catch (GeneralSecurityException e) {
                // The reason would help only an attacker.
                broken = true;
            }
        }
        throw new ProtocolException(Reason.FRAME_FORGED);
    }

    /**
     * Returns the number of the frame sealed last, which binds a body to it.
     *
     * @throws IllegalStateException before the first
     */
    public long lastSealed() {
        return last(sealed);
    }

    /**
     * Returns the number of the frame opened last, which binds a body to it.
     *
     * @throws IllegalStateException before the first
     */
    public long lastOpened() {
        return last(opened);
    }

    private static long last(long count) {
        if (count == 0) {
            throw new IllegalStateException("no frame yet");
        }
        return count - 1;
    }
}
