package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 65_535, 65_536})
    void aFrameIsReadAsItWasWritten(int length) throws IOException {
        byte[] payload = new byte[length];
        payload[length - 1] = 7;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames.write(out, payload);

        assertThat(out.size()).isEqualTo(4 + length);
        assertThat(Frames.read(new ByteArrayInputStream(out.toByteArray()), 65_536))
                .isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65_537})
    void aLengthOutsideTheLimitIsRefusedBeforeItsBytesAreRead(int length) {
        byte[] head = {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length, 1};
        ByteArrayInputStream in = new ByteArrayInputStream(head);

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Frames.read(in, 65_536))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.BROKEN_PROTOCOL);
        assertThat(in.available()).isOne();
    }

    @Test
    void anEndAnywhereInAFrameIsACut() {
        byte[] whole = {0, 0, 0, 3, 1, 2, 3};
        for (int cut = 0; cut < whole.length; cut++) {
            ByteArrayInputStream in = new ByteArrayInputStream(whole, 0, cut);
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Frames.read(in, 16))
                    .extracting(ProtocolException::fault)
                    .isEqualTo(Fault.CONNECTION_LOST);
        }
    }

    @Test
    void aFrameIsNeverEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> Frames.write(new ByteArrayOutputStream(), new byte[0]));
    }
}
