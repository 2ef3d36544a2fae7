package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.RANDOM;
import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.Handshakes.Ending;
import quayside.protocol.crypto.Handshakes.Endings;
import quayside.protocol.crypto.Handshakes.Side;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.ProtocolException;

/** Tests peers and networks that violate PROTOCOL.md section 3. */
class HostileHandshakeTest {
    /** The sizes of the fields of each frame, the length field first. */
    private static final int[][] FROM_CLIENT = {
        {4, 1, 8, 1, 4, 32, 1184}, {4, 1, 16, 384, 384, 384, 32, 384, 32, 384, 384, 32}, {4, 1, 32, 32}
    };

    private static final int[][] FROM_SERVER = {
        {4, 1, 2, 32, 32, 384, 384, 384, 32, 384, 32}, {4, 1, 384, 384, 32, 1088}, {4, 1, 32, 64}
    };

    /** The number of further places in each frame, anywhere in it. */
    private static final int SAMPLES_PER_FRAME = 5;

    /** The place to tamper with: a byte of one side's output, and the end of its frame. */
    record Spot(boolean fromClient, int at, int bit, int frameEnd, boolean inLength) {}

    static Stream<Spot> aBitOfEachFieldAndMore() {
        Random random = new Random(3);
        List<Spot> spots = new ArrayList<>();
        for (boolean fromClient : new boolean[] {true, false}) {
            int at = 0;
            for (int[] frame : fromClient ? FROM_CLIENT : FROM_SERVER) {
                int frameEnd = at + Arrays.stream(frame).sum();
                for (int field = 0; field < frame.length; field++) {
                    spots.add(new Spot(
                            fromClient, at + random.nextInt(frame[field]), random.nextInt(8), frameEnd, field == 0));
                    at += frame[field];
                }
                int payload = frameEnd - Arrays.stream(frame).sum() + Integer.BYTES;
                for (int i = 0; i < SAMPLES_PER_FRAME; i++) {
                    spots.add(new Spot(
                            fromClient, random.nextInt(payload, frameEnd), random.nextInt(8), frameEnd, false));
                }
            }
        }
        return spots.stream();
    }

    /** Returns a side as a program uses it: the handshake, then a frame each way. */
    private static Side<byte[]> talking(Side<SessionSecrets> side) {
        return (in, out) -> {
            SessionSecrets secrets = side.run(in, out);
            Frames.write(out, secrets.frames().seal(new byte[] {1, 2, 3}));
            return secrets.frames().open(Frames.read(in, 100));
        };
    }

