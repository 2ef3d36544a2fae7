package quayside.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;

/**
 * Names an invitation to its server, and to nobody else: 16 random bytes (PROTOCOL.md section 3.11). Whoever does not
 * know it cannot even try a key of the invitation, so it is a secret and no {@code toString} shows it. Immutable.
 */
public final class InvitationId {
    /** The length of {@link #reveal}. */
    public static final int CHARACTERS = 22;

    /** The length of {@link #tag}. */
    public static final int TAG_CHARACTERS = 32;

    static final int SELECTOR_BYTES = 16;

    private static final int BYTES = 16;
    private static final byte[] TAG_CONTEXT = "quayside tag of an invitation\0".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] CONTEXT = "quayside/2 invitation\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private InvitationId(byte[] bytes) {
        this.bytes = bytes;
    }

    public static InvitationId generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new InvitationId(bytes);
    }

    /**
     * Parses what {@link #reveal} returned. There is one spelling of each id.
     *
     * @throws InvalidInput if {@code text} is no such id
     */
    public static InvitationId parse(String text) {
        try {
            InvitationId id = new InvitationId(Base64.getUrlDecoder().decode(text));
            if (id.bytes.length == BYTES && id.reveal().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // The cause would contain the text.
        }
        throw new InvalidInput(Phrase.LINK_ID);
    }

    /** Returns {@link #CHARACTERS} characters of {@code A-Z a-z 0-9 - _}, as in a link. */
    public String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Returns {@link #TAG_CHARACTERS} hexadecimal digits by which a client tells its invitations apart in its own files.
     * The id does not follow from them.
     */
    public String tag() {
        MessageDigest digest = Sha256.start();
        digest.update(TAG_CONTEXT);
        return HexFormat.of().formatHex(digest.digest(bytes), 0, TAG_CHARACTERS / 2);
    }

    /** Returns the selector of this invitation in one handshake. */
    byte[] selector(byte[] clientNonce, byte[] serverNonce, byte[] serverKey) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update(CONTEXT);
            mac.update(clientNonce);
            mac.update(serverNonce);
            return Arrays.copyOf(mac.doFinal(serverKey), SELECTOR_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HMAC-SHA256", e);
        }
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof InvitationId id && MessageDigest.isEqual(bytes, id.bytes);
    }

    /** Returns the same value for every id, because {@link Object#toString} would show a hash of it. */
    @Override
    public int hashCode() {
        return 0;
    }
}
