package quayside.server.storage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values that a running server remembers for transfers under way and for interrupted ones, each under a key. If there
 * are more than {@value #MAX}, the asker that has most loses its own oldest one, so an asker cannot make the server
 * forget those of others. Thread-safe.
 */
final class Remembered<T> {
    static final int MAX = 256;

    private final Map<String, Owned<T>> all = new LinkedHashMap<>();

    private record Owned<T>(String asker, T value) {}

    synchronized void put(String key, String asker, T value) {
        all.remove(key);
        all.put(key, new Owned<>(asker, value));
        if (all.size() > MAX) {
            all.remove(oldestOf(askerOfMost()));
        }
    }

    synchronized Optional<T> get(String key) {
        return Optional.ofNullable(all.get(key)).map(Owned::value);
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
