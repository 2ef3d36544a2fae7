package quayside.protocol.crypto;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The secret that admits guests to a share (PROTOCOL.md section 3.2).
 *
 * <p>Two keys are equal where they are the same after normalisation, so nobody has to type dashes or capitals. There is no
 * {@code toString} that shows the key, and comparing takes the same time for all keys. {@link #close} wipes what this object holds;
 * strings that came from or went to the outside are beyond its reach. Safe for use by several threads.
 */
public final class AccessKey implements AutoCloseable {
    private static final int MAX_CHARACTERS = 256;
    private static final int GENERATED_CHARACTERS = 8;
    private static final int GENERATED_GROUP = 4;

    /** 32 characters that are hard to mistake for one another in capitals: five bits each. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final byte[] CONTEXT = "quayside/1 access key\0".getBytes(StandardCharsets.US_ASCII);

    private final char[] shown;
    private final byte[] digest;
    private boolean closed;

    private AccessKey(char[] shown, String normalized) {
        this.shown = shown;
        MessageDigest sha256 = Sha256.start();
        sha256.update(CONTEXT);
        byte[] utf8 = normalized.getBytes(StandardCharsets.UTF_8);
        sha256.update(utf8);
        Arrays.fill(utf8, (byte) 0);
        this.digest = sha256.digest();
    }

    /**
     * A new key of eight characters from 32, 40 random bits but for those few that chance has made easy to guess; shown as {@code XXXX-XXXX}. It is
     * accepted wherever an owner's own is.
     */
    public static AccessKey generate(SecureRandom random) {
        String text = draw(random);
        while (weakness(text) != null) {
            text = draw(random);
        }
        return of(text);
    }

    private static String draw(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GENERATED_CHARACTERS; i++) {
            text.append(i == GENERATED_GROUP ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /**
     * The key that a person typed or pasted. Any that is not empty is accepted, since it is the server that decides; for an
     * owner's own choice ask {@link #weakness} first.
     *
     * @throws IllegalArgumentException with a sentence for the user where nothing is left after normalisation, where it is longer than
     *     256 characters, or holds half a character
     */
    public static AccessKey of(String text) {
        return new AccessKey(text.strip().toCharArray(), normalize(text));
    }

    /**
     * Why {@code text} is too easy to guess to be chosen as a key, in a sentence for the user that says what to do; null where it will
     * do. Text that is no key at all is weak as well.
     */
    public static @Nullable String weakness(String text) {
        try {
            return KeyStrength.weakness(normalize(text));
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** The text as it was typed or generated; the only way to see it. */
    public synchronized String reveal() {
        requireOpen();
        return new String(shown);
    }

    /** The password of the key exchange: 64 hexadecimal characters, the caller's to wipe. */
    synchronized char[] exchangePassword() {
        requireOpen();
        CharBuffer password = CharBuffer.allocate(2 * digest.length);
        HexFormat.of().formatHex(password, digest);
        return password.array();
    }

    /** Wipes the key; every other use but {@link #equals} fails from now on. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(shown, '\0');
        Arrays.fill(digest, (byte) 0);
    }

    /** Same key after normalisation, in constant time; a closed key equals only itself. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof AccessKey key)) {
            return false;
        }
        byte[] mine = copyOfDigest();
        return mine.length > 0 && MessageDigest.isEqual(mine, key.copyOfDigest());
    }

    /** The same for every key: a hash of the secret would show up in {@link Object#toString}. */
    @Override
    public int hashCode() {
        return 0;
    }

    private synchronized byte[] copyOfDigest() {
        return closed ? new byte[0] : digest.clone();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the access key is closed");
        }
    }

    private static String normalize(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("An access key has at most " + MAX_CHARACTERS + " characters.");
        }
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.SURROGATE ->
                    throw new IllegalArgumentException("The access key holds half a character; type it again.");
                case Character.SPACE_SEPARATOR,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.DASH_PUNCTUATION,
                        Character.CONTROL,
                        Character.FORMAT -> {}
                default -> kept.appendCodePoint(point);
            }
        });
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("The access key is empty; enter the one that the share shows.");
        }
        return Normalizer.normalize(kept.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
