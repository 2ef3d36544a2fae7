package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static quayside.protocol.crypto.Handshakes.assertFault;

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

class BodyCipherTest {
    private static final byte[] ONE = new byte[Primitives.KEY_BYTES];
    private static final byte[] TWO = new byte[Primitives.KEY_BYTES];

    /** Longest body that is one segment, and the plaintext of a full segment after the first. */
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 201, 1000})
    void aFlippedBitInAnyByteOfASmallBodyReleasesNothing(int length) throws Exception {
        byte[] sealed = seal(noise(length), 0);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= (byte) (1 << at % 8);
            InputStream body = server.decrypt(new ByteArrayInputStream(changed), length, 0);
            assertFault(body::read, Fault.BROKEN_PROTOCOL);
            assertFault(body::read, Fault.BROKEN_PROTOCOL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1047, 1 << 20, (1 << 20) + 1, 2 << 20})
    void aFlippedBitInALaterSegmentReleasesOnlyThoseBeforeIt(int at) throws Exception {
        int length = FIRST + FULL + 1;
        byte[] body = noise(length);
        byte[] sealed = seal(body, 0);
        sealed[at] ^= 4;
        ByteArrayOutputStream released = new ByteArrayOutputStream();

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(sealed), length, 0)
                        .transferTo(released),
                Fault.BROKEN_PROTOCOL);

        int proven = at < 1 << 20 ? 0 : at < 2 << 20 ? FIRST : FIRST + FULL;
        assertThat(released.size()).isLessThanOrEqualTo(proven);
        assertThat(Arrays.equals(released.toByteArray(), Arrays.copyOf(body, released.size())))
                .isTrue();
    }

    @Test
    void aSmallBodyCutAtAnyByteIsALostConnection() throws Exception {
        byte[] sealed = seal(noise(300), 0);
        for (int end = 0; end < sealed.length; end++) {
            byte[] cut = Arrays.copyOf(sealed, end);
            assertFault(
                    () -> server.decrypt(new ByteArrayInputStream(cut), 300, 0).readAllBytes(), Fault.CONNECTION_LOST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) - 1, 1 << 20, (1 << 20) + 1, (2 << 20) - 1, 2 << 20})
    void aLongBodyCutAroundASegmentIsALostConnection(int end) throws Exception {
        int length = FIRST + FULL + 1;
        byte[] cut = Arrays.copyOf(seal(noise(length), 0), end);

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(cut), length, 0).readAllBytes(), Fault.CONNECTION_LOST);
    }

    @Test
    void aWholeBodyOfAnotherLengthDoesNotPassForTheAnnouncedOne() throws Exception {
        // Both end at a segment: without the mark of the last one the shorter would pass for a beginning.
        byte[] shorter = seal(noise(FIRST), 0);
        byte[] longer = Arrays.copyOf(shorter, (int) BodyCipher.sealedLength(FIRST + FULL));

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(longer), FIRST + FULL, 0)
                        .read(),
                Fault.BROKEN_PROTOCOL);
        byte[] beginning = Arrays.copyOf(seal(noise(FIRST + FULL), 0), 1 << 20);
        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(beginning), FIRST, 0)
                        .read(),
                Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aBodyOpensOnlyAfterItsOwnHeaderAndInItsOwnDirection() throws Exception {
        byte[] sealed = seal(noise(20), 5);
        BodyCipher sameKeys = new BodyCipher(Direction.CLIENT_TO_SERVER, ONE, ONE);

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(sealed), 20, 4).read(), Fault.BROKEN_PROTOCOL);
        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(sealed), 20, 6).read(), Fault.BROKEN_PROTOCOL);
        assertFault(
                () -> sameKeys.decrypt(new ByteArrayInputStream(sealed), 20, 5).read(), Fault.BROKEN_PROTOCOL);
        assertFault(
                () -> client.decrypt(new ByteArrayInputStream(sealed), 20, 5).read(), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void segmentsOfTwoBodiesDoNotMix() throws Exception {
        int length = FIRST + FULL;
        byte[] first = seal(noise(length), 0);
        byte[] second = seal(noise(length), 0);
        System.arraycopy(second, 1 << 20, first, 1 << 20, 1 << 20);

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(first), length, 0).readAllBytes(), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void swappedSegmentsDoNotOpen() throws Exception {
        int length = FIRST + 2 * FULL;
        byte[] sealed = seal(noise(length), 0);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 2 << 20, swapped, 1 << 20, 1 << 20);
        System.arraycopy(sealed, 1 << 20, swapped, 2 << 20, 1 << 20);

        assertFault(
                () -> server.decrypt(new ByteArrayInputStream(swapped), length, 0)
                        .readAllBytes(),
                Fault.BROKEN_PROTOCOL);
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

        assertThatIllegalArgumentException().isThrownBy(() -> body.write(0));
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

    /** Gives at most 1460 bytes at a time, as a network does. */
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
