package quayside.protocol.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import quayside.protocol.wire.Checksum;

/** Files and beginnings of files that are read twice, or on both sides. */
final class SecondReadingTest {
    private static final byte[] BYTES = "abcdef".getBytes(US_ASCII);

    private static Checksum of(int count) {
        Checksum checksum = new Checksum();
        checksum.update(BYTES, 0, count);
        return checksum;
    }

    @Test
    void aFileIsTheSameOnceAllOfItWasReadAgainAsItWas() {
        for (int skipped : new int[] {0, 2}) {
            SecondReading reading = new SecondReading(of(6), of(skipped));
            reading.update(BYTES, skipped, 5 - skipped);
            assertThat(reading.isSame()).isFalse();
            reading.update(BYTES, 5, 1);
            assertThat(reading.isSame()).isTrue();
        }
        SecondReading changed = new SecondReading(of(6), of(3));
        changed.update(BYTES, 2, 3);
        assertThat(changed.isSame()).isFalse();
    }

    @Test
    void aBeginningIsKnownByItsDigest() {
        // Of "abc", from FIPS 180-2.
        String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        Prefix abc = new Prefix();
        abc.update(BYTES, 2);
        abc.update(new byte[] {'c', 'x'}, 1);
        assertThat(abc.checksum().value()).isEqualTo(of(3).value());
        assertThat(abc.is(digest)).isTrue();
        Prefix ab = new Prefix();
        ab.update(BYTES, 2);
        assertThat(ab.is(digest)).isFalse();
    }
}
