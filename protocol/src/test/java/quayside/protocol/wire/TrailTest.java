package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrailTest {
    private static final int PIECE = 256 * 1024;
    private static final int MIB = 1024 * 1024;

    private final Trail trail = new Trail();
    private final Checksum whole = new Checksum();

    /** Reads {@code pieces} of a file that never changes. */
    private void read(int pieces) {
        Random random = new Random(3);
        byte[] piece = new byte[PIECE];
        for (long read = 1; read <= pieces; read++) {
            random.nextBytes(piece);
            whole.update(piece, 0, PIECE);
            trail.passed(read * PIECE, whole);
        }
    }

    @Test
    void aBeginningIsKnownToLessThanTwoMiB() {
        read(40);
        for (long offset = 0; offset <= 40L * PIECE; offset += 77_777) {
            Trail.Mark mark = trail.before(offset);
            assertThat(offset - mark.offset()).isBetween(0L, 2L * MIB);
        }
        assertThat(trail.before(0)).isEqualTo(new Trail.Mark(0, 0));
    }

    @Test
    void whatFollowsAMarkMakesTheChecksumOfAll() {
        read(9);
        Trail.Mark mark = trail.before(9L * PIECE);
        Random random = new Random(3);
        Checksum gone = new Checksum(mark.crc32c());
        byte[] piece = new byte[PIECE];
        for (long read = 1; read <= 9; read++) {
            random.nextBytes(piece);
            if (read * PIECE > mark.offset()) {
                gone.update(piece, 0, PIECE);
            }
        }
        assertThat(gone.value()).isEqualTo(whole.value());
    }

    @Test
    void betweenTwoMarksLiesAMiB() {
        read(9);
        assertThat(trail.before(PIECE)).isEqualTo(trail.before(PIECE + MIB - 1));
        assertThat(trail.before(PIECE).offset()).isEqualTo(PIECE);
        assertThat(trail.before(PIECE + MIB).offset()).isEqualTo(PIECE + MIB);
    }

    @Test
    void theLastSixtyFourAreKept() {
        read(1 + 63 * 4);
        assertThat(trail.before(MIB).offset()).isEqualTo(PIECE);
        read(1 + 64 * 4);
        assertThat(trail.before(MIB).offset()).isZero();
        assertThat(trail.before(2L * MIB).offset()).isEqualTo(PIECE + MIB);
    }

    @Test
    void onlyTheLastAreKept() {
        read(1000);
        assertThat(trail.before(10L * MIB)).as("is read again").isEqualTo(new Trail.Mark(0, 0));
        assertThat(trail.before(240L * MIB).offset()).isGreaterThan(237L * MIB);
    }
}
