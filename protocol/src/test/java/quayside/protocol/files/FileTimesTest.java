package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTimesTest {
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
        assertThat(FileTimes.isSettled(modified, modified.plusMillis(age))).isEqualTo(settled);
    }

    @Test
    void waitingEndsWhenATimeIsTrusted() {
        Instant fine = Instant.parse("2026-01-01T00:00:00.251Z");
        Instant coarse = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(FileTimes.untilSettled(fine, fine.plusMillis(30))).isEqualTo(Duration.ofMillis(70));
        assertThat(FileTimes.untilSettled(coarse, coarse.plusMillis(30))).isEqualTo(Duration.ofMillis(1970));
        assertThat(FileTimes.untilSettled(fine, fine.plusMillis(100))).isZero();
        assertThat(FileTimes.untilSettled(fine, fine.minusMillis(100))).isEqualTo(Duration.ofMillis(200));
        assertThat(FileTimes.untilSettled(fine, fine.minusMillis(101))).isZero();
        assertThat(FileTimes.untilSettled(Instant.MIN, fine)).isZero();
        assertThat(FileTimes.untilSettled(Instant.MAX, fine)).isZero();
    }

    @Test
    void aTimeFarAheadIsNoWorkOfThisClock() {
        Instant modified = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(FileTimes.isSettled(modified, modified.minus(Duration.ofHours(24))))
                .isFalse();
        assertThat(FileTimes.isSettled(modified, modified.minus(Duration.ofHours(25))))
                .isTrue();
        assertThat(FileTimes.isSettled(Instant.MAX, modified)).isTrue();
        assertThat(FileTimes.isSettled(Instant.MIN, modified)).isTrue();
    }

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
        assertThat(FileTimes.isOf(stored, source)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "1901-12-13T20:45:52Z, 1665-01-01T00:00:00Z, true",
        "1980-01-01T00:00:00Z, 1969-07-20T20:17:40Z, true",
        "1979-12-31T23:00:00Z, 1969-07-20T20:17:40Z, true",
        "1979-12-31T10:00:00Z, 1969-07-20T20:17:40Z, true",
        "1979-12-31T09:45:00Z, 1969-07-20T20:17:40Z, false",
        "2107-12-31T23:59:58Z, 2275-01-01T00:00:00Z, true",
        "2038-01-19T03:14:07Z, 2275-01-01T00:00:00Z, true",
        "2446-05-10T22:38:55Z, 9999-01-01T00:00:00Z, true",
        "1980-01-01T00:00:00Z, 1990-07-20T20:17:40Z, false",
        "1980-01-01T00:07:00Z, 1969-07-20T20:17:40Z, false",
        "2038-01-19T03:14:07Z, 2037-01-01T00:00:00Z, false",
        "2038-01-19T03:14:05Z, 2275-01-01T00:00:00Z, false",
    })
    void theEndOfWhatADiskReachesStandsForAllBeyond(Instant stored, Instant source, boolean same) {
        assertThat(FileTimes.isOf(stored, source)).isEqualTo(same);
        assertThat(FileTimes.isKept(stored, source)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, 1901-12-14T00:00:00Z",
        "9999-01-01T00:00:00Z, 2262-04-11T00:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59Z",
        "1969-12-31T23:59:59.000000001Z, 1969-12-31T23:59:59Z",
        "2026-01-01T00:00:00.123456789Z, 2026-01-01T00:00:00.123456789Z"
    })
    void javaSetsTheNearestThatItCan(Instant source, Instant set) {
        assertThat(FileTimes.nearest(FileTime.from(source))).isEqualTo(FileTime.from(set));
        assertThat(FileTimes.isOf(set, source)).isTrue();
    }

    @Test
    void theLastChangeIsTrustedOnKnownDisksOnly(@TempDir Path folder) throws IOException {
        assertThat(FileTimes.keepsChangeTime(folder.resolve("missing"))).isFalse();
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            assertThat(FileTimes.keepsChangeTime(memory.getPath("/work"))).isFalse();
        }
        assumeTrue(List.of("ext4", "xfs", "btrfs", "tmpfs")
                .contains(Files.getFileStore(folder).type()));
        assertThat(FileTimes.keepsChangeTime(folder)).isTrue();
    }
}