    @ParameterizedTest
    @MethodSource("aBitOfEachFieldAndMore")
    void aFlippedBitAnywhereEndsBothSides(Spot spot) throws Exception {
        // A length above the actual one would wait for the deadline; here the end of the stream replaces the deadline.
        long end = spot.inLength ? spot.frameEnd : Long.MAX_VALUE;
        Side<byte[]> client = talking(client("key", null));
        Side<byte[]> server = talking(server("key"));

        Endings<byte[], byte[]> ends = spot.fromClient
                ? Handshakes.run(
                        client, (in, out) -> server.run(TamperedInput.flipped(in, spot.at, spot.bit, end), out))
                : Handshakes.run(
                        (in, out) -> client.run(TamperedInput.flipped(in, spot.at, spot.bit, end), out), server);

        assertThat(ends.client().failure()).isInstanceOf(ProtocolException.class);
        assertThat(ends.server().failure()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void theServerItselfNoticesWhatWasChangedBeforeTheConfirmation() throws Exception {
        int nonceOfHello = 4 + 1 + 8 + 1 + 4;
        int kemCiphertext = 1671 + 1893 - 1088;

        assertFault(
                Handshakes.run(
                                client("key", null),
                                (in, out) -> server("key")
                                        .run(TamperedInput.flipped(in, nonceOfHello, 0, Long.MAX_VALUE), out))
                        .server(),
                Fault.BROKEN_PROTOCOL);
        assertFault(
                Handshakes.run(
                                (in, out) -> client("key", null)
                                        .run(TamperedInput.flipped(in, kemCiphertext, 0, Long.MAX_VALUE), out),
                                server("key"))
                        .server(),
                Fault.BROKEN_PROTOCOL);
    }

    static Stream<Arguments> cuts() {
        List<Arguments> cuts = new ArrayList<>();
        for (boolean fromClient : new boolean[] {true, false}) {
            int at = 0;
            for (int[] frame : fromClient ? FROM_CLIENT : FROM_SERVER) {
                int length = Arrays.stream(frame).sum();
                for (int inside : new int[] {0, 1, 4, length - 1}) {
                    cuts.add(Arguments.of(fromClient, at + inside));
                }
                at += length;
            }
        }
        return cuts.stream();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aCutAnywhereIsALostConnectionToWhomeverItHits(boolean fromClient, int end) throws Exception {
        Side<byte[]> client = talking(client("key", null));
        Side<byte[]> server = talking(server("key"));

        Ending<byte[]> hit = fromClient
                ? Handshakes.run(client, (in, out) -> server.run(TamperedInput.cut(in, end), out))
                        .server()
                : Handshakes.run((in, out) -> client.run(TamperedInput.cut(in, end), out), server)
                        .client();

        boolean clientHadConfirmed = !fromClient && end >= HandshakeLossTest.LAST_FROM_SERVER;
        assertFault(hit, clientHadConfirmed ? Fault.HANDSHAKE_LOST : Fault.CONNECTION_LOST);
    }

    static Stream<byte[]> garbage() {
        byte[] noise = new byte[9000];
        new Random(5).nextBytes(noise);
        return Stream.of(
                "GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "SSH-2.0-Example\r\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1},
                new byte[] {0, 0, 0, 0},
                new byte[] {0x7F, -1, -1, -1},
                new byte[] {-1, -1, -1, -1},
                new byte[] {0, 0, 0, 1, 0},
                ByteBuffer.allocate(8196).putInt(8189).array(),
                noise);
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsNotQuaysideAndGetsNoAnswer(byte[] garbage) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();

        assertFault(() -> server("key").run(new ByteArrayInputStream(garbage), answer), Fault.NOT_QUAYSIDE);
        assertThat(answer.size()).isZero();
        assertFault(() -> client("key", null).run(new ByteArrayInputStream(garbage), answer), Fault.NOT_QUAYSIDE);
    }

    @Test
    void randomBytesBehindAValidLengthNeverGetFurtherThanATypedFault() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(3000) + 4];
            random.nextBytes(noise);
            ByteBuffer.wrap(noise).putInt(noise.length - 4);
            if (noise.length > 4) {
                noise[4] = (byte) random.nextInt(8);
            }
            for (Side<SessionSecrets> side : List.of(client("key", null), server("key"))) {
                assertThat(Handshakes.failure(
                                () -> side.run(new ByteArrayInputStream(noise), new ByteArrayOutputStream())))
                        .isInstanceOf(ProtocolException.class);
            }
        }
    }

    @Test
    void noMoreThanEightKibibytesAreReadBeforeAuthentication() throws Exception {
        byte[] hello = hello(new short[] {1});
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Frames.write(sent, hello);
        // One byte more than the hello leaves. It is refused by its length alone, so nothing has to follow the length.
        sent.write(
                ByteBuffer.allocate(4).putInt(8192 - 4 - hello.length - 4 + 1).array());

        assertFault(
                () -> server("key").run(new ByteArrayInputStream(sent.toByteArray()), new ByteArrayOutputStream()),
                Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aVersionInCommonIsFoundAmongOthers() throws Exception {
        assertThat(answerTo(hello(new short[] {9, 1, 7}))[0]).isEqualTo((byte) 2);
    }

    @Test
    void noVersionInCommonIsSaid() throws Exception {
        assertThat(answerTo(hello(new short[] {3, 0x0100, -1})))
                .isEqualTo(new byte[] {127, 505 >> 8, (byte) 505, 0, 0, 0, 0});
    }

    @Test
    void aHelloWithTooFewOrTooManyVersionsOrBytesIsMalformed() throws Exception {
        byte[] malformed = {127, 400 >> 8, (byte) 400, 0, 0, 0, 0};
        byte[] fine = hello(new short[] {1});
        byte[] none = fine.clone();
        none[9] = 0;

        assertThat(answerTo(none)).isEqualTo(malformed);
        assertThat(answerTo(hello(new short[17]))).isEqualTo(malformed);
        assertThat(answerTo(Arrays.copyOf(fine, fine.length + 1))).isEqualTo(malformed);
        assertThat(answerTo(Arrays.copyOf(fine, fine.length - 1))).isEqualTo(malformed);
        assertThat(answerTo(Arrays.copyOf(fine, 10))).isEqualTo(malformed);
        assertThat(answerTo(hello(new short[16]))).as("sixteen are allowed").isNotEqualTo(malformed);
    }

    @Test
    void anMlKemKeyThatIsNoneIsMalformed() throws Exception {
        byte[] hello = hello(new short[] {1});
        // Coefficients of 12 bits that are not below 3329.
        Arrays.fill(hello, hello.length - MlKem.PUBLIC_KEY_BYTES, hello.length, (byte) 0xFF);

        assertThat(answerTo(hello)).isEqualTo(new byte[] {127, 400 >> 8, (byte) 400, 0, 0, 0, 0});
    }

    private static byte[] hello(short[] versions) {
        byte[] kemKey = MlKem.encode(MlKem.generate(RANDOM).getPublic());
        return new ClientHello(versions, new byte[32], kemKey).encode();
    }

    /** Returns the first payload that a server sends back. */
    private static byte[] answerTo(byte[] hello) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Frames.write(sent, hello);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        assertThat(Handshakes.failure(() -> server("key").run(new ByteArrayInputStream(sent.toByteArray()), answer)))
                .isInstanceOf(ProtocolException.class);
        return Frames.read(new ByteArrayInputStream(answer.toByteArray()), 8192);
    }
}
