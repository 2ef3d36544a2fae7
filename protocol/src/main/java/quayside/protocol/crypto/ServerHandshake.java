package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;

/** SKELETON (PROTOCOL.md 3). The caller holds the deadline (closes the socket). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class ServerHandshake {
    private ServerHandshake() {}

    /** Throws WRONG_KEY where the guest's confirmation is wrong (one counted guess; the alert was sent), NOT_QUAYSIDE for garbage, ... */
    public static SessionSecrets run(
            InputStream in, OutputStream out, AccessKey key, ServerIdentity identity, SecureRandom random)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Refuses before any key generation: reads nothing, writes the alert SERVER_FULL or TOO_MANY_TRIES with the seconds. */
    public static void refuse(OutputStream out, quayside.protocol.wire.Fault fault, long retryAfterSeconds)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
