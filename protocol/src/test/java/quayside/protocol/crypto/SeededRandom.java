package quayside.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Generates the same bytes for the same seed: SHA-256(seed || u32 counter), counting from 0, used in order. Not at all
 * secure.
 */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final String seed;
    private byte[] block = {};
    private int used;
    private int counter;

    SeededRandom(String seed) {
        this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (used == block.length) {
                MessageDigest sha256 = Sha256.start();
                sha256.update(seed.getBytes(StandardCharsets.UTF_8));
                sha256.update(new byte[] {
                    (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
                });
                block = sha256.digest();
                counter++;
                used = 0;
            }
            bytes[i] = block[used++];
        }
    }
}
