package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<List<Integer>> shown = new ArrayList<>();

    private Gathered<Integer> gathered(Duration moment) {
        return new Gathered<>((time, action) -> due.add(action), moment, Duration.ofSeconds(30), shown::add);
    }

    @Test
    void theFirstIsShownAtOnceAndOthersTogetherAfterThePause() {
        Gathered<Integer> gathered = gathered(Duration.ZERO);
        gathered.add(1);
        gathered.add(2);
        gathered.add(3);
        assertThat(shown).containsExactly(List.of(1));
        due.remove().run();
        assertThat(shown).containsExactly(List.of(1), List.of(2, 3));
        due.remove().run();
        assertThat(due).isEmpty();
        gathered.add(4);
        assertThat(shown).last().isEqualTo(List.of(4));
    }

    @Test
    void theFirstMayWaitForOthers() {
        Gathered<Integer> gathered = gathered(Duration.ofSeconds(3));
        gathered.add(1);
        gathered.add(2);
        assertThat(shown).isEmpty();
        due.remove().run();
        assertThat(shown).containsExactly(List.of(1, 2));
    }

    @Test
    void aFloodTakesNoMoreMemory() {
        Gathered<Integer> gathered = gathered(Duration.ofSeconds(3));
        for (int i = 0; i < 100_000; i++) {
            gathered.add(i);
        }
        due.remove().run();
        assertThat(shown.getFirst()).hasSize(1000);
    }
}
