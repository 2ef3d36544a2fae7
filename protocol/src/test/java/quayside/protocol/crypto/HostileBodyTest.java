package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.assertFault;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;

/** Tests changes to a body by a man in the middle (PROTOCOL.md section 6.2). */
class HostileBodyTest {
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
        // Both end at a segment: without the mark of the last one, the shorter would look like a beginning.
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
}
