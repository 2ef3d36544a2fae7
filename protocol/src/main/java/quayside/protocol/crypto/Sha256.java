package quayside.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** SHA-256, which every Java has. Stateless; each digest that it makes is for one thread. */
public final class Sha256 {
    private static final int WORD_BYTES = 16;

    private Sha256() {}

    /** Returns a new digest without input. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Returns the 32 bytes for {@code text} in UTF-8. */
    public static byte[] of(String text) {
        return start().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a word of 22 characters that identifies {@code text} and reveals nothing about it: half of its digest, in
     * base64 for URLs.
     */
    public static String word(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(of(text), WORD_BYTES));
    }
}
