package quayside.protocol.crypto;

import java.security.SecureRandom;

/** Returns the given bytes once and in order. Drawing more than there are is an error of the code under test. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] given;
    private int used;

    FixedRandom(byte[] given) {
        this.given = given.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        if (bytes.length > given.length - used) {
            throw new IllegalStateException("only " + (given.length - used) + " random bytes are left");
        }
        System.arraycopy(given, used, bytes, 0, bytes.length);
        used += bytes.length;
    }
}
