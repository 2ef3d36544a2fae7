package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

class BodyCipherTest {
    private static final byte[] ONE = new byte[Primitives.KEY_BYTES];
    private static final byte[] TWO = new byte[Primitives.KEY_BYTES];

    /** The longest body that is one segment, and the plaintext of a full segment after the first. */
    private static final int FIRST = (1 << 20) - 56;

    private static final int FULL = (1 << 20) - 16;

    static {
        Arrays.fill(TWO, (byte) 2);
    }

    private final BodyCipher client = new BodyCipher(Direction.CLIENT_TO_SERVER, ONE, TWO);
    private final BodyCipher server = new BodyCipher(Direction.SERVER_TO_CLIENT, TWO, ONE);

    @ParameterizedTest
    @CsvSource({
        "0, 256, 56",
        "1, 256, 57",
        "199, 256, 255",
        "200, 256, 256",
        "201, 512, 257",
        "456, 512, 512",
        "457, 1024, 513",
        "1048519, 1048576, 1048575",
        "1048520, 1048576, 1048576",
        "1048521, 1048576, 1048593",
        "1048576, 1048576, 1048648",
        "2097080, 1048576, 2097152",
        "2097081, 1048576, 2097169",
        "17592186044416, 1048576, 17592454484024"
    })
    void segmentAndSealedLengthFollowFromTheLength(long length, int segment, long sealed) {
        assertThat(BodyCipher.segmentBytes(length)).isEqualTo(segment);
        assertThat(BodyCipher.sealedLength(length)).isEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Limits.MAX_FILE_BYTES + 1, Long.MAX_VALUE})
    void aLengthOutsideTheLimitsIsOurOwnMistake(long length) {
        assertThatIllegalArgumentException().isThrownBy(() -> BodyCipher.sealedLength(length));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                199,
                200,
                201,
                400,
                455,
                456,
                457,
                1000,
                65536,
                FIRST - 1,
                FIRST,
                FIRST + 1,
                1 << 20,
                (1 << 20) + 1,
                FIRST + FULL - 1,
                FIRST + FULL,
                FIRST + FULL + 1,
                FIRST + 2 * FULL
            })
    void aBodyArrivesWholeAndTheNextFrameFollows(int length) throws Exception {
        byte[] body = noise(length);
        byte[] sealed = seal(body, 7);
        assertThat(sealed.length).isEqualTo((int) BodyCipher.sealedLength(length));

        byte[] andMore = Arrays.copyOf(sealed, sealed.length + 3);
        ByteArrayInputStream connection = new ByteArrayInputStream(andMore);
        byte[] opened = server.decrypt(connection, length, 7).readAllBytes();

        assertThat(opened).isEqualTo(body);
        assertThat(connection.available()).isEqualTo(3);
    }

    @Test
    void aReadFillsItsBuffer() throws Exception {
        byte[] sealed = seal(noise(3 << 20), 0);

        int count = server.decrypt(new TrickleInput(sealed), 3 << 20, 0).read(new byte[2 << 20]);

        assertThat(count).isEqualTo(2 << 20);
    }

    @Test
    void theConnectionsOwnFailureIsPassedOn() {
        SocketTimeoutException stalled = new SocketTimeoutException();
        InputStream connection = new InputStream() {
            @Override
            public int read() throws IOException {
                throw stalled;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw stalled;
            }
        };

        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> server.decrypt(connection, 10, 0).read())
                .isSameAs(stalled);
    }

    @Test
    void neitherSideClosesTheConnection() throws Exception {
        boolean[] closed = {false};
        ByteArrayOutputStream sealed = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (OutputStream body = client.encrypt(sealed, 0, 0)) {
            body.flush();
        }
        InputStream connection = new ByteArrayInputStream(sealed.toByteArray()) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (InputStream body = server.decrypt(connection, 0, 0)) {
            assertThat(body.read()).isEqualTo(-1);
        }

        assertThat(closed[0]).isFalse();
    }

    @Test
    void aBodyThatEndsEarlyIsNotFinished() throws Exception {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        OutputStream body = client.encrypt(sealed, 10, 0);
        body.write(new byte[9]);

        assertThatExceptionOfType(IOException.class).isThrownBy(body::close);
        body.close();
        assertThat(sealed.size()).as("the header, and no segment").isEqualTo(40);
    }

    @Test
    void oneByteMoreThanAnnouncedIsOurOwnMistake() throws Exception {
        OutputStream body = client.encrypt(new ByteArrayOutputStream(), 10, 0);
        body.write(new byte[10]);

        assertThatIllegalArgumentException().isThrownBy(() -> body.write(0)).withMessageContaining("1 bytes more");
    }

    @Test
    void twoSegmentsOfABodyAreHeldAtOnce() {
        assertThat(BodyCipher.heldBytes(0)).isEqualTo(512);
        assertThat(BodyCipher.heldBytes(1L << 40)).isEqualTo(2 << 20);
    }

    /** PROTOCOL.md section 6.2: the connection goes on behind the segment that opens for nobody. */
    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "200, 0",
        "201, 100",
        "1048520, 1048519",
        "1048521, 0",
        "1048521, 1048520",
        "2500000, 0",
        "2500000, 1048520",
        "2500000, 1048521",
        "2500000, 1500000",
        "2500000, 2097080",
        "2500000, 2499999",
        "3145640, 3000000"
    })
    void ofABodyThatIsSpoiledNothingOpensButWhatWasSaidBeforeAndTheNextFrameFollows(int length, int said)
            throws Exception {
        byte[] body = noise(length);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SealingStream sealing = client.encrypt(sealed, length, 7);
        sealing.write(body, 0, said);
        sealing.spoil();
        sealing.close();
        assertThatIllegalStateException().isThrownBy(sealing::spoil);
        assertThat((long) sealed.size()).isLessThanOrEqualTo(BodyCipher.sealedLength(length));
        sealed.write(new byte[] {1, 2, 3});

        OpeningStream opening = server.decrypt(new ByteArrayInputStream(sealed.toByteArray()), length, 7);
        assertThat(opening.behindUnopened()).as("before anything failed").isEmpty();
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> opening.transferTo(opened))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.BROKEN_PROTOCOL);
        assertThat(opened.size()).isLessThanOrEqualTo(said);
        assertThat(Arrays.equals(opened.toByteArray(), Arrays.copyOf(body, opened.size())))
                .isTrue();
        assertThat(opening.behindUnopened().orElseThrow().readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void aBodyThatIsWholeCannotBeSpoiledAnyMore() throws Exception {
        SealingStream sealing = client.encrypt(new ByteArrayOutputStream(), 1, 0);
        sealing.write(1);
        assertThatIllegalStateException().isThrownBy(sealing::spoil);
    }

    @Test
    void behindALostConnectionIsNothing() throws Exception {
        OpeningStream opening = server.decrypt(new ByteArrayInputStream(new byte[10]), 10, 0);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(opening::read);
        assertThat(opening.behindUnopened()).isEmpty();
    }

    @Test
    void flushingTheBodyFlushesTheConnection() throws Exception {
        int[] flushes = {0};
        OutputStream connection = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushes[0]++;
            }
        };
        client.encrypt(connection, 1, 0).flush();
        assertThat(flushes[0]).isOne();
    }

    @Test
    void whatIsSealedIsCountedToTheByte() throws Exception {
        ByteArrayOutputStream connection = new ByteArrayOutputStream();
        UnclosedOutput out = new UnclosedOutput(connection);
        out.write(7);
        out.write(new byte[] {1, 2, 3}, 1, 2);
        assertThat(out.written()).isEqualTo(3);
        assertThat(connection.toByteArray()).containsExactly(7, 2, 3);
    }

    @Test
    void byteByByteIsTheSameAsAllAtOnce() throws Exception {
        byte[] body = noise(700);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out = client.encrypt(sealed, body.length, 3)) {
            for (byte b : body) {
                out.write(b);
            }
        }
        InputStream in = server.decrypt(new TrickleInput(sealed.toByteArray()), body.length, 3);
        for (byte b : body) {
            assertThat(in.read()).isEqualTo(b & 0xFF);
        }
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read()).isEqualTo(-1);
    }

    private byte[] seal(byte[] body, long headerSequence) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out = client.encrypt(sealed, body.length, headerSequence)) {
            out.write(body);
        }
        return sealed.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    /** Returns at most 1460 bytes at a time, as a network does. */
    private static final class TrickleInput extends ByteArrayInputStream {
        TrickleInput(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1460));
        }
    }
}
