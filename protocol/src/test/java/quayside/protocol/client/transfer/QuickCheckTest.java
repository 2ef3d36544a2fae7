package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.message.Entry;

final class QuickCheckTest {
    @ParameterizedTest
    @CsvSource({
        // to the microsecond
        "2026-11-22T10:00:00.123456789Z, 2026-11-22T10:00:00.123456789Z, true",
        "2026-11-22T10:00:00.123456789Z, 2026-11-22T10:00:00.123456700Z, true",
        "2026-11-22T10:00:00.123456789Z, 2026-11-22T10:00:00.123457Z, false",
        // kept to 10 ms, to a second, to two
        "2026-11-22T10:00:01.123456789Z, 2026-11-22T10:00:01.12Z, true",
        "2026-11-22T10:00:01.123456789Z, 2026-11-22T10:00:01.13Z, false",
        "2026-11-22T10:00:01.123456789Z, 2026-11-22T10:00:01Z, true",
        "2026-11-22T10:00:01.123456789Z, 2026-11-22T10:00:02Z, false",
        "2026-11-22T10:00:01.123456789Z, 2026-11-22T10:00:00Z, true",
        "2026-11-22T10:00:02.123456789Z, 2026-11-22T10:00:01Z, false",
        // two whole seconds are what they say
        "2026-11-22T10:00:00Z, 2026-11-22T10:00:01Z, false",
        "1901-02-03T04:05:07.5Z, 1901-02-03T04:05:07Z, true",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:58Z, true",
        "1969-12-31T23:59:59.999999999Z, 1970-01-01T00:00:00Z, false"
    })
    void theTimesOfAFileAndItsCopyAreTheSameAsFarAsTheirFileSystemsKeepThem(Instant one, Instant other, boolean same) {
        assertThat(QuickCheck.sameTime(one, other)).isEqualTo(same);
        assertThat(QuickCheck.sameTime(other, one)).isEqualTo(same);
    }

    @Test
    void timesThatAreApartAreNeverTheSame() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            Instant one = Instant.ofEpochSecond(
                    random.nextLong(4_000_000_000L) - 2_000_000_000L, random.nextInt(1_000_000_000));
            assertThat(QuickCheck.sameTime(one, one.plusNanos(2_000_000_000L + random.nextInt(1_000_000_000))))
                    .isFalse();
            assertThat(QuickCheck.sameTime(one, one.truncatedTo(ChronoUnit.MICROS)))
                    .isTrue();
            assertThat(QuickCheck.sameTime(one, one.truncatedTo(ChronoUnit.SECONDS)))
                    .isTrue();
        }
        assertThat(QuickCheck.sameTime(Instant.MIN, Instant.MAX)).isFalse();
        assertThat(QuickCheck.sameTime(Instant.MIN, Instant.MIN)).isTrue();
    }

    @Test
    void onlyTwoFilesOfOneSizeAndTimeAreTheSame() {
        Instant time = Instant.parse("2026-11-22T10:00:00.5Z");
        Entry file = new Entry("a", Entry.Kind.FILE, 3, time);
        assertThat(QuickCheck.same(file, new Entry("b", Entry.Kind.FILE, 3, time.truncatedTo(ChronoUnit.SECONDS))))
                .isTrue();
        assertThat(QuickCheck.same(file, new Entry("a", Entry.Kind.FILE, 4, time)))
                .isFalse();
        assertThat(QuickCheck.same(file, new Entry("a", Entry.Kind.FILE, 3, time.plusSeconds(1))))
                .isFalse();
        Entry folder = new Entry("a", Entry.Kind.FOLDER, 0, time);
        assertThat(QuickCheck.same(folder, folder)).isFalse();
        assertThat(QuickCheck.same(new Entry("a", Entry.Kind.FILE, 0, time), folder))
                .isFalse();
        assertThat(QuickCheck.same(folder, new Entry("a", Entry.Kind.FILE, 0, time)))
                .isFalse();
    }
}
