package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.ExampleHandshake.hex;
import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.JdkCrypto.sha256;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import quayside.protocol.wire.Fault;

/**
 * Tests the published frames and bodies of PROTOCOL.md section 6.4: the JDK makes them, the program opens them, and
 * none opens with a fault in it.
 */
class SealedVectorsTest {
    private static final SealedVectors VECTORS = SealedVectors.load();

    static List<SealedVectors.Frame> frames() {
        return VECTORS.frames();
    }

    static List<SealedVectors.Body> bodies() {
        return VECTORS.bodies();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameIsWhatTheSpecificationMakesOfIt(SealedVectors.Frame frame) throws Exception {
        byte[] sealed = frame.seal();

        assertThat(sha256(sealed)).isEqualTo(hex(frame.sha256()));
        assertThat(sealed).hasSize(frame.length() + 28).endsWith(hex(frame.tag()));
        if (frame.sealed() != null) {
            assertThat(sealed).isEqualTo(hex(frame.sealed()));
        }
    }

    @Test
    void theProgramOpensTheFramesInTheirOrder() throws Exception {
        FrameCipher server = receiver("client to server").frames();
        FrameCipher client = receiver("server to client").frames();
        for (SealedVectors.Frame frame : VECTORS.frames()) {
            FrameCipher cipher = frame.direction().equals("client to server") ? server : client;
            assertThat(cipher.open(frame.seal())).isEqualTo(SealedVectors.plaintext(frame.length()));
            assertThat(cipher.lastOpened()).isEqualTo(frame.sequence());
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameWithOneFaultDoesNotOpen(SealedVectors.Frame frame) throws Exception {
        byte[] sealed = frame.seal();
        Map<String, byte[]> faults = new LinkedHashMap<>();
        faults.put("a bit of the nonce", flipped(sealed, 0));
        faults.put("a bit after the nonce", flipped(sealed, 12));
        faults.put("a bit of the tag", flipped(sealed, sealed.length - 1));
        faults.put("cut by a byte", Arrays.copyOf(sealed, sealed.length - 1));
        faults.put("a byte more", Arrays.copyOf(sealed, sealed.length + 1));
        faults.put("of another place", neighbour(frame).seal());
        for (Map.Entry<String, byte[]> fault : faults.entrySet()) {
            FrameCipher cipher = opened(frame.direction(), frame.sequence());
            assertFault(() -> cipher.open(fault.getValue()), Fault.BROKEN_PROTOCOL);
            assertFault(() -> cipher.open(sealed), Fault.BROKEN_PROTOCOL);
        }
        assertThat(opened(frame.direction(), frame.sequence()).open(sealed)).hasSize(frame.length());
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyIsWhatTheSpecificationMakesOfIt(SealedVectors.Body body) throws Exception {
        byte[] sealed = body.seal();

        assertThat(sha256(sealed)).isEqualTo(hex(body.sha256()));
        assertThat(sealed).hasSize(body.sealedLength());
        assertThat(BodyCipher.sealedLength(body.length())).isEqualTo(body.sealedLength());
        assertThat(BodyCipher.segmentBytes(body.length())).isEqualTo(body.segmentBytes());
        for (int i = 0; i < body.tags().size(); i++) {
            int end = Math.min(sealed.length, (i + 1) * body.segmentBytes());
            assertThat(Arrays.copyOfRange(sealed, end - 16, end))
                    .isEqualTo(hex(body.tags().get(i)));
        }
        CRC32C crc = new CRC32C();
        crc.update(SealedVectors.plaintext(body.length()));
        assertThat(crc.getValue()).isEqualTo(body.crc32c());
        if (body.sealed() != null) {
            assertThat(sealed).isEqualTo(hex(body.sealed()));
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void theProgramOpensTheBody(SealedVectors.Body body) throws Exception {
        assertThat(Arrays.equals(open(body, body.seal(), body.length()), SealedVectors.plaintext(body.length())))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyWithOneFaultDoesNotOpenWhole(SealedVectors.Body body) throws Exception {
        byte[] sealed = body.seal();
        int last = (body.tags().size() - 1) * body.segmentBytes();
        Map<String, byte[]> faults = new LinkedHashMap<>();
        faults.put("the header's length", flipped(sealed, 0));
        faults.put("a bit of the salt", flipped(sealed, 1));
        faults.put("a bit of the nonce prefix", flipped(sealed, 33));
        faults.put("a bit of the first segment", flipped(sealed, 40));
        faults.put("a bit of the last segment", flipped(sealed, Math.max(40, last)));
        faults.put("a bit of the last tag", flipped(sealed, sealed.length - 1));
        if (body.tags().size() > 2) {
            faults.put("two segments swapped", swapped(sealed, body.segmentBytes()));
        }
        for (byte[] changed : faults.values()) {
            assertFault(() -> open(body, changed, body.length()), Fault.BROKEN_PROTOCOL);
        }
        assertFault(() -> open(body, Arrays.copyOf(sealed, sealed.length - 1), body.length()), Fault.CONNECTION_LOST);
        assertFault(() -> open(of(body, body.headerSequence() + 1), sealed, body.length()), Fault.BROKEN_PROTOCOL);
        assertFault(
                () -> open(body, Arrays.copyOf(sealed, sealed.length + 17), body.length() + 1), Fault.BROKEN_PROTOCOL);
    }

    private static SealedVectors.Frame neighbour(SealedVectors.Frame frame) {
        return new SealedVectors.Frame(
                frame.direction(), frame.sequence() + 1, frame.length(), frame.nonce(), "", "", null);
    }

    private static SealedVectors.Body of(SealedVectors.Body body, long sequence) {
        return new SealedVectors.Body(body.direction(), sequence, body.length(), "", "", 0, List.of(), 0, "", 0, null);
    }

    /** Returns all that the body releases, read to its end. */
    private static byte[] open(SealedVectors.Body body, byte[] sealed, int length) throws Exception {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        receiver(body.direction())
                .bodies()
                .decrypt(new ByteArrayInputStream(sealed), length, body.headerSequence())
                .transferTo(released);
        return released.toByteArray();
    }

    /** Returns the end that opens frames of {@code direction}, after the given number of frames. */
    private static FrameCipher opened(String direction, long frames) throws Exception {
        FrameCipher cipher = receiver(direction).frames();
        for (SealedVectors.Frame frame : VECTORS.frames()) {
            if (frame.direction().equals(direction) && frame.sequence() < frames) {
                cipher.open(frame.seal());
            }
        }
        return cipher;
    }

    private static SessionSecrets receiver(String direction) {
        Direction sends =
                direction.equals("client to server") ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
        String own = sends.label();
        return new SessionSecrets(
                Fingerprint.of(new byte[32]),
                new FrameCipher(sends, SealedVectors.key("frames", own), SealedVectors.key("frames", direction)),
                new BodyCipher(sends, SealedVectors.key("bodies", own), SealedVectors.key("bodies", direction)));
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    /** Swaps the second segment and the third. The third is shorter, so all bytes after the first segment move. */
    private static byte[] swapped(byte[] sealed, int segmentBytes) {
        byte[] changed = sealed.clone();
        int lastLength = sealed.length - 2 * segmentBytes;
        System.arraycopy(sealed, 2 * segmentBytes, changed, segmentBytes, lastLength);
        System.arraycopy(sealed, segmentBytes, changed, segmentBytes + lastLength, segmentBytes);
        return changed;
    }
}
