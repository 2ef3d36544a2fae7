package quayside.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random secret of one installation of the client. It goes into the names that identify interrupted transfers
 * (PROTOCOL.md sections 5.3 and 8.4), so that other programs cannot predict them. It never leaves this computer and is
 * kept as long as the program. Immutable.
 */
public final class ClientSecret {
    public static final int BYTES = 32;

    private static final int WORD_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private ClientSecret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Returns the secret with these bytes.
     *
     * @throws IllegalArgumentException unless there are {@link #BYTES}
     */
    public static ClientSecret of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a client's secret has " + BYTES + " bytes");
        }
        return new ClientSecret(bytes);
    }

    public static ClientSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClientSecret(bytes);
    }

    /** Returns 32 bytes that identify {@code text} and reveal nothing about it; the same text gives the same bytes. */
    public byte[] code(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HMAC-SHA256", e);
        }
    }

    /** Returns the first half of {@link #code} as a word of 22 characters, in base64 for URLs. */
    public String word(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code(text), WORD_BYTES));
    }
}
