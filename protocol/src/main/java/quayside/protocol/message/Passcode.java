package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * The passcode of a protected file (PROTOCOL.md section 5.8): 1 to {@value #MAX_CHARACTERS} UTF-16 units without control characters, in Unicode form
 * NFC, so that two keyboards that spell an accent differently agree. Capitals and spaces count.
 *
 * <p>There is no {@code toString} that shows it, and comparing takes the same time for all of one length. {@link #close} wipes what this object
 * holds; strings that came from or went to the outside are beyond its reach. Safe for use by several threads.
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
     * The passcode that a person typed.
     *
     * @throws IllegalArgumentException with a sentence for the user, where {@code text} is none
     */
    public static Passcode of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (normal.isEmpty()) {
            throw new IllegalArgumentException("The passcode is empty.");
        }
        if (text.length() > MAX_CHARACTERS || normal.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("A passcode has at most " + MAX_CHARACTERS + " characters.");
        }
        if (normal.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A passcode holds no control characters, such as a tab or a new line.");
        }
        if (normal.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw new IllegalArgumentException("The passcode holds half a character; type it again.");
        }
        return new Passcode(normal.getBytes(StandardCharsets.UTF_8));
    }

    /** Another with the same text, which its owner closes; this one stays as it is. */
    public synchronized Passcode copy() {
        return new Passcode(copyBytes());
    }

    /** The text; the only way to see it. */
    public synchronized String reveal() {
        requireOpen();
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Its UTF-8 bytes, the caller's to wipe. */
    public synchronized byte[] copyBytes() {
        requireOpen();
        return utf8.clone();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the passcode is closed");
        }
    }

    /** Wipes it; every other use but {@link #equals} fails from now on. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(utf8, (byte) 0);
    }

    private synchronized byte[] copyIfOpen() {
        return closed ? new byte[0] : utf8.clone();
    }

    /** A closed one equals only itself. */
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

    /** The same for every passcode: a hash of the secret would show up in {@link Object#toString}. */
    @Override
    public int hashCode() {
        return 0;
    }
}
