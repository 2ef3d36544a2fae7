package quayside.protocol.crypto;

/**
 * The result of a finished handshake for one side: the server's identity and the ciphers of this one connection
 * (PROTOCOL.md section 3.9).
 *
 * <p>Each method returns the same object every time, so that no key ever restarts its numbering.
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

    /** Returns the identity that the server proved; on the server's side, its own. */
    public Fingerprint server() {
        return server;
    }

    /** Returns the cipher for the frames that this side sends and receives. */
    public FrameCipher frames() {
        return frames;
    }

    /** Returns the cipher for the bodies that this side sends and receives. */
    public BodyCipher bodies() {
        return bodies;
    }
}
