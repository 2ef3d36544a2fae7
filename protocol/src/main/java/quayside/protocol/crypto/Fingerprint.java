package quayside.protocol.crypto;

import java.util.Arrays;
import java.util.Locale;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

/**
 * A short identifier of a server's identity: the first 20 bytes of the SHA-256 of its Ed25519 public key (PROTOCOL.md
 * section 3.5). Immutable value. It is not secret, so it may be shown and logged.
 */
public final class Fingerprint implements Sentence.Argument {
    private static final int BYTES = 20;
    private static final int CHARACTERS = 32;
    private static final int GROUP = 4;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final String text;

    private Fingerprint(String text) {
        this.text = text;
    }

    /** Returns the fingerprint of {@code publicKey}, the raw 32 bytes. */
    public static Fingerprint of(byte[] publicKey) {
        if (publicKey.length != Primitives.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        return new Fingerprint(encode(Arrays.copyOf(Sha256.start().digest(publicKey), BYTES)));
    }

    /**
     * Parses a fingerprint as written by {@link #toString} or {@link #grouped}; upper case, spaces and dashes are
     * accepted.
     *
     * @throws InvalidInput if {@code text} is not a fingerprint
     */
    public static Fingerprint parse(String text) {
        String plain = text.replace(" ", "").replace("-", "").toLowerCase(Locale.ROOT);
        if (plain.length() != CHARACTERS || !plain.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new InvalidInput(Phrase.FINGERPRINT_INVALID);
        }
        return new Fingerprint(plain);
    }

    /** Returns 32 characters of lower-case base32, as in a link. */
    @Override
    public String toString() {
        return text;
    }

    /** Returns eight groups of four characters separated by spaces, for people to compare. */
    public String grouped() {
        StringBuilder groups = new StringBuilder();
        for (int at = 0; at < CHARACTERS; at += GROUP) {
            groups.append(at == 0 ? "" : " ").append(text, at, at + GROUP);
        }
        return groups.toString();
    }

    @Override
    public Object inSentences(Locale language) {
        return grouped();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint && fingerprint.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * Encodes in base32. 160 bits are exactly 32 characters, so there is no padding and one spelling for each value.
     */
    private static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder(CHARACTERS);
        int bits = 0;
        int count = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xFF);
            count += 8;
            while (count >= 5) {
                count -= 5;
                out.append(ALPHABET.charAt((bits >>> count) & 31));
            }
        }
        return out.toString();
    }
}
