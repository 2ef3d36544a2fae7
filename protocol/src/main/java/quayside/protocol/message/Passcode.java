package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;

/**
 * The passcode of a protected file (PROTOCOL.md section 5.8): 1 to {@value #MAX_CHARACTERS} UTF-16 units without
 * control characters. It is in Unicode form NFC, so that two keyboards that spell an accent differently agree. Capitals
 * and spaces count.
 *
 * <p>No {@code toString} shows it, and comparing takes the same time for all passcodes of one length. {@link #close}
 * wipes the bytes of this object; it cannot wipe strings that were passed in or returned. Thread-safe.
 */
public final class Passcode implements AutoCloseable {
    public static final int MAX_CHARACTERS = 256;

    private final byte[] utf8;
    private boolean closed;

    /** Takes the array over. */
    Passcode(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Returns the passcode that a person typed.
     *
     * @throws InvalidInput if {@code text} is not a passcode
     */
    public static Passcode of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (normal.isEmpty()) {
            throw new InvalidInput(Phrase.PASSCODE_EMPTY);
        }
        if (text.length() > MAX_CHARACTERS || normal.length() > MAX_CHARACTERS) {
            throw new InvalidInput(Phrase.PASSCODE_LONG, MAX_CHARACTERS);
        }
        if (normal.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInput(Phrase.PASSCODE_CONTROL);
        }
        if (normal.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw new InvalidInput(Phrase.PASSCODE_INCOMPLETE);
        }
        return new Passcode(normal.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy with the same text, which its owner closes. This object stays unchanged. */
    public synchronized Passcode copy() {
        return new Passcode(copyBytes());
    }

    /** Returns the text; no other method shows it. */
    public synchronized String reveal() {
        requireOpen();
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns the UTF-8 bytes, which the caller wipes. */
    public synchronized byte[] copyBytes() {
        requireOpen();
        return utf8.clone();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the passcode is closed");
        }
    }

    /** Wipes the passcode. Every later use but {@link #equals} fails. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(utf8, (byte) 0);
    }

    private synchronized byte[] copyIfOpen() {
        return closed ? new byte[0] : utf8.clone();
    }

    /** Compares in constant time; a closed passcode equals only itself. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Passcode passcode)) {
            return false;
        }
        byte[] mine = copyIfOpen();
        return mine.length > 0 && MessageDigest.isEqual(mine, passcode.copyIfOpen());
    }

    /** Returns the same value for every passcode, because {@link Object#toString} would show a hash of the secret. */
    @Override
    public int hashCode() {
        return 0;
    }
}
