package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
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

/** The server's side of the handshake (PROTOCOL.md section 3). It checks in the order of section 3.7. */
public final class ServerHandshake {
    /** The protocol versions that this program speaks, the best one first. */
    private static final short[] VERSIONS = {HandshakeMessage.VERSION_WITH_INVITATIONS, 1};

    private final HandshakeWire wire;
    private final Keys keys;
    private final ServerIdentity identity;
    private final SecureRandom random;
    private final HandshakeGate gate;
    private final KeyExchange exchange;

    /**
     * The keys that admit guests.
     *
     * @param own the share's own key
     * @param invited returns the keys of all invitations, whatever became of them; called once for each handshake
     */
    public record Keys(AccessKey own, Supplier<List<AccessKey>> invited) {
        /** Makes the keys of a share without invitations. */
        public Keys(AccessKey own) {
            this(own, List::of);
        }
    }

    private ServerHandshake(
            HandshakeWire wire, Keys keys, ServerIdentity identity, SecureRandom random, HandshakeGate gate) {
        this.wire = wire;
        this.keys = keys;
        this.identity = identity;
        this.random = random;
        this.gate = gate;
        this.exchange = KeyExchange.ofServer(random);
    }

    /** Performs the handshake with {@link HandshakeGate#OPEN}. */
    public static SessionSecrets run(
            InputStream in, OutputStream out, AccessKey key, ServerIdentity identity, SecureRandom random)
            throws IOException {
        return run(in, out, new Keys(key), identity, random, HandshakeGate.OPEN);
    }

