package quayside.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTimeTest {
    /** What a coarse disk stores is trusted after 2 s; what only a fine one stores, after 0.1 s. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 1999, false",
        "2026-01-01T00:00:00Z, 2000, true",
        "2026-01-01T00:00:00.250Z, 1999, false",
        "2026-01-01T00:00:00.251Z, 99, false",
        "2026-01-01T00:00:00.251Z, 100, true",
        "2026-01-01T00:00:00.123456789Z, 100, true",
        "2026-01-01T00:00:00.123456789Z, -1000, false",
    })
    void aTimeIsTrustedOnceEveryLaterWriteWouldLeaveAnother(Instant modified, long age, boolean settled) {
        assertThat(StoredTime.isSettled(modified, modified.plusMillis(age))).isEqualTo(settled);
    }

    @Test
    void aTimeFarAheadIsNoWorkOfThisClock() {
        Instant modified = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(StoredTime.isSettled(modified, modified.minus(Duration.ofHours(24))))
                .isFalse();
        assertThat(StoredTime.isSettled(modified, modified.minus(Duration.ofHours(25))))
                .isTrue();
        assertThat(StoredTime.isSettled(Instant.MAX, modified)).isTrue();
        assertThat(StoredTime.isSettled(Instant.MIN, modified)).isTrue();
    }
}
