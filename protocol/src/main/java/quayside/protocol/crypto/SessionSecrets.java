package quayside.protocol.crypto;

/**
 * What a finished handshake leaves to one side: whom it reached, and the ciphers of this one connection (PROTOCOL.md
 * section 3.9).
 *
 * <p>Each method gives the same object every time, so that no key ever starts its numbering twice.
 */
public final class SessionSecrets {
    private final Fingerprint server;
    private final FrameCipher frames;
    private final BodyCipher bodies;

    SessionSecrets(Fingerprint server, FrameCipher frames, BodyCipher bodies) {
        this.server = server;
        this.frames = frames;
        this.bodies = bodies;
    }

    /** The identity that the server proved; on the server's side, its own. */
    public Fingerprint server() {
        return server;
    }

    /** Seals the frames that this side sends and opens those that it receives. */
    public FrameCipher frames() {
        return frames;
    }

    /** Seals the bodies that this side sends and opens those that it receives. */
    public BodyCipher bodies() {
        return bodies;
    }
}
