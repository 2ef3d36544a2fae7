package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RestingInputTest {
    private static final int MOST = 4096;

    private final byte[] sent = new byte[20_000];
    private final List<Integer> asked = new ArrayList<>();
    private int waiting;
    private final RestingInput in;

    RestingInputTest() {
        new Random(1).nextBytes(sent);
        InputStream all = new ByteArrayInputStream(sent);
        in = new RestingInput(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("byte by byte");
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        asked.add(length);
                        return all.read(buffer, offset, length);
                    }

                    @Override
                    public int available() {
                        return waiting;
                    }
                },
                MOST);
    }

    @Test
    void aGuestOfWhomNothingHasArrivedCostsAFewHundredBytes() throws IOException {
        in.read();
        assertThat(asked).containsExactly(512);
        in.readNBytes(511);
        waiting = 7;
        in.read();
        assertThat(asked).containsExactly(512, MOST);
    }

    @Test
    void whatIsHeldCanBeReadWithoutWaiting() throws IOException {
        waiting = 7;
        assertThat(in.available()).isEqualTo(7);
        in.read();
        assertThat(in.available()).isEqualTo(MOST - 1);
        in.readNBytes(MOST - 1);
        assertThat(in.available()).isEqualTo(7);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aLargePieceIsReadInOneGo() throws IOException {
        byte[] piece = new byte[MOST];
        assertThat(in.read(piece, 0, MOST)).isEqualTo(MOST);
        assertThat(in.read(piece, 0, MOST - 1)).isEqualTo(512);
        assertThat(asked).containsExactly(MOST, 512);
    }

    @Test
    void whatIsReadIsWhatWasSentToTheLastByte() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Random random = new Random(2);
        byte[] buffer = new byte[2 * MOST];
        while (true) {
            waiting = random.nextInt(2);
            if (random.nextInt(3) == 0) {
                int one = in.read();
                if (one < 0) {
                    break;
                }
                read.write(one);
            } else {
                int offset = random.nextInt(100);
                int count = in.read(buffer, offset, random.nextInt(MOST + 100));
                if (count < 0) {
                    break;
                }
                read.write(buffer, offset, count);
            }
        }
        assertThat(read.toByteArray()).isEqualTo(sent);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(buffer, 0, 1)).isEqualTo(-1);
    }

    @Test
    void aReadOfNothingAsksNobody() throws IOException {
        assertThat(in.read(new byte[1], 1, 0)).isZero();
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> in.read(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aByteIsNeverTakenForTheEnd() throws IOException {
        Arrays.fill(sent, (byte) -1);
        assertThat(in.read()).isEqualTo(255);
    }
}
