package quayside.protocol.crypto;

import java.security.SecureRandom;

/**
 * The session keys of both sides, fixed instead of negotiated, so that no handshake is measured. Each new server can
 * open what one client has sealed, so the same bytes can be opened repeatedly. Immutable.
 */
public final class SessionPairs {
    private final Fingerprint server = ServerIdentity.generate().fingerprint();
    private final byte[] framesToServer = key();
    private final byte[] framesToClient = key();
    private final byte[] bodiesToServer = key();
    private final byte[] bodiesToClient = key();

    private static byte[] key() {
        byte[] key = new byte[Primitives.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** Returns a client that has sealed and opened nothing yet. */
    public SessionSecrets client() {
        return new SessionSecrets(
                server,
                new FrameCipher(Direction.CLIENT_TO_SERVER, framesToServer, framesToClient),
                new BodyCipher(Direction.CLIENT_TO_SERVER, bodiesToServer, bodiesToClient));
    }

    /** Returns a server that has sealed and opened nothing yet. */
    public SessionSecrets server() {
        return new SessionSecrets(
                server,
                new FrameCipher(Direction.SERVER_TO_CLIENT, framesToClient, framesToServer),
                new BodyCipher(Direction.SERVER_TO_CLIENT, bodiesToClient, bodiesToServer));
    }
}
