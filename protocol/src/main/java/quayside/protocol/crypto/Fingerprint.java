package quayside.protocol.crypto;

/** SKELETON. First 20 bytes of SHA-256 of the server's Ed25519 public key. Value type (equals/hashCode). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Fingerprint {
    private Fingerprint() {}

    public static Fingerprint of(byte[] publicKey) {
        throw new UnsupportedOperationException();
    }

    /** 32 lower-case base32 characters (RFC 4648 alphabet, no padding); groups of dashes/spaces accepted. IllegalArgumentException otherwise. */
    public static Fingerprint parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** 32 characters, as in a link. */
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }

    /** Eight groups of four, for people to compare. */
    public String grouped() {
        throw new UnsupportedOperationException();
    }
}
