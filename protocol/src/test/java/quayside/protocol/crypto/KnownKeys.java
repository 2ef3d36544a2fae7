package quayside.protocol.crypto;

import java.util.Arrays;

/** Both ends of a connection with known keys, so that tests can seal any data. */
public final class KnownKeys {
    private static final Fingerprint SERVER = Fingerprint.of(new byte[32]);

    private KnownKeys() {}

    public static SessionSecrets client() {
        return secrets(Direction.CLIENT_TO_SERVER, 1, 2);
    }

    public static SessionSecrets server() {
        return secrets(Direction.SERVER_TO_CLIENT, 2, 1);
    }

    private static SessionSecrets secrets(Direction sends, int own, int peer) {
        return new SessionSecrets(
                SERVER, new FrameCipher(sends, key(own), key(peer)), new BodyCipher(sends, key(own), key(peer)));
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[Primitives.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
