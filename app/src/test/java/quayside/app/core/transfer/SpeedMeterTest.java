package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeedMeterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SpeedMeter meter = new SpeedMeter(5 * SECOND, 100);

    @Test
    void nothingIsSaidBeforeThereIsSomethingToGoBy() {
        assertThat(meter.bytesPerSecond(5 * SECOND + SECOND / 10, 1_000_000)).isZero();
    }

    @Test
    void aSteadySpeedIsShownAsItIs() {
        for (int second = 1; second <= 10; second++) {
            assertThat(meter.bytesPerSecond((5 + second) * SECOND, 100 + second * 1000L))
                    .isEqualTo(1000);
        }
    }

    @Test
    void aStalledTransferFallsToAThirdInThreeSeconds() {
        meter.bytesPerSecond(6 * SECOND, 1100);
        long stalled = meter.bytesPerSecond(9 * SECOND, 1100);
        assertThat(stalled).isCloseTo(368, within(2L));
        assertThat(meter.bytesPerSecond(60 * SECOND, 1100)).isZero();
    }

    @Test
    void aFileThatFailedHalfWayDoesNotShowANegativeSpeed() {
        meter.bytesPerSecond(6 * SECOND, 1100);
        assertThat(meter.bytesPerSecond(16 * SECOND, 0)).isZero();
    }
}
