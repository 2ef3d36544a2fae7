package quayside.server.storage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a running server remembers of transfers under way and of those that were cut, each by a word. Of more than {@value #MOST} the asker who has most loses the
 * oldest of its own, so that nobody makes the server forget those of others. Thread-safe.
 */
final class Remembered<T> {
    static final int MOST = 256;

    private final Map<String, Of<T>> all = new LinkedHashMap<>();

    private record Of<T>(String asker, T what) {}

    synchronized void put(String word, String asker, T what) {
        all.remove(word);
        all.put(word, new Of<>(asker, what));
        if (all.size() > MOST) {
            all.remove(oldestOf(askerOfMost()));
        }
    }

    synchronized Optional<T> get(String word) {
        return Optional.ofNullable(all.get(word)).map(Of::what);
    }

    synchronized int size() {
        return all.size();
    }

    private String askerOfMost() {
        Map<String, Integer> counts = new HashMap<>();
        all.values().forEach(each -> counts.merge(each.asker(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private String oldestOf(String asker) {
        return all.entrySet().stream()
                .filter(each -> each.getValue().asker().equals(asker))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
