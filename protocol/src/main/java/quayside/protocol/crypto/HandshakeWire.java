package quayside.protocol.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;

/**
 * Reads and writes the frames of one handshake, counts the bytes read against the limit, and keeps the transcript of
 * both directions (PROTOCOL.md sections 3.1 and 3.6). Blocks on the given streams. Not thread-safe.
 */
final class HandshakeWire {
    private final InputStream in;
    private final OutputStream out;
    private final MessageDigest transcript = Sha256.start();
    private int budget = Limits.MAX_HANDSHAKE_BYTES;

    HandshakeWire(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Reads the next payload without adding it to the transcript. The length field counts against the limit too. */
    byte[] read() throws IOException {
        byte[] payload = Frames.read(in, Math.max(0, budget - Integer.BYTES));
        budget -= Integer.BYTES + payload.length;
        return payload;
    }

    void send(HandshakeMessage message) throws IOException {
        send(out, message);
    }

    /**
     * Sends length and payload in one write: on an unbuffered socket two writes would wait for each other's
     * acknowledgement.
     */
    static void send(OutputStream out, HandshakeMessage message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        Frames.write(frame, message.encode());
        out.write(frame.toByteArray());
        out.flush();
    }

    /** Adds a message to the transcript, sent or received. */
    void record(HandshakeMessage message) {
        byte[] payload = message.encode();
        recordPart(payload, payload.length);
    }

    /** Adds the last message without its signature, which covers the transcript up to it. */
    void recordUnsigned(HandshakeMessage.ServerFinish message) {
        recordPart(message.encode(), HandshakeMessage.ServerFinish.LENGTH - Primitives.SIGNATURE_BYTES);
    }

    /** Returns the SHA-256 of the transcript so far; more can be added afterwards. */
    byte[] transcriptHash() {
        try {
            return ((MessageDigest) transcript.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private void recordPart(byte[] payload, int length) {
        transcript.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array());
        transcript.update(Arrays.copyOf(payload, length));
    }
}
