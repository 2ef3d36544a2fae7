package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
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
        "3221225472, 3.2 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesAreShortAndNeverReadAThousand(long bytes, String written) {
        assertThat(Amounts.size(bytes)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0 s", "59, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "3600, 1 h 0 min", "90061, 25 h 1 min"})
    void durationsKeepTheirTwoLargestUnits(long seconds, String written) {
        assertThat(Amounts.duration(Duration.ofSeconds(seconds))).isEqualTo(written);
    }

    @Test
    void datesAreOfTheReadersZone() {
        Instant time = Instant.parse("2026-03-03T23:05:00Z");
        assertThat(Amounts.date(time, ZoneId.of("Europe/Berlin"))).isEqualTo("4 Mar 2026 00:05");
    }
}
