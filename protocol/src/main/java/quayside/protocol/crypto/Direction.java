package quayside.protocol.crypto;

import java.nio.ByteBuffer;

/** The direction of sealed bytes (PROTOCOL.md section 6). */
enum Direction {
    CLIENT_TO_SERVER(0, "client to server"),
    SERVER_TO_CLIENT(1, "server to client");

    private final byte code;
    private final String label;

    Direction(int code, String label) {
        this.code = (byte) code;
        this.label = label;
    }

    Direction opposite() {
        return switch (this) {
            case CLIENT_TO_SERVER -> SERVER_TO_CLIENT;
            case SERVER_TO_CLIENT -> CLIENT_TO_SERVER;
        };
    }

    /** Returns the name of the direction in the labels of the session keys. */
    String label() {
        return label;
    }

    /** Returns the 9 bytes that bind sealed bytes to this direction and to the frame of this number. */
    byte[] associatedData(long sequence) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(code).putLong(sequence).array();
    }
}
