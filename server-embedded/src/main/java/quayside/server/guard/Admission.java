package quayside.server.guard;

import java.util.HashMap;
import java.util.Map;

/** Counts open connections, all together and by source. Thread-safe; never blocks. */
public final class Admission {
    public static final int DEFAULT_TOTAL = 512;
    public static final int DEFAULT_PER_SOURCE = 128;

    private final int total;
    private final int perSource;
    private final Map<Source, Integer> open = new HashMap<>();
    private int sum;

    public Admission(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
    }

    /** Counts a connection of {@code source}, to be followed by one {@link #leave}; or returns false where a limit is reached. */
    public synchronized boolean enter(Source source) {
        int own = open.getOrDefault(source, 0);
        if (sum >= total || own >= perSource) {
            return false;
        }
        open.put(source, own + 1);
        sum++;
        return true;
    }

    public synchronized void leave(Source source) {
        Integer own = open.get(source);
        if (own == null) {
            throw new IllegalStateException("nobody entered from there");
        }
        if (own == 1) {
            open.remove(source);
        } else {
            open.put(source, own - 1);
        }
        sum--;
    }
}
