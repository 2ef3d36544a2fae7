package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.ExampleHandshake.hex;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests what a stranger may send before anything is proven (PROTOCOL.md section 3), with the decoders and with both
 * state machines.
 *
 * <p>The state machines draw the random bytes of the example of section 3.10. So exactly one sequence of bytes is
 * right. It is in the corpus, and a sequence that differs from it in one bit must end the handshake.
 */
class HandshakeFuzzTest {
    private static final ExampleHandshake EXAMPLE = ExampleHandshake.load();
    private static final byte[] RIGHT_CLIENT = EXAMPLE.sentBy("client");
    private static final byte[] RIGHT_SERVER = EXAMPLE.sentBy("server");
    private static final ServerIdentity IDENTITY = ServerIdentity.fromSeed(hex(EXAMPLE.identitySeed()));
    private static final Fingerprint ANOTHER = Fingerprint.of(new byte[32]);

    private static final Set<Fault> CLIENT_FAULTS = EnumSet.of(
            Fault.BROKEN_PROTOCOL,
            Fault.NOT_QUAYSIDE,
            Fault.CONNECTION_LOST,
            Fault.HANDSHAKE_LOST,
            Fault.TOO_MANY_TRIES,
            Fault.SERVER_FULL,
            Fault.WRONG_KEY);
    private static final Set<Fault> SERVER_FAULTS =
            EnumSet.of(Fault.BROKEN_PROTOCOL, Fault.NOT_QUAYSIDE, Fault.CONNECTION_LOST, Fault.WRONG_KEY);

    /** The version of the example. */
    private static final short[] ONE = {1};

    private static final List<Decoder> DECODERS = List.of(
            HandshakeMessage.ClientHello::decode,
            HandshakeMessage.ServerHello::decode,
            payload -> HandshakeMessage.ClientExchange.decode(payload, (short) 1),
            payload -> HandshakeMessage.ClientExchange.decode(payload, (short) 2),
            HandshakeMessage.ServerExchange::decode,
            HandshakeMessage.ClientFinish::decode,
            HandshakeMessage.ServerFinish::decode,
            HandshakeMessage.Alert::decode);

    private interface Decoder {
        HandshakeMessage decode(byte[] payload) throws ProtocolException;
    }

    @FuzzTest
    void messages(byte[] payload) {
        int taken = 0;
        for (Decoder decoder : DECODERS) {
            try {
                HandshakeMessage message = decoder.decode(payload);
                assertThat(message.encode()).isEqualTo(payload);
                taken++;
                if (message instanceof HandshakeMessage.Alert alert) {
                    assertAlertIsHarmless(alert);
                }
            } catch (ProtocolException e) {
                assertThat(e.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            }
        }
        assertThat(taken).as("a message is of one type").isLessThanOrEqualTo(1);
    }

    private static void assertAlertIsHarmless(HandshakeMessage.Alert alert) {
        for (boolean confirming : new boolean[] {false, true}) {
            ProtocolException meaning = HandshakeAlerts.fault(alert, confirming);
            assertThat(CLIENT_FAULTS).contains(meaning.fault());
            assertThat(meaning.retryAfter()).isBetween(Duration.ZERO, Duration.ofHours(1));
        }
    }

    @FuzzTest
    void client(byte[] fromServer) throws IOException {
        assertThatOneWhoExpectsAnotherTellsNothing(fromServer);
        ByteArrayInputStream in = new ByteArrayInputStream(fromServer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessKey key = AccessKey.of(EXAMPLE.accessKey())) {
            ClientHandshake.run(
                    in, out, key, ONE, null, new SeededRandom(EXAMPLE.client().randomness()));
            assertThat(startsWith(fromServer, RIGHT_SERVER))
                    .as("nothing else is trusted")
                    .isTrue();
        } catch (ProtocolException e) {
            assertThat(CLIENT_FAULTS).contains(e.fault());
            assertThat(e.retryAfter()).isBetween(Duration.ZERO, Duration.ofHours(1));
            assertThat(startsWith(fromServer, RIGHT_SERVER)).isFalse();
        }
        assertThat(fromServer.length - in.available()).isLessThanOrEqualTo(Limits.MAX_HANDSHAKE_BYTES);
        assertThat(out.toByteArray())
                .as("its first message depends on nobody")
                .startsWith(Arrays.copyOf(RIGHT_CLIENT, helloBytes()));
    }

    /** Checks that a server which the client does not expect receives nothing that was computed from the key. */
    private static void assertThatOneWhoExpectsAnotherTellsNothing(byte[] fromServer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessKey key = AccessKey.of(EXAMPLE.accessKey())) {
            ClientHandshake.run(
                    new ByteArrayInputStream(fromServer),
                    out,
                    key,
                    ONE,
                    ANOTHER,
                    new SeededRandom(EXAMPLE.client().randomness()));
            throw new AssertionError("a server without that identity was trusted");
        } catch (ProtocolException e) {
            Set<Fault> faults = EnumSet.of(Fault.SERVER_KEY_CHANGED);
            faults.addAll(CLIENT_FAULTS);
            assertThat(faults).contains(e.fault());
        }
        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(RIGHT_CLIENT, helloBytes()));
    }

    @FuzzTest
    void server(byte[] fromClient) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(fromClient);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessKey key = AccessKey.of(EXAMPLE.accessKey())) {
            ServerHandshake.run(
                    in, out, key, IDENTITY, new SeededRandom(EXAMPLE.server().randomness()));
            assertThat(startsWith(fromClient, RIGHT_CLIENT))
                    .as("nobody else is let in")
                    .isTrue();
        } catch (ProtocolException e) {
            assertThat(SERVER_FAULTS).contains(e.fault());
            assertThat(startsWith(fromClient, RIGHT_CLIENT)).isFalse();
        }
        assertThat(fromClient.length - in.available()).isLessThanOrEqualTo(Limits.MAX_HANDSHAKE_BYTES);
        if (!greets(fromClient)) {
            assertThat(out.size()).as("garbage is not answered").isZero();
        }
    }

    private static boolean greets(byte[] fromClient) {
        return fromClient.length > Integer.BYTES
                && HandshakeMessage.ClientHello.hasMagic(
                        Arrays.copyOfRange(fromClient, Integer.BYTES, fromClient.length));
    }

    private static int helloBytes() {
        return Integer.BYTES + EXAMPLE.frames().getFirst().payload().length;
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }
}
