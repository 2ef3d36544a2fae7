package quayside.protocol.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;

/**
 * The output of a peer with the right keys, scripted by a fuzz target's input. A step is one byte for its kind, a
 * {@code u16} length, and that number of bytes; a last step that is too short has the bytes that are left.
 *
 * <table>
 * <caption>Kinds, by the letter or otherwise modulo 4</caption>
 * <tr><td>{@code F}</td><td>a frame, well sealed, of these bytes</td></tr>
 * <tr><td>{@code B}</td><td>a body, well sealed as a stream and bound to the frame before, of these bytes over and over; its length is their first four</td></tr>
 * <tr><td>{@code R}</td><td>these bytes as they are</td></tr>
 * <tr><td>{@code X}</td><td>one bit of the earlier output is flipped; these bytes are its number, counted from the end</td></tr>
 * </table>
 *
 * @param wire the whole output
 * @param intactFrames how many sealed frames are unchanged, and all data before them
 */
@SuppressWarnings("ArrayRecordComponent") // a pair of results; never compared
record HostileScript(byte[] wire, int intactFrames) {
    /** Enough for a stream of two segments. */
    private static final int MAX_BODY_BYTES = Limits.BODY_SEGMENT_BYTES + 200_000;

    static HostileScript play(byte[] script, SessionSecrets keys) throws IOException {
        return new Player(keys).play(ByteBuffer.wrap(script));
    }

    private static final class Player {
        private final SessionSecrets keys;
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private final int[] frameEnds = new int[1000];
        private int frames;
        private final BitSet flipped = new BitSet();
        private int rawAt = Integer.MAX_VALUE;

        Player(SessionSecrets keys) {
            this.keys = keys;
        }

        HostileScript play(ByteBuffer script) throws IOException {
            while (script.remaining() > Short.BYTES && frames < frameEnds.length) {
                byte kind = script.get();
                byte[] bytes = new byte[Math.min(Short.toUnsignedInt(script.getShort()), script.remaining())];
                script.get(bytes);
                switch (kind) {
                    case 'F' -> frame(bytes);
                    case 'B' -> body(bytes);
                    case 'R' -> raw(bytes);
                    case 'X' -> flip(bytes);
                    default -> any(kind & 3, bytes);
                }
            }
            byte[] all = wire.toByteArray();
            flipped.stream().forEach(bit -> all[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE));
            int damagedAt = flipped.isEmpty() ? rawAt : Math.min(rawAt, flipped.nextSetBit(0) / Byte.SIZE);
            int intact = (int) Arrays.stream(frameEnds, 0, frames)
                    .filter(end -> end <= damagedAt)
                    .count();
            return new HostileScript(all, intact);
        }

        private void any(int kind, byte[] bytes) throws IOException {
            switch (kind) {
                case 0 -> frame(bytes);
                case 1 -> body(bytes);
                case 2 -> raw(bytes);
                default -> flip(bytes);
            }
        }

        private void frame(byte[] plaintext) throws IOException {
            Frames.write(
                    wire,
                    keys.frames().seal(Arrays.copyOf(plaintext, Math.min(plaintext.length, Limits.MAX_HEADER_BYTES))));
            frameEnds[frames++] = wire.size();
        }

        private void body(byte[] bytes) throws IOException {
            if (frames == 0 || bytes.length <= Integer.BYTES) {
                return;
            }
            int length = (ByteBuffer.wrap(bytes).getInt() & Integer.MAX_VALUE) % MAX_BODY_BYTES;
            byte[] plaintext = new byte[length];
            for (int i = 0; i < length; i++) {
                plaintext[i] = bytes[Integer.BYTES + i % (bytes.length - Integer.BYTES)];
            }
            try (OutputStream body =
                    keys.bodies().encrypt(wire, length, keys.frames().lastSealed())) {
                body.write(plaintext);
            }
        }

        private void raw(byte[] bytes) {
            if (bytes.length > 0) {
                rawAt = Math.min(rawAt, wire.size());
                wire.writeBytes(bytes);
            }
        }

        /** Flipping the same bit twice restores it. */
        private void flip(byte[] bytes) {
            if (wire.size() > 0 && bytes.length >= Short.BYTES) {
                int bits = wire.size() * Byte.SIZE;
                flipped.flip(
                        bits - 1 - Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort()) % bits);
            }
        }
    }
}
