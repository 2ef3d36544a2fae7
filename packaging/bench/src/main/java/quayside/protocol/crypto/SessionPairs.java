package quayside.protocol.crypto;

import java.security.SecureRandom;

/**
 * What handshakes over fixed keys would leave to both sides, without their cost. Whatever one client sealed opens on each new server, so
 * that it can be opened again and again. Immutable.
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

    /** A client that has sealed and opened nothing yet. */
    public SessionSecrets client() {
        return new SessionSecrets(
                server,
                new FrameCipher(Direction.CLIENT_TO_SERVER, framesToServer, framesToClient),
                new BodyCipher(Direction.CLIENT_TO_SERVER, bodiesToServer, bodiesToClient));
    }

    /** A server that has sealed and opened nothing yet. */
    public SessionSecrets server() {
        return new SessionSecrets(
                server,
                new FrameCipher(Direction.SERVER_TO_CLIENT, framesToClient, framesToServer),
                new BodyCipher(Direction.SERVER_TO_CLIENT, bodiesToClient, bodiesToServer));
    }
}
