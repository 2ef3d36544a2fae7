package quayside.protocol.crypto;

/** SKELETON. What a finished handshake leaves: fingerprint of the server, and one-use makers of the ciphers, seen from this side. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class SessionSecrets {
    SessionSecrets() {}

    /** The identity that the server proved. */
    public Fingerprint server() {
        throw new UnsupportedOperationException();
    }

    /** Ciphers of this side; call once. */
    public FrameCipher frames() {
        throw new UnsupportedOperationException();
    }

    public BodyCipher bodies() {
        throw new UnsupportedOperationException();
    }
}
