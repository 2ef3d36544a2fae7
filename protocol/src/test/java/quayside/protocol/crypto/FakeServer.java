package quayside.protocol.crypto;

import static quayside.protocol.crypto.Handshakes.IDENTITY;
import static quayside.protocol.crypto.Handshakes.RANDOM;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import quayside.protocol.crypto.HandshakeMessage.ClientExchange;
import quayside.protocol.crypto.HandshakeMessage.ClientFinish;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.HandshakeMessage.ServerExchange;
import quayside.protocol.crypto.HandshakeMessage.ServerFinish;
import quayside.protocol.crypto.HandshakeMessage.ServerHello;

/**
 * A server that shows the right identity, but does not know the access key or does not own the identity. It never gives
 * up.
 */
final class FakeServer {
    private final KeyExchange exchange = KeyExchange.ofServer(RANDOM);

    private final AccessKey guess;

    private final ServerIdentity signer;

    FakeServer(String guess, ServerIdentity signer) {
        this.signer = signer;
        this.guess = AccessKey.of(guess);
    }

    SessionSecrets run(InputStream in, OutputStream out) throws IOException {
        HandshakeWire wire = new HandshakeWire(in, out);
        ClientHello hello = ClientHello.decode(wire.read());
        wire.record(hello);
        MlKem.Encapsulated kem = MlKem.encapsulate(hello.kemKey(), RANDOM);
        say(wire, new ServerHello((short) 1, new byte[32], IDENTITY.publicKey(), exchange.round1()));
        ClientExchange theirs = ClientExchange.decode(wire.read(), (short) 1);
        wire.record(theirs);
        exchange.acceptRound1(theirs.round1());
        byte[] round2 = exchange.round2(guess);
        exchange.acceptRound2(theirs.round2());
        say(wire, new ServerExchange(round2, kem.ciphertext()));
        try (KeySchedule keys = new KeySchedule(exchange.agree(), kem.secret())) {
            wire.record(ClientFinish.decode(wire.read()));
            ServerFinish unsigned = new ServerFinish(exchange.tag(), new byte[Primitives.SIGNATURE_BYTES]);
            wire.recordUnsigned(unsigned);
            byte[] transcript = wire.transcriptHash();
            wire.send(new ServerFinish(unsigned.tag(), signer.sign(KeySchedule.signedBytes(transcript))));
            return keys.session(IDENTITY.fingerprint(), Direction.SERVER_TO_CLIENT, transcript);
        }
    }

    private static void say(HandshakeWire wire, HandshakeMessage message) throws IOException {
        wire.send(message);
        wire.record(message);
    }
}
