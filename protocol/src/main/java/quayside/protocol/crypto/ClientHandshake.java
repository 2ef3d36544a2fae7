package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.HandshakeMessage.Alert;
import quayside.protocol.crypto.HandshakeMessage.ClientExchange;
import quayside.protocol.crypto.HandshakeMessage.ClientFinish;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.HandshakeMessage.ServerExchange;
import quayside.protocol.crypto.HandshakeMessage.ServerFinish;
import quayside.protocol.crypto.HandshakeMessage.ServerHello;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** The client's side of the handshake (PROTOCOL.md section 3). It checks in the order of section 3.7. */
public final class ClientHandshake {
    /** The protocol versions that this program speaks. */
    static final short[] VERSIONS = {1, HandshakeMessage.VERSION_WITH_INVITATIONS};

    /** The versions that know invitations. A server that has none of them says that one side must be updated. */
    private static final short[] VERSIONS_FOR_INVITED = {HandshakeMessage.VERSION_WITH_INVITATIONS};

    private final HandshakeWire wire;
    private final SecureRandom random;
    private final AccessKey key;
    private final short[] versions;
    private final KeyExchange exchange;
    private boolean confirmed;

    private ClientHandshake(HandshakeWire wire, AccessKey key, short[] versions, SecureRandom random) {
        this.wire = wire;
        this.random = random;
        this.key = key;
        this.versions = versions;
        this.exchange = KeyExchange.ofClient(random);
    }

    /**
     * Performs the handshake over a new connection.
     *
     * <p>Blocks. The caller enforces the deadline ({@link quayside.protocol.wire.Limits#HANDSHAKE_DEADLINE}) by closing
     * the socket, which ends this call. Reads no byte beyond the handshake, so {@code in} may be unbuffered. Flushes
     * {@code out} and closes neither stream. After a failure the connection is of no use, and the user decides whether
     * to try again.
     *
     * @param pinned the expected fingerprint, from a link or an earlier visit; null trusts the server on first use
     * @throws ProtocolException with {@link Fault#SERVER_KEY_CHANGED} (nothing derived from {@code key} was sent; the
     *     sentence has both fingerprints), {@link Fault#WRONG_KEY}, {@link Fault#NOT_QUAYSIDE}, {@link
     *     Fault#SERVER_FULL}, {@link Fault#TOO_MANY_TRIES} with the time to wait, {@link Fault#CONNECTION_LOST}, {@link
     *     Fault#HANDSHAKE_LOST} from the confirmation on, or {@link Fault#BROKEN_PROTOCOL}
     */
    public static SessionSecrets run(
            InputStream in, OutputStream out, AccessKey key, @Nullable Fingerprint pinned, SecureRandom random)
            throws IOException {
        return run(in, out, key, key.invitation().isPresent() ? VERSIONS_FOR_INVITED : VERSIONS, pinned, random);
    }

    /** Performs the handshake in one of {@code versions}. */
    static SessionSecrets run(
            InputStream in,
            OutputStream out,
            AccessKey key,
            short[] versions,
            @Nullable Fingerprint pinned,
            SecureRandom random)
            throws IOException {
        ClientHandshake handshake = new ClientHandshake(new HandshakeWire(in, out), key, versions, random);
        try {
            return handshake.shake(pinned);
        } catch (ProtocolException e) {
            throw handshake.confirmed && isWorthAnotherTry(e) ? lost(e) : e;
        } catch (IOException e) {
            throw handshake.confirmed ? lost(e) : new ProtocolException(Reason.LOST_IN_SETUP, e);
        }
    }

    private static boolean isWorthAnotherTry(ProtocolException e) {
        return e.fault() == Fault.CONNECTION_LOST || e.fault() == Fault.SERVER_FULL;
    }

    /** Returns a failure that is not retried automatically: each retry would give a fake server another guess. */
    private static ProtocolException lost(IOException cause) {
        return new ProtocolException(Reason.SHARE_UNPROVEN, cause);
    }

    private SessionSecrets shake(@Nullable Fingerprint pinned) throws IOException {
        KeyPair kem = MlKem.generate(random);
        byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
        random.nextBytes(nonce);
        ClientHello hello = new ClientHello(versions, nonce, MlKem.encode(kem.getPublic()));
        wire.send(hello);
        wire.record(hello);

        ServerHello server = receiveServerHello();
        Fingerprint fingerprint = Fingerprint.of(server.identity());
        if (pinned != null && !pinned.equals(fingerprint)) {
            throw keyChanged(pinned, fingerprint);
        }
        byte[] round1 = exchange.round1();
        exchange.acceptRound1(server.round1());
        ClientExchange ours = new ClientExchange(selector(hello, server), round1, exchange.round2(key));
        wire.send(ours);
        wire.record(ours);

        ServerExchange theirs = ServerExchange.decode(receive(false));
        wire.record(theirs);
        exchange.acceptRound2(theirs.round2());
        byte[] agreed = exchange.agree();
        try (KeySchedule keys = new KeySchedule(agreed, MlKem.decapsulate(kem.getPrivate(), theirs.kemCiphertext()))) {
            ClientFinish finish = new ClientFinish(exchange.tag(), keys.clientConfirmation(wire.transcriptHash()));
            confirmed = true;
            wire.send(finish);
            wire.record(finish);

            ServerFinish proof = ServerFinish.decode(receive(true));
            wire.recordUnsigned(proof);
            byte[] transcript = wire.transcriptHash();
            if (!exchange.accepts(proof.tag())
                    || !Primitives.verify(server.identity(), KeySchedule.signedBytes(transcript), proof.signature())) {
                throw new ProtocolException(Reason.SERVER_FALSE);
            }
            return keys.session(fingerprint, Direction.CLIENT_TO_SERVER, transcript);
        }
    }

    /** Returns the selector of this key's invitation, or one that is that of no invitation. */
    private byte[] selector(ClientHello hello, ServerHello server) {
        if (server.version() < HandshakeMessage.VERSION_WITH_INVITATIONS) {
            return new byte[0];
        }
        return key.invitation()
                .map(id -> id.selector(hello.nonce(), server.nonce(), server.identity()))
                .orElseGet(() -> {
                    byte[] none = new byte[InvitationId.SELECTOR_BYTES];
                    random.nextBytes(none);
                    return none;
                });
    }

    private ServerHello receiveServerHello() throws IOException {
        byte[] payload;
        try {
            payload = wire.read();
        } catch (ProtocolException e) {
            throw e.fault() == Fault.BROKEN_PROTOCOL ? notQuayside(e) : e;
        }
        if (Alert.isAlert(payload)) {
            throw HandshakeAlerts.fault(Alert.decode(payload), false);
        }
        if (payload[0] != ServerHello.TYPE) {
            throw notQuayside(null);
        }
        ServerHello server = ServerHello.decode(payload);
        if (!HandshakeMessage.contains(versions, server.version())) {
            throw new ProtocolException(Reason.VERSION_NOT_OFFERED);
        }
        wire.record(server);
        return server;
    }

    private byte[] receive(boolean confirming) throws IOException {
        byte[] payload = wire.read();
        if (Alert.isAlert(payload)) {
            throw HandshakeAlerts.fault(Alert.decode(payload), confirming);
        }
        return payload;
    }

    private static ProtocolException notQuayside(@Nullable ProtocolException cause) {
        return new ProtocolException(Reason.NOT_QUAYSIDE, cause);
    }

    private static ProtocolException keyChanged(Fingerprint pinned, Fingerprint found) {
        return new ProtocolException(Reason.SERVER_KEY_CHANGED, found, pinned);
    }
}
