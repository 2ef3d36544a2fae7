package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:03Z, 2026-01-01T00:00:03Z, true",
        "2026-01-01T00:00:03.123456Z, 2026-01-01T00:00:03.123456789Z, true",
        "2026-01-01T00:00:03.120Z, 2026-01-01T00:00:03.123456789Z, true",
        "2026-01-01T00:00:03Z, 2026-01-01T00:00:03.123456789Z, true",
        "2026-01-01T00:00:02Z, 2026-01-01T00:00:03.123456789Z, true",
        "1969-12-31T23:59:58Z, 1969-12-31T23:59:59.5Z, true",
        "2026-01-01T00:00:02Z, 2026-01-01T00:00:03Z, false",
        "2026-01-01T00:00:03Z, 2026-01-01T00:00:02Z, false",
        "2026-01-01T00:00:04Z, 2026-01-01T00:00:03.123456789Z, false",
        "2026-01-01T00:00:03.1Z, 2026-01-01T00:00:03.2Z, false",
        "2026-01-01T00:00:03.123Z, 2026-01-01T00:00:03Z, false",
    })
    void aDiskMayCutATimeButTwoVersionsASecondApartAreTwo(Instant stored, Instant source, boolean same) {
        assertThat(StorableTime.isSame(stored, source)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"0001-01-01T00:00:00Z, 1901-12-14T00:00:00Z", "9999-01-01T00:00:00Z, 2262-04-11T00:00:00Z"})
    void aTimeThatNoDiskKeepsIsBroughtToTheNearerEnd(Instant source, Instant stored) {
        assertThat(StorableTime.of(source)).isEqualTo(stored);
        assertThat(StorableTime.isSame(stored, source)).isTrue();
    }
}
