package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import quayside.app.core.host.HostService;

class ThroughputChartTest {
    private static final long SECOND = 1_000_000_000;

    private final ThroughputChart.History history = new ThroughputChart.History();

    private void begin(long sent, long received, long nanos) {
        history.begin(new HostService.Transferred(sent, received), nanos);
    }

    private void add(long sent, long received, long nanos) {
        history.add(new HostService.Transferred(sent, received), nanos);
    }

    @Test
    void totalsBecomeBytesASecond() {
        begin(100, 10, 0);
        add(1100, 30, 2 * SECOND);
        assertThat(history.minute()).containsExactly(new ThroughputChart.Speeds(500, 10));
    }

    @Test
    void onlyTheLastMinuteIsKept() {
        int most = ThroughputChart.History.MAX_SECONDS;
        begin(0, 0, 0);
        for (int i = 1; i <= most + 1; i++) {
            add(i * (i + 1L) / 2, 0, i * SECOND);
        }
        assertThat(history.minute()).hasSize(most);
        assertThat(history.minute().getFirst().sent()).isEqualTo(2);
        assertThat(history.minute().getLast().sent()).isEqualTo(most + 1);
    }

    @Test
    void aShareThatBeginsAgainAtZeroIsNoNegativeSpeed() {
        begin(1000, 1000, 0);
        add(0, 0, SECOND);
        assertThat(history.minute()).containsExactly(new ThroughputChart.Speeds(0, 0));
    }

    @Test
    void theSpeedInWordsIsThatOfTheLastSeconds() {
        assertThat(history.recent()).isEqualTo(new ThroughputChart.Speeds(0, 0));
        begin(0, 0, 0);
        for (int second = 1; second <= 12; second++) {
            // Every third second 60 bytes, which is 20 a second.
            add(second / 3 * 60, second * 10, second * SECOND);
            if (second >= 3) {
                assertThat(history.recent().sent()).isBetween(12L, 24L);
                assertThat(history.recent().received()).isEqualTo(10);
            }
        }
    }

    @Test
    void twoLooksAtTheSameMomentAreOne() {
        begin(0, 0, SECOND);
        add(1000, 0, SECOND);
        assertThat(history.minute()).isEmpty();
    }
}
