package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

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
    void twoLooksAtTheSameMomentAreOne() {
        traffic.begin(0, 0, SECOND);
        traffic.add(1000, 0, SECOND);
        assertThat(traffic.samples()).isEmpty();
    }
}
