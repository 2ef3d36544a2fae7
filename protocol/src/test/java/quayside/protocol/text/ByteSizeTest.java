package quayside.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "99949, 99.9 kB",
        "99950, 100 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1048576, 1.0 MB",
        "1440000, 1.4 MB",
        "3221225472, 3.2 GB",
        "23000000000, 23.0 GB",
        "123000000000, 123 GB",
        "9223372036854775807, 9.2 EB"
    })
    void aSizeHasThreeDigitsAtMostAndNeverReadsAThousand(long bytes, String shown) {
        assertThat(ByteSize.shown(bytes)).isEqualTo(shown);
    }
}
