package quayside.protocol.crypto;

/** SKELETON. The server's Ed25519 key pair (Tink). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ServerIdentity {
    private ServerIdentity() {}

    public static ServerIdentity generate() {
        throw new UnsupportedOperationException();
    }

    /** Reads the identity stored at file, or makes and stores one (owner-only permissions, atomically). Damaged file: IOException with a sentence, never overwritten. */
    public static ServerIdentity loadOrCreate(java.nio.file.Path file) throws java.io.IOException {
        throw new UnsupportedOperationException();
    }

    public Fingerprint fingerprint() {
        throw new UnsupportedOperationException();
    }
}
