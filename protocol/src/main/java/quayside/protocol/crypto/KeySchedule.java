package quayside.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Derives keys and confirmations from the two secrets of a handshake (PROTOCOL.md sections 3.6 and 3.9). {@link #close}
 * wipes the secrets.
 */
final class KeySchedule implements AutoCloseable {
    private static final byte[] SIGNATURE_CONTEXT = "quayside/1 server signature\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;

    /** Copies both arrays and wipes them. */
    KeySchedule(byte[] agreedElement, byte[] kemSecret) {
        secret = ByteBuffer.allocate(KeyExchange.ELEMENT_BYTES + MlKem.SECRET_BYTES)
                .put(agreedElement)
                .put(kemSecret)
                .array();
        Arrays.fill(agreedElement, (byte) 0);
        Arrays.fill(kemSecret, (byte) 0);
    }

    /** Returns the proof for the server that the client saw the same transcript and has the same secrets. */
    byte[] clientConfirmation(byte[] transcriptHash) {
        return Primitives.hkdf(secret, transcriptHash, "quayside/1 client confirmation");
    }

    /** Returns the bytes that the server signs. */
    static byte[] signedBytes(byte[] transcriptHash) {
        return ByteBuffer.allocate(SIGNATURE_CONTEXT.length + transcriptHash.length)
                .put(SIGNATURE_CONTEXT)
                .put(transcriptHash)
                .array();
    }

    /** Returns the ciphers of the side that sends in the direction {@code sends}. */
    SessionSecrets session(Fingerprint server, Direction sends, byte[] transcriptHash) {
        Direction receives = sends.opposite();
        FrameCipher frames =
                new FrameCipher(sends, key("frames", sends, transcriptHash), key("frames", receives, transcriptHash));
        BodyCipher bodies =
                new BodyCipher(sends, key("bodies", sends, transcriptHash), key("bodies", receives, transcriptHash));
        return new SessionSecrets(server, frames, bodies);
    }

    private byte[] key(String use, Direction direction, byte[] transcriptHash) {
        return Primitives.hkdf(secret, transcriptHash, "quayside/1 " + use + " " + direction.label());
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }
}
