package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({"-5, 0 s", "59, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "3600, 1 h 0 min", "90061, 25 h 1 min"})
    void durationsKeepTheirTwoLargestUnits(long seconds, String written) {
        assertThat(Times.duration(Duration.ofSeconds(seconds))).isEqualTo(written);
    }

    @Test
    void datesAreOfTheReadersZone() {
        Instant time = Instant.parse("2026-03-03T23:05:00Z");
        assertThat(Times.date(time, ZoneId.of("Europe/Berlin"))).isEqualTo("4 Mar 2026 00:05");
    }
}
