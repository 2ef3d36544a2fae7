package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanFormatTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({"0, 0 bytes", "1, 1 byte", "2, 2 bytes", "'1440000', '1,440,000 bytes'"})
    void anExactSizeHasEveryDigit(long bytes, String shown) {
        assertThat(HumanFormat.exactSize(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T13:03:59Z, 14:03",
        "2026-11-21T23:00:00Z, 00:00",
        "2026-11-21T22:59:59Z, 21 Nov",
        "2026-11-20T23:00:00Z, 21 Nov",
        "2026-11-20T22:59:59Z, 20 Nov",
        "2026-11-22T23:30:00Z, 23 Nov",
        "2025-12-31T22:59:59Z, 31 Dec 25",
        "1970-01-01T00:00:00Z, 1 Jan 70"
    })
    void aDateIsTodayAsLongAsTheZoneSaysSo(Instant instant, String shown) {
        assertThat(HumanFormat.date(instant, NOW)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-22T13:03:59Z|14:03",
                "2026-11-21T22:59:59Z|21 Nov, 23:59",
                "1970-01-01T00:00:00Z|1 Jan 70, 01:00"
            })
    void aMomentOfAnotherDayHasItsDayAndItsTime(Instant instant, String shown) {
        assertThat(HumanFormat.moment(instant, NOW)).isEqualTo(shown);
    }

    @Test
    void aSentenceSaysAtATimeAndOnADay() {
        assertThat(HumanFormat.when(Instant.parse("2026-11-22T13:03:59Z"), NOW)).isEqualTo("at 14:03");
        assertThat(HumanFormat.when(Instant.parse("2026-11-21T22:59:59Z"), NOW)).isEqualTo("on 21 Nov");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59, 59 s",
        "60, 1 min",
        "125, 2 min 5 s",
        "3599, 59 min 59 s",
        "3600, 1 h",
        "86399, 23 h 59 min",
        "86400, 1 day",
        "266400, 3 days 2 h"
    })
    void aDurationHasAtMostTwoUnitsAndNoZeroAtItsEnd(long seconds, String shown) {
        assertThat(HumanFormat.duration(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }

    @Test
    void aDurationIsRoundedToTheSecondAndNeverNegative() {
        assertThat(HumanFormat.duration(Duration.ofMillis(1500))).isEqualTo("2 s");
        assertThat(HumanFormat.duration(Duration.ofSeconds(-5))).isEqualTo("0 s");
    }

    @Test
    void germanHasItsOwnNumbersAndDates() {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        try {
            Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
            assertThat(HumanFormat.size(38_200_000_000L)).isEqualTo("38,2 GB");
            assertThat(HumanFormat.exactSize(1_440_000)).isEqualTo("1.440.000 Bytes");
            assertThat(HumanFormat.timeLeft(Duration.ofSeconds(125))).isEqualTo("noch 2 min 5 s");
            assertThat(HumanFormat.duration(Duration.ofMinutes(5))).isEqualTo("5 min");
            assertThat(HumanFormat.duration(Duration.ofDays(2))).isEqualTo("2 Tage");
            assertThat(HumanFormat.when(Instant.parse("2026-11-22T13:03:59Z"), NOW))
                    .isEqualTo("um 14:03");
            assertThat(HumanFormat.when(Instant.parse("2026-08-14T10:00:00Z"), NOW))
                    .isEqualTo("am 14. Aug.");
            assertThat(HumanFormat.date(Instant.parse("2026-08-14T10:00:00Z"), NOW))
                    .isEqualTo("14. Aug.");
            assertThat(HumanFormat.moment(Instant.parse("2025-05-09T10:00:00Z"), NOW))
                    .isEqualTo("9. Mai 25, 12:00");
            assertThat(HumanFormat.exactDate(Instant.parse("2026-08-14T10:00:07Z"), NOW))
                    .isEqualTo("14. Aug. 2026, 12:00:07");
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
    }

    /** No other language is mixed into English words. */
    @Test
    void aLanguageWithoutTextsHasEnglishNumbersToo() {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        try {
            Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);
            assertThat(HumanFormat.exactSize(1_440_000)).isEqualTo("1,440,000 bytes");
            assertThat(HumanFormat.size(1_440_000)).isEqualTo("1.4 MB");
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
    }

    @Test
    void speedAndTimeLeftAreSaidInWords() {
        assertThat(HumanFormat.speed(12_300_000)).isEqualTo("12.3 MB/s");
        assertThat(HumanFormat.timeLeft(Duration.ofSeconds(125))).isEqualTo("2 min 5 s left");
    }
}
