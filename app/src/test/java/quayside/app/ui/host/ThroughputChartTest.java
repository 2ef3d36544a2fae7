package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SECOND = 1_000_000_000;

    private final Traffic traffic = new Traffic();

    @Test
    void totalsBecomeBytesASecond() {
        traffic.begin(100, 10, 0);
        traffic.add(1100, 30, 2 * SECOND);
        assertThat(traffic.samples()).containsExactly(new Traffic.Sample(500, 10));
    }

    @Test
    void onlyTheLastMinuteIsKept() {
        traffic.begin(0, 0, 0);
        for (int i = 1; i <= Traffic.MOST_SAMPLES + 1; i++) {
            traffic.add(i * (i + 1L) / 2, 0, i * SECOND);
        }
        assertThat(traffic.samples()).hasSize(Traffic.MOST_SAMPLES);
        assertThat(traffic.samples().getFirst().sent()).isEqualTo(2);
        assertThat(traffic.samples().getLast().sent()).isEqualTo(Traffic.MOST_SAMPLES + 1);
    }

    @Test
    void aShareThatBeginsAgainAtZeroIsNoNegativeSpeed() {
        traffic.begin(1000, 1000, 0);
        traffic.add(0, 0, SECOND);
        assertThat(traffic.samples()).containsExactly(new Traffic.Sample(0, 0));
    }

    @Test
    void theSpeedInWordsIsThatOfTheLastSeconds() {
        assertThat(Traffic.lately(List.of())).isEqualTo(new Traffic.Sample(0, 0));
        traffic.begin(0, 0, 0);
        for (int second = 1; second <= 12; second++) {
            // Every third second 60 bytes, which is 20 a second.
            traffic.add(second / 3 * 60, second * 10, second * SECOND);
            if (second >= 3) {
                Traffic.Sample lately = Traffic.lately(traffic.samples());
                assertThat(lately.sent()).isBetween(12L, 24L);
                assertThat(lately.received()).isEqualTo(10);
            }
        }
    }

    @Test
    void twoLooksAtTheSameMomentAreOne() {
        traffic.begin(0, 0, SECOND);
        traffic.add(1000, 0, SECOND);
        assertThat(traffic.samples()).isEmpty();
    }
}
