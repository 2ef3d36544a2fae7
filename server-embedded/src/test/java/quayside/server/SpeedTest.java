package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final long HALF_A_SECOND = 500_000_000;
    private static final long KIB_64 = 64 * 1024;

    private final Speed speed = new Speed(7);

    /** The totals of samples, half a second apart. */
    private void move(long... totals) {
        for (int i = 0; i < totals.length; i++) {
            speed.add(7 + (i + 1) * HALF_A_SECOND, totals[i]);
        }
    }

    @Test
    void beforeAnythingWasMeasuredItIsNothing() {
        assertThat(speed.bytesPerSecond()).isZero();
        speed.add(7, 100);
        assertThat(speed.bytesPerSecond()).isZero();
    }

    @Test
    void aSteadySpeedIsThatSpeed() {
        move(500, 1000, 1500);
        assertThat(speed.bytesPerSecond()).isEqualTo(1000);
    }

    /** 21 kB/s, of which the system takes 64 KiB every three seconds. */
    @Test
    void aGuestOnASlowLineDoesNotSeemToStandStillBetweenItsWrites() {
        long[] totals = new long[40];
        for (int i = 0; i < totals.length; i++) {
            totals[i] = i / 6 * KIB_64;
        }
        for (int i = 0; i < totals.length; i++) {
            speed.add(7 + (i + 1) * HALF_A_SECOND, totals[i]);
            if (i >= 6) {
                assertThat(speed.bytesPerSecond()).as("sample %d", i).isBetween(10_000L, 32_000L);
            }
        }
    }

    @Test
    void aGuestWhoHasDoneItsTransferIsAtRestSoonAfter() {
        long[] totals = new long[13];
        Arrays.fill(totals, 10_000_000);
        totals[0] = 0;
        move(totals);
        assertThat(speed.bytesPerSecond()).isZero();
    }
}
