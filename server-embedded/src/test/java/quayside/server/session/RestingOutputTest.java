package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RestingOutputTest {
    private final List<Integer> written = new ArrayList<>();
    private int flushes;

    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            written.add(length);
            super.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            flushes++;
        }
    };

    private final RestingOutput out = new RestingOutput(arrived, 4000);

    @Test
    void whatIsFlushedTogetherIsSentTogether() throws IOException {
        out.write(new byte[1000]);
        out.write(7);
        out.write(new byte[2999]);
        assertThat(written).isEmpty();
        out.flush();
        assertThat(written).containsExactly(4000);
        assertThat(arrived.toByteArray()[1000]).isEqualTo((byte) 7);
        assertThat(flushes).isOne();
    }

    @Test
    void whatFitsNoMoreIsSentBeforeWhatComesNext() throws IOException {
        out.write(new byte[3000]);
        out.write(new byte[1001]);
        assertThat(written).containsExactly(3000);
        out.flush();
        assertThat(written).containsExactly(3000, 1001);
    }

    @Test
    void aLargePieceIsSentAtOnceButInItsTurn() throws IOException {
        out.write(new byte[5]);
        out.write(new byte[4000]);
        assertThat(written).containsExactly(5, 4000);
        out.write(new byte[3999]);
        assertThat(written).containsExactly(5, 4000);
    }

    @Test
    void whateverPiecesItComesInTheBytesAreTheSame() throws IOException {
        Random random = new Random(3);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] piece = new byte[random.nextInt(random.nextInt(10) == 0 ? 6000 : 300) + 3];
            random.nextBytes(piece);
            out.write(piece, 1, piece.length - 3);
            expected.write(piece, 1, piece.length - 3);
            if (random.nextInt(20) == 0) {
                out.flush();
            }
        }
        out.flush();
        assertThat(arrived.toByteArray()).isEqualTo(expected.toByteArray());
        assertThatThrownBy(() -> out.write(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