    /**
     * Performs the handshake with a guest, as far as {@code gate} permits.
     *
     * <p>Blocks. The caller enforces the deadline ({@link quayside.protocol.wire.Limits#HANDSHAKE_DEADLINE}) by closing
     * the socket, which ends this call with {@link Fault#CONNECTION_LOST}. Costs some 20 ms of computing, all of it in
     * {@link HandshakeGate#compute} and none before {@link HandshakeGate#begin}. Reads no byte beyond the handshake,
     * flushes {@code out}, and closes neither stream.
     *
     * <p>On failure the guest has been sent an alert with the reason, and the caller closes. For a fault of the gate
     * itself, the caller sends the alert with {@link #refuse}.
     *
     * @throws ProtocolException with {@link Fault#WRONG_KEY} if the guest's confirmation is wrong (one counted guess),
     *     {@link Fault#NOT_QUAYSIDE} for garbage or no version in common, {@link Fault#BROKEN_PROTOCOL}, {@link
     *     Fault#CONNECTION_LOST}, or a fault of the gate
     */
    public static SessionSecrets run(
            InputStream in,
            OutputStream out,
            Keys keys,
            ServerIdentity identity,
            SecureRandom random,
            HandshakeGate gate)
            throws IOException {
        try {
            HandshakeWire wire = new HandshakeWire(in, out);
            byte[] hello = receiveHello(wire);
            try {
                return shake(wire, hello, keys, identity, random, gate);
            } catch (ProtocolException e) {
                alert(wire, e);
                throw e;
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolException(Reason.GUEST_LOST, e);
        }
    }

    /**
     * Refuses a guest: writes and flushes the alert for {@code fault}.
     *
     * <p>Closing a socket that has unread bytes may reset the connection and lose the alert. So first shut down the
     * output and read what the guest has sent, within a bound.
     *
     * @param fault {@link Fault#REFUSED}, {@link Fault#SERVER_FULL} or {@link Fault#TOO_MANY_TRIES}
     * @param retryAfterSeconds how long to wait, for {@code TOO_MANY_TRIES}, and for {@code SERVER_FULL} if it is
     *     known; otherwise 0
     * @throws IllegalArgumentException for another fault or seconds that do not fit a {@code u32}
     */
    public static void refuse(OutputStream out, Fault fault, long retryAfterSeconds) throws IOException {
        HandshakeWire.send(out, HandshakeAlerts.ofRefusal(fault, retryAfterSeconds));
    }

    private static byte[] receiveHello(HandshakeWire wire) throws IOException {
        byte[] payload;
        try {
            payload = wire.read();
        } catch (ProtocolException e) {
            throw e.fault() == Fault.BROKEN_PROTOCOL ? notQuayside(e) : e;
        }
        if (!ClientHello.hasMagic(payload)) {
            throw notQuayside(null);
        }
        return payload;
    }

    private static SessionSecrets shake(
            HandshakeWire wire,
            byte[] helloPayload,
            Keys keys,
            ServerIdentity identity,
            SecureRandom random,
            HandshakeGate gate)
            throws IOException {
        ClientHello hello = ClientHello.decode(helloPayload);
        short version = version(hello);
        gate.begin();
        return new ServerHandshake(wire, keys, identity, random, gate).shake(hello, version);
    }

    private static short version(ClientHello hello) throws ProtocolException {
        for (short each : VERSIONS) {
            if (HandshakeMessage.contains(hello.versions(), each)) {
                return each;
            }
        }
        throw new ProtocolException(Reason.GUEST_VERSION);
    }

    private SessionSecrets shake(ClientHello hello, short version) throws IOException {
        MlKem.Encapsulated kem = gate.compute(() -> MlKem.encapsulate(hello.kemKey(), random));
        wire.record(hello);

        byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
        random.nextBytes(nonce);
        ServerHello reply = new ServerHello(version, nonce, identity.publicKey(), gate.compute(exchange::round1));
        wire.send(reply);
        wire.record(reply);

        ClientExchange theirs = ClientExchange.decode(wire.read(), version);
        wire.record(theirs);
        AccessKey key = chosen(theirs.selector(), hello.nonce(), nonce);
        byte[] round2 = gate.compute(() -> exchange(theirs, key));
        ServerExchange ours = new ServerExchange(round2, kem.ciphertext());
        wire.send(ours);
        wire.record(ours);

        try (KeySchedule schedule = new KeySchedule(gate.compute(exchange::agree), kem.secret())) {
            ClientFinish finish = ClientFinish.decode(wire.read());
            gate.confirm(key, () -> acceptFinish(finish, schedule));
            ServerFinish unsigned = new ServerFinish(exchange.tag(), new byte[Primitives.SIGNATURE_BYTES]);
            wire.recordUnsigned(unsigned);
            byte[] transcript = wire.transcriptHash();
            byte[] signature = identity.sign(KeySchedule.signedBytes(transcript));
            wire.send(new ServerFinish(unsigned.tag(), signature));
            return schedule.session(identity.fingerprint(), Direction.SERVER_TO_CLIENT, transcript);
        }
    }

    /**
     * Returns the key of the invitation that the selector names, or else the share's own. Every invitation costs the same
     * work, so time does not tell whether one was named.
     */
    private AccessKey chosen(byte[] selector, byte[] clientNonce, byte[] serverNonce) {
        AccessKey chosen = keys.own();
        for (AccessKey each : keys.invited().get()) {
            byte[] expected = each.invitation().orElseThrow().selector(clientNonce, serverNonce, identity.publicKey());
            chosen = MessageDigest.isEqual(expected, selector) ? each : chosen;
        }
        return chosen;
    }

    private byte[] exchange(ClientExchange theirs, AccessKey key) throws ProtocolException {
        exchange.acceptRound1(theirs.round1());
        byte[] round2 = exchange.round2(key);
        exchange.acceptRound2(theirs.round2());
        return round2;
    }

    private void acceptFinish(ClientFinish finish, KeySchedule keys) throws ProtocolException {
        if (!exchange.accepts(finish.tag())) {
            throw new ProtocolException(Reason.GUESSED_WRONG);
        }
        if (!MessageDigest.isEqual(finish.confirmation(), keys.clientConfirmation(wire.transcriptHash()))) {
            throw new ProtocolException(Reason.HANDSHAKE_FORGED);
        }
        wire.record(finish);
    }

    private static void alert(HandshakeWire wire, ProtocolException failure) {
        Alert alert = HandshakeAlerts.ofFailure(failure.fault());
        if (alert != null) {
            try {
                wire.send(alert);
            } catch (IOException e) {
                // The guest is gone; only the original failure matters.
                failure.addSuppressed(e);
            }
        }
    }

    private static ProtocolException notQuayside(@Nullable ProtocolException cause) {
        return new ProtocolException(Reason.GUEST_NOT_QUAYSIDE, cause);
    }
}
