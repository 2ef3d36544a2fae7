package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static quayside.protocol.crypto.Handshakes.assertFault;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;

class FrameCipherTest {
    private static final byte[] ONE = key(1);
    private static final byte[] TWO = key(2);

    private final FrameCipher client = new FrameCipher(Direction.CLIENT_TO_SERVER, ONE, TWO);
    private final FrameCipher server = new FrameCipher(Direction.SERVER_TO_CLIENT, TWO, ONE);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1000, Limits.MAX_HEADER_BYTES})
    void whatIsSealedOpensWithTwentyEightBytesLess(int length) throws Exception {
        byte[] plaintext = noise(length);

        byte[] frame = client.seal(plaintext);

        assertThat(frame).hasSize(length + 28);
        assertThat(server.open(frame)).isEqualTo(plaintext);
    }

    @Test
    void oneByteMoreThanAFrameHoldsIsOurOwnMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> client.seal(new byte[Limits.MAX_HEADER_BYTES + 1]));
    }

    @Test
    void bothDirectionsCountOnTheirOwn() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.open(client.seal(noise(i)));
            assertThat(client.lastSealed()).isEqualTo(i).isEqualTo(server.lastOpened());
        }
        client.open(server.seal(noise(3)));

        assertThat(server.lastSealed()).isZero();
        assertThat(client.lastOpened()).isZero();
    }

    @Test
    void beforeTheFirstFrameThereIsNoLastOne() {
        assertThatIllegalStateException().isThrownBy(client::lastSealed);
        assertThatIllegalStateException().isThrownBy(client::lastOpened);
    }

    @Test
    void aFlippedBitAnywhereDoesNotOpen() {
        byte[] frame = client.seal(noise(20));
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] changed = frame.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFault(() -> freshServer().open(changed), Fault.BROKEN_PROTOCOL);
        }
    }

    @Test
    void aShortenedOrLengthenedFrameDoesNotOpen() {
        byte[] frame = client.seal(noise(20));
        for (int length = 0; length < frame.length + 2; length++) {
            if (length != frame.length) {
                byte[] changed = Arrays.copyOf(frame, length);
                assertFault(() -> freshServer().open(changed), Fault.BROKEN_PROTOCOL);
            }
        }
    }

    @Test
    void aReplayedFrameDoesNotOpen() throws Exception {
        byte[] frame = client.seal(noise(20));
        server.open(frame);

        assertFault(() -> server.open(frame), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aFrameAfterADroppedOneDoesNotOpen() {
        client.seal(noise(20));
        byte[] second = client.seal(noise(20));

        assertFault(() -> server.open(second), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void afterOneFailureNothingOpensAnyMore() {
        byte[] first = client.seal(noise(20));
        byte[] second = client.seal(noise(20));

        assertFault(() -> server.open(second), Fault.BROKEN_PROTOCOL);
        assertFault(() -> server.open(first), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aFrameDoesNotOpenInTheOtherDirectionEvenUnderTheSameKey() {
        FrameCipher one = new FrameCipher(Direction.CLIENT_TO_SERVER, ONE, ONE);

        byte[] reflected = one.seal(noise(20));

        assertFault(() -> one.open(reflected), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void aFrameOfAnotherConnectionDoesNotOpen() {
        byte[] foreign = new FrameCipher(Direction.CLIENT_TO_SERVER, key(3), TWO).seal(noise(20));

        assertFault(() -> server.open(foreign), Fault.BROKEN_PROTOCOL);
    }

    @Test
    void theSameTextNeverLooksTheSame() {
        assertThat(client.seal(ONE)).isNotEqualTo(client.seal(ONE));
    }

    /** Random nonces are safe for no more. */
    @Test
    void afterTwoToThe32FramesNeitherSideGoesOn() throws Exception {
        long most = 1L << 32;
        FrameCipher sender = new FrameCipher(Direction.CLIENT_TO_SERVER, ONE, TWO, most - 1);
        FrameCipher receiver = new FrameCipher(Direction.SERVER_TO_CLIENT, TWO, ONE, most - 1);
        assertThat(receiver.open(sender.seal(noise(3)))).isEqualTo(noise(3));

        assertThatIllegalStateException().isThrownBy(() -> sender.seal(noise(3)));
        byte[] further = Primitives.frameAead(ONE).encrypt(noise(3), Direction.CLIENT_TO_SERVER.associatedData(most));
        assertFault(() -> receiver.open(further), Fault.BROKEN_PROTOCOL);
    }

    private static FrameCipher freshServer() {
        return new FrameCipher(Direction.SERVER_TO_CLIENT, TWO, ONE);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[Primitives.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
