package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    @Test
    void aWordIsTheFirstHalfOfTheDigestOfATextInUtf8() {
        assertThat(HexFormat.of().formatHex(Sha256.of("\u00e4")))
                .isEqualTo("33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc");
        assertThat(Sha256.word("\u00e4")).isEqualTo("M-bXP-6CkEyNevt43hFU0Q");
    }
}
