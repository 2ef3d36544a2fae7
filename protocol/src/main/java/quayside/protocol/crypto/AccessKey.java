package quayside.protocol.crypto;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

/**
 * The secret that admits guests to a share (PROTOCOL.md section 3.2): the share's own key, or that of an invitation, which
 * carries the invitation's id (section 3.11).
 *
 * <p>Two keys are equal if they are the same after normalisation, so dashes and capitals are optional. No {@code
 * toString} shows the key, and comparing takes the same time for all keys. {@link #close} wipes what this object holds;
 * it cannot wipe strings that were passed in or returned. Thread-safe.
 */
public final class AccessKey implements AutoCloseable {
    private static final int MAX_CHARACTERS = 256;
    private static final int GENERATED_CHARACTERS = 8;
    private static final int GENERATED_GROUP = 4;

    /** 32 characters whose capitals are hard to mistake for one another: five bits each. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final byte[] CONTEXT = "quayside/1 access key\0".getBytes(StandardCharsets.US_ASCII);

    /** An invitation's key in one text, for key files and saved keys. Nobody types it. */
    private static final Pattern INVITED =
            Pattern.compile("invitation:([\\w-]{" + InvitationId.CHARACTERS + "}):(.+)", Pattern.DOTALL);

    private final char[] shown;
    private final byte[] digest;
    private final @Nullable InvitationId invitation;
    private boolean closed;

    private AccessKey(char[] shown, byte[] digest, @Nullable InvitationId invitation) {
        this.shown = shown;
        this.digest = digest;
        this.invitation = invitation;
    }

    private AccessKey(char[] shown, String normalized) {
        this.shown = shown;
        this.invitation = null;
        MessageDigest sha256 = Sha256.start();
        sha256.update(CONTEXT);
        byte[] utf8 = normalized.getBytes(StandardCharsets.UTF_8);
        sha256.update(utf8);
        Arrays.fill(utf8, (byte) 0);
        this.digest = sha256.digest();
    }

    /**
     * Returns a new key of eight characters from 32, shown as {@code XXXX-XXXX}: 40 random bits, less the few keys that
     * are easy to guess by chance. It is accepted wherever an owner's own key is.
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
     * Returns the key that a person typed or pasted. Any non-empty text is accepted, because the server decides. Check
     * an owner's own choice with {@link #weakness} first.
     *
     * @throws InvalidInput if nothing is left after normalisation, the text is
     *     longer than 256 characters, or it holds half a character
     */
    public static AccessKey of(String text) {
        Matcher invited = INVITED.matcher(text.strip());
        return invited.matches()
                ? of(invited.group(2)).through(InvitationId.parse(invited.group(1)))
                : new AccessKey(text.strip().toCharArray(), normalize(text));
    }

    /** Returns a copy of this key as the key of the invitation {@code id}. Each of the two is closed on its own. */
    public synchronized AccessKey through(InvitationId id) {
        requireOpen();
        return new AccessKey(shown.clone(), digest.clone(), id);
    }

    /** Returns the invitation whose key this is; empty if it is a share's own key. */
    public Optional<InvitationId> invitation() {
        return Optional.ofNullable(invitation);
    }

    /**
     * Returns why {@code text} is too easy to guess to be chosen as a key, in a sentence for the user that says what to
     * do; null if it is strong enough. Text that is not a key is weak as well.
     */
    public static @Nullable Sentence weakness(String text) {
        try {
            // A share's own key must not be taken for that of an invitation.
            return INVITED.matcher(text.strip()).matches()
                    ? Sentence.of(Phrase.KEY_WEAK)
                    : KeyStrength.weakness(normalize(text));
        } catch (InvalidInput e) {
            return e.sentence();
        }
    }

    /**
     * Returns a text of which {@link #of} makes this key again: as it was typed or generated, after {@code
     * invitation:ID:} for the key of an invitation.
     */
    public String reveal() {
        return (invitation == null ? "" : "invitation:" + invitation.reveal() + ":") + revealAlone();
    }

    /** Returns the text as it was typed or generated, without the id of an invitation. */
    public synchronized String revealAlone() {
        requireOpen();
        return new String(shown);
    }

    /** Returns the password of the key exchange: 64 hexadecimal characters, which the caller wipes. */
    synchronized char[] exchangePassword() {
        requireOpen();
        CharBuffer password = CharBuffer.allocate(2 * digest.length);
        HexFormat.of().formatHex(password, digest);
        return password.array();
    }

    /** Wipes the key. Every later use but {@link #equals} fails. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(shown, '\0');
        Arrays.fill(digest, (byte) 0);
    }

    /** Compares after normalisation, in constant time; a closed key equals only itself. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof AccessKey key)) {
            return false;
        }
        byte[] mine = copyOfDigest();
        return mine.length > 0
                && MessageDigest.isEqual(mine, key.copyOfDigest())
                && Objects.equals(invitation, key.invitation);
    }

    /** Returns the same value for every key, because {@link Object#toString} would show a hash of the secret. */
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
            throw new InvalidInput(Phrase.KEY_LONG, MAX_CHARACTERS);
        }
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.SURROGATE -> throw new InvalidInput(Phrase.KEY_INCOMPLETE);
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
            throw new InvalidInput(Phrase.KEY_EMPTY);
        }
        return Normalizer.normalize(kept.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
