package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RememberedTest {
    private final Remembered<Integer> remembered = new Remembered<>();

    @Test
    void whoHasMostLosesItsOldestAndNobodyElseAnything() {
        remembered.put("first", "modest", 1);
        for (int i = 0; i < 10 * Remembered.MAX; i++) {
            remembered.put("word" + i, "greedy", i);
        }
        assertThat(remembered.size()).isEqualTo(Remembered.MAX);
        assertThat(remembered.get("first")).contains(1);
        assertThat(remembered.get("word0")).isEmpty();
        assertThat(remembered.get("word" + (10 * Remembered.MAX - 1))).isPresent();
    }

    @Test
    void theLastWordCounts() {
        remembered.put("word", "one", 1);
        remembered.put("word", "other", 2);
        assertThat(remembered.get("word")).contains(2);
        assertThat(remembered.size()).isEqualTo(1);
    }
}
