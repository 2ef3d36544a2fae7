package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksumTest {
    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    void theNineDigitsHaveTheKnownChecksum() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        Checksum checksum = new Checksum();
        checksum.update(digits, 0, 4);
        checksum.update(digits, 4, 5);
        assertThat(checksum.value()).isEqualTo(0xe306_9283);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 255, 256, 65_535, 1_048_520, 3_000_000})
    void whatCameBeforeNeedNotBeSeenAgain(int before) {
        byte[] bytes = new byte[3_000_001];
        new Random(before).nextBytes(bytes);
        Checksum rest = new Checksum(crc(bytes, 0, before));
        assertThat(rest.value()).isEqualTo(crc(bytes, 0, before));
        rest.update(bytes, before, bytes.length - before);
        assertThat(rest.value()).isEqualTo(crc(bytes, 0, bytes.length));
        assertThat(Checksum.joined(crc(bytes, 0, before), crc(bytes, before, bytes.length), bytes.length - before))
                .isEqualTo(crc(bytes, 0, bytes.length));
    }

    /** The CRC-32C of many zeros is computed by squaring: here twice, in one step and in two. */
    @Test
    void ofTerabytesTheOrderOfJoiningMakesNoDifference() {
        int one = 0x1234_5678;
        int two = 0x9abc_def0;
        int three = 0x0fed_cba9;
        long bytes = (1L << 44) - 12_345;
        int left = Checksum.joined(Checksum.joined(one, two, bytes), three, 77);
        int right = Checksum.joined(one, Checksum.joined(two, three, 77), bytes + 77);
        assertThat(left).isEqualTo(right);
    }
}
