package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static quayside.protocol.crypto.Handshakes.IDENTITY;
import static quayside.protocol.crypto.Handshakes.RANDOM;
import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.HandshakeMessage.ServerHello;
import quayside.protocol.crypto.Handshakes.Endings;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.ProtocolException;

class HandshakeTest {
    private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void bothSidesAgreeOnCiphersAndIdentity() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends =
                Handshakes.run(client("K7PM-2XQA", IDENTITY.fingerprint()), server("k7pm 2xqa"));

        SessionSecrets client = ends.client().get();
        SessionSecrets server = ends.server().get();
        assertThat(client.server()).isEqualTo(IDENTITY.fingerprint()).isEqualTo(server.server());
        assertThat(server.frames().open(client.frames().seal(TEXT))).isEqualTo(TEXT);
        assertThat(client.frames().open(server.frames().seal(TEXT))).isEqualTo(TEXT);
        assertThat(bodyAcross(client.bodies(), server.bodies())).isEqualTo(TEXT);
        assertThat(bodyAcross(server.bodies(), client.bodies())).isEqualTo(TEXT);
    }

    @Test
    void withoutAPinWhoeverAnswersIsTrustedAndNamed() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(client("key", null), server("key"));

        assertThat(ends.client().get().server()).isEqualTo(IDENTITY.fingerprint());
    }

    @Test
    void theSameKeyAndIdentityGiveOtherCiphersEachTime() throws Exception {
        Endings<SessionSecrets, SessionSecrets> first = Handshakes.run(client("key", null), server("key"));
        Endings<SessionSecrets, SessionSecrets> second = Handshakes.run(client("key", null), server("key"));

        byte[] sealed = first.client().get().frames().seal(TEXT);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> second.server().get().frames().open(sealed));
    }

    @Test
    void nothingIsReadBeyondTheHandshake() throws Exception {
        Endings<byte[], byte[]> ends = Handshakes.run(
                (in, out) -> {
                    SessionSecrets secrets = client("key", null).run(in, out);
                    Frames.write(out, secrets.frames().seal(TEXT));
                    return secrets.frames().open(Frames.read(in, 100));
                },
                (in, out) -> {
                    SessionSecrets secrets = server("key").run(in, out);
                    Frames.write(out, secrets.frames().seal(TEXT));
                    return secrets.frames().open(Frames.read(in, 100));
                });

        assertThat(ends.client().get()).isEqualTo(TEXT);
        assertThat(ends.server().get()).isEqualTo(TEXT);
    }

    @Test
    void aWrongKeyIsOneGuessToTheServerAndAPlainSentenceToTheClient() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(client("guess", null), server("key"));

        assertFault(ends.server(), Fault.WRONG_KEY);
        assertThat(assertFault(ends.client(), Fault.WRONG_KEY))
                .hasMessage("The access key is not the one this share uses. Check it with the person who shares.");
    }

    @Test
    void aServerThatDoesNotKnowTheKeyLearnsNoMoreThanOneGuess() throws Exception {
        // The fake server continues beyond the point at which an honest one stops, to try keys on a guest.
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                client("key", IDENTITY.fingerprint()), (in, out) -> new FakeServer("guess", IDENTITY).run(in, out));

        assertFault(ends.client(), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aGuestWhoKnowsTheKeyCannotPoseAsTheServer() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                client("key", IDENTITY.fingerprint()),
                (in, out) -> new FakeServer("key", ServerIdentity.generate()).run(in, out));

        assertFault(ends.client(), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aServerThatOwnsBothIsNoFake() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(
                client("key", IDENTITY.fingerprint()), (in, out) -> new FakeServer("key", IDENTITY).run(in, out));

        assertThat(ends.client().get().server()).isEqualTo(IDENTITY.fingerprint());
    }

    @Test
    void anotherIdentityThanThePinnedOneStopsTheClientBeforeItUsesTheKey() throws Exception {
        ServerIdentity impostor = ServerIdentity.generate();
        Endings<SessionSecrets, byte[]> ends = Handshakes.run(client("key", IDENTITY.fingerprint()), (in, out) -> {
            ClientHello.decode(Frames.read(in, 8192));
            byte[] round1 = KeyExchange.ofServer(RANDOM).round1();
            HandshakeWire.send(out, new ServerHello((short) 1, new byte[32], impostor.publicKey(), round1));
            return in.readAllBytes();
        });

        assertThat(assertFault(ends.client(), Fault.SERVER_KEY_CHANGED)
                        .sentence()
                        .toString())
                .contains(IDENTITY.fingerprint().grouped())
                .contains(impostor.fingerprint().grouped());
        assertThat(ends.server().get())
                .as("what the client sent after its hello")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED,0,0",
        "SERVER_FULL,0,0",
        "SERVER_FULL,3,3",
        "SERVER_FULL,4294967295,3600",
        "TOO_MANY_TRIES,40,40",
        "TOO_MANY_TRIES,600,600",
        "TOO_MANY_TRIES,4294967295,3600"
    })
    void aRefusalArrivesWithTheTimeToWaitButNeverMoreThanAnHour(Fault fault, long sent, long understood)
            throws Exception {
        Endings<SessionSecrets, Boolean> ends = Handshakes.run(client("key", null), (in, out) -> {
            ServerHandshake.refuse(out, fault, sent);
            return true;
        });

        assertThat(assertFault(ends.client(), fault).retryAfter()).isEqualTo(Duration.ofSeconds(understood));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFUSED", "SERVER_FULL", "TOO_MANY_TRIES"})
    void onlyRefusalsRefuse(Fault fault) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatIllegalArgumentException().isThrownBy(() -> ServerHandshake.refuse(out, fault, 0));
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400,BROKEN_PROTOCOL",
        "401,BROKEN_PROTOCOL",
        "505,NOT_QUAYSIDE",
        "200,BROKEN_PROTOCOL",
        "65535,BROKEN_PROTOCOL"
    })
    void anEarlyAlertIsOnlyAHint(int status, Fault fault) throws Exception {
        Endings<SessionSecrets, Boolean> ends = Handshakes.run(client("key", null), (in, out) -> {
            HandshakeWire.send(out, new HandshakeMessage.Alert(status, 0));
            return true;
        });

        assertFault(ends.client(), fault);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 32})
    void aTimeToWaitThatTheAlertCannotHoldIsOurOwnMistake(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ServerHandshake.refuse(OutputStream.nullOutputStream(), Fault.TOO_MANY_TRIES, seconds));
    }

    @Test
    void aVersionThatWasNotOfferedIsRefusedBeforeTheKeyIsUsed() throws Exception {
        Endings<SessionSecrets, byte[]> ends = Handshakes.run(client("key", IDENTITY.fingerprint()), (in, out) -> {
            ClientHello.decode(Frames.read(in, 8192));
            byte[] round1 = KeyExchange.ofServer(RANDOM).round1();
            HandshakeWire.send(out, new ServerHello((short) 3, new byte[32], IDENTITY.publicKey(), round1));
            return in.readAllBytes();
        });

        assertFault(ends.client(), Fault.BROKEN_PROTOCOL);
        assertThat(ends.server().get()).isEmpty();
    }

    @Test
    void aConnectionThatFailsIsALostConnection() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertFault(() -> client("key", null).run(broken, OutputStream.nullOutputStream()), Fault.CONNECTION_LOST);
        assertFault(() -> server("key").run(broken, OutputStream.nullOutputStream()), Fault.CONNECTION_LOST);
    }

    @Test
    void whyAHandshakeFailedIsKnownThoughNobodyCanBeToldIt() throws IOException {
        ClientHello hello = new ClientHello(new short[] {7}, new byte[32], new byte[MlKem.PUBLIC_KEY_BYTES]);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        HandshakeWire.send(sent, hello);
        IOException gone = new IOException("gone");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw gone;
            }
        };

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> server("key").run(new ByteArrayInputStream(sent.toByteArray()), broken))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.NOT_QUAYSIDE))
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(gone));
    }

    private static byte[] bodyAcross(BodyCipher from, BodyCipher to) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream body = from.encrypt(sealed, TEXT.length, 0)) {
            body.write(TEXT);
        }
        return to.decrypt(new ByteArrayInputStream(sealed.toByteArray()), TEXT.length, 0)
                .readAllBytes();
    }
}
