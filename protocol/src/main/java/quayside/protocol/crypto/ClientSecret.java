package quayside.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random secret of one installation of the client, which goes into the names by which its interrupted transfers are known (PROTOCOL.md sections 5.3 and
 * 8.4): nobody else can say beforehand what they are. It never leaves this computer, and lives as long as the program. Immutable.
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
     * The one of these bytes.
     *
     * @throws IllegalArgumentException unless there are {@link #BYTES}
     */
    public static ClientSecret of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a client's secret has " + BYTES + " bytes");
        }
        return new ClientSecret(bytes);
    }

    /** A new one. */
    public static ClientSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClientSecret(bytes);
    }

    /** 32 bytes that stand for {@code text}, the same each time, and tell nothing of it. */
    public byte[] code(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HMAC-SHA256", e);
        }
    }

    /** As {@link #code}, half of it: a word of 22 characters, in base64 for URLs. */
    public String word(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code(text), WORD_BYTES));
    }
}
