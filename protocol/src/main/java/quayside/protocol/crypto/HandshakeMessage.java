package quayside.protocol.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * A message of the handshake and its bytes (PROTOCOL.md section 3.1).
 *
 * <p>Fields have fixed sizes, so that each message has exactly one length and a decoded message encodes back to the
 * same bytes. The users of the fields check their content. Arrays are shared, not copied, because messages live for one
 * handshake only.
 */
@SuppressWarnings("ArrayRecordComponent") // carriers of bytes; never compared
sealed interface HandshakeMessage {
    int NONCE_BYTES = 32;

    /** The first version in which a client can use the key of an invitation. */
    short VERSION_WITH_INVITATIONS = 2;

    /** Returns the payload of the frame. */
    byte[] encode();

    record ClientHello(short[] versions, byte[] nonce, byte[] kemKey) implements HandshakeMessage {
        static final byte TYPE = 1;
        private static final byte[] MAGIC = {'Q', 'U', 'A', 'Y', 'S', 'I', 'D', 'E'};
        private static final int MAX_VERSIONS = 16;
        private static final int COUNT_AT = 1 + 8;

        /** Returns whether a first frame comes from a client of this protocol, in any version. */
        static boolean hasMagic(byte[] payload) {
            return payload.length > COUNT_AT
                    && payload[0] == TYPE
                    && Arrays.equals(payload, 1, COUNT_AT, MAGIC, 0, MAGIC.length);
        }

        static ClientHello decode(byte[] payload) throws ProtocolException {
            int count = payload.length > COUNT_AT ? payload[COUNT_AT] & 0xFF : 0;
            if (!hasMagic(payload) || count < 1 || count > MAX_VERSIONS) {
                throw malformed();
            }
            ByteBuffer in = open(payload, TYPE, length(count)).position(COUNT_AT + 1);
            short[] versions = new short[count];
            for (int i = 0; i < count; i++) {
                versions[i] = in.getShort();
            }
            return new ClientHello(versions, take(in, NONCE_BYTES), take(in, MlKem.PUBLIC_KEY_BYTES));
        }

        @Override
        public byte[] encode() {
            ByteBuffer out = ByteBuffer.allocate(length(versions.length))
                    .put(TYPE)
                    .put(MAGIC)
                    .put((byte) versions.length);
            for (short version : versions) {
                out.putShort(version);
            }
            return out.put(nonce).put(kemKey).array();
        }

        private static int length(int versions) {
            return COUNT_AT + 1 + Short.BYTES * versions + NONCE_BYTES + MlKem.PUBLIC_KEY_BYTES;
        }
    }

    record ServerHello(short version, byte[] nonce, byte[] identity, byte[] round1) implements HandshakeMessage {
        static final byte TYPE = 2;
        private static final int LENGTH =
                1 + Short.BYTES + NONCE_BYTES + Primitives.PUBLIC_KEY_BYTES + KeyExchange.ROUND_1_BYTES;

        static ServerHello decode(byte[] payload) throws ProtocolException {
            ByteBuffer in = open(payload, TYPE, LENGTH);
            return new ServerHello(
                    in.getShort(),
                    take(in, NONCE_BYTES),
                    take(in, Primitives.PUBLIC_KEY_BYTES),
                    take(in, KeyExchange.ROUND_1_BYTES));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH)
                    .put(TYPE)
                    .putShort(version)
                    .put(nonce)
                    .put(identity)
                    .put(round1)
                    .array();
        }
    }

    /**
     * The client's rounds, and which key they are for.
     *
     * @param selector empty in version 1
     */
    record ClientExchange(byte[] selector, byte[] round1, byte[] round2) implements HandshakeMessage {
        static final byte TYPE = 3;
        private static final int LENGTH = 1 + KeyExchange.ROUND_1_BYTES + KeyExchange.ROUND_2_BYTES;

        static ClientExchange decode(byte[] payload, short version) throws ProtocolException {
            int selector = version < VERSION_WITH_INVITATIONS ? 0 : InvitationId.SELECTOR_BYTES;
            ByteBuffer in = open(payload, TYPE, LENGTH + selector);
            return new ClientExchange(
                    take(in, selector), take(in, KeyExchange.ROUND_1_BYTES), take(in, KeyExchange.ROUND_2_BYTES));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH + selector.length)
                    .put(TYPE)
                    .put(selector)
                    .put(round1)
                    .put(round2)
                    .array();
        }
    }

    record ServerExchange(byte[] round2, byte[] kemCiphertext) implements HandshakeMessage {
        static final byte TYPE = 4;
        private static final int LENGTH = 1 + KeyExchange.ROUND_2_BYTES + MlKem.CIPHERTEXT_BYTES;

        static ServerExchange decode(byte[] payload) throws ProtocolException {
            ByteBuffer in = open(payload, TYPE, LENGTH);
            return new ServerExchange(take(in, KeyExchange.ROUND_2_BYTES), take(in, MlKem.CIPHERTEXT_BYTES));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH)
                    .put(TYPE)
                    .put(round2)
                    .put(kemCiphertext)
                    .array();
        }
    }

    record ClientFinish(byte[] tag, byte[] confirmation) implements HandshakeMessage {
        static final byte TYPE = 5;
        private static final int LENGTH = 1 + KeyExchange.TAG_BYTES + Primitives.KEY_BYTES;

        static ClientFinish decode(byte[] payload) throws ProtocolException {
            ByteBuffer in = open(payload, TYPE, LENGTH);
            return new ClientFinish(take(in, KeyExchange.TAG_BYTES), take(in, Primitives.KEY_BYTES));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH)
                    .put(TYPE)
                    .put(tag)
                    .put(confirmation)
                    .array();
        }
    }

    record ServerFinish(byte[] tag, byte[] signature) implements HandshakeMessage {
        static final byte TYPE = 6;
        static final int LENGTH = 1 + KeyExchange.TAG_BYTES + Primitives.SIGNATURE_BYTES;

        static ServerFinish decode(byte[] payload) throws ProtocolException {
            ByteBuffer in = open(payload, TYPE, LENGTH);
            return new ServerFinish(take(in, KeyExchange.TAG_BYTES), take(in, Primitives.SIGNATURE_BYTES));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH).put(TYPE).put(tag).put(signature).array();
        }
    }

    /** Ends the handshake (PROTOCOL.md section 3.8). It is not authenticated, so it is only a hint. */
    record Alert(int status, long retryAfterSeconds) implements HandshakeMessage {
        static final byte TYPE = 127;
        private static final int LENGTH = 1 + Short.BYTES + Integer.BYTES;

        static boolean isAlert(byte[] payload) {
            return payload[0] == TYPE;
        }

        static Alert decode(byte[] payload) throws ProtocolException {
            ByteBuffer in = open(payload, TYPE, LENGTH);
            return new Alert(Short.toUnsignedInt(in.getShort()), Integer.toUnsignedLong(in.getInt()));
        }

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(LENGTH)
                    .put(TYPE)
                    .putShort((short) status)
                    .putInt((int) retryAfterSeconds)
                    .array();
        }
    }

    static boolean contains(short[] versions, short version) {
        for (short each : versions) {
            if (each == version) {
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer open(byte[] payload, byte type, int length) throws ProtocolException {
        if (payload.length != length || payload[0] != type) {
            throw malformed();
        }
        return ByteBuffer.wrap(payload).position(1);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] field = new byte[length];
        in.get(field);
        return field;
    }

    private static ProtocolException malformed() {
        return new ProtocolException(Reason.HANDSHAKE_OUT_OF_STEP);
    }
}
