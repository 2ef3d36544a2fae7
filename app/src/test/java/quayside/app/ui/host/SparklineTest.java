package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import quayside.app.core.host.HostService;

class SparklineTest {
    private static final long SECOND = 1_000_000_000;

    private final Sparkline.History history = new Sparkline.History();

    private void begin(long sent, long received, long nanos) {
        history.begin(new HostService.Transferred(sent, received), nanos);
    }

    private void add(long sent, long received, long nanos) {
        history.add(new HostService.Transferred(sent, received), nanos);
    }

    @Test
    void totalsBecomeBytesASecond() {
        begin(100, 10, 0);
        add(10_100, 6_010, 2 * SECOND);
        assertThat(history.past()).containsExactly(new Sparkline.Speeds(5000, 3000));
    }

    @Test
    void onlyTheLastTwoMinutesAreKept() {
        int most = Sparkline.History.MAX_SECONDS;
        begin(0, 0, 0);
        for (int i = 1; i <= most + 1; i++) {
            add(10_000 * (i * (i + 1L) / 2), 0, i * SECOND);
        }
        assertThat(history.past()).hasSize(most);
        assertThat(history.past().getFirst().sent()).isEqualTo(20_000);
        assertThat(history.past().getLast().sent()).isEqualTo(10_000 * (most + 1L));
    }

    @Test
    void aShareThatBeginsAgainAtZeroIsNoNegativeSpeed() {
        begin(100_000, 100_000, 0);
        add(0, 0, SECOND);
        assertThat(history.past()).containsExactly(new Sparkline.Speeds(0, 0));
    }

    @Test
    void theSpeedInWordsIsThatOfTheLastSeconds() {
        assertThat(history.recent()).isEqualTo(new Sparkline.Speeds(0, 0));
        begin(0, 0, 0);
        for (int second = 1; second <= 12; second++) {
            // Every third second 60 kB, which is 20 kB a second.
            add(second / 3 * 60_000L, second * 10_000L, second * SECOND);
            if (second >= 3) {
                assertThat(history.recent().sent()).isBetween(12_000L, 24_000L);
                assertThat(history.recent().received()).isEqualTo(10_000);
            }
        }
    }

    @Test
    void thePingsOfIdleGuestsAreNoSpeed() {
        begin(0, 0, 0);
        add(29, 29, SECOND);
        assertThat(history.past()).containsExactly(new Sparkline.Speeds(0, 0));
        assertThat(history.isFlat()).isTrue();
        add(50_029, 58, 2 * SECOND);
        assertThat(history.isFlat()).isFalse();
    }

    @Test
    void twoLooksAtTheSameMomentAreOne() {
        begin(0, 0, SECOND);
        add(1000, 0, SECOND);
        assertThat(history.past()).isEmpty();
    }
}
