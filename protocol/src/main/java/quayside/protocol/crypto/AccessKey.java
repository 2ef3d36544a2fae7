package quayside.protocol.crypto;

/** SKELETON. The secret that admits guests. No toString; equals constant-time; close wipes. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class AccessKey implements AutoCloseable {
    private AccessKey() {}

    /** Eight unambiguous characters (40 bits) as XXXX-XXXX. */
    public static AccessKey generate(java.security.SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /** A typed key for connecting: normalised (NFKC, spaces and dashes dropped, lower case). IllegalArgumentException with a plain sentence where nothing is left or over 256 chars. */
    public static AccessKey of(String text) {
        throw new UnsupportedOperationException();
    }

    /** The owner's own choice: refused (returns a helpful sentence) where too weak; null where fine. */
    public static @org.jspecify.annotations.Nullable String weakness(String text) {
        throw new UnsupportedOperationException();
    }

    /** The text as people read and type it; the only way to see it. */
    public String reveal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
