package quayside.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Computes bytes per second over the last {@link #WINDOW} from sampled totals. A write to a slow line counts only once
 * the system has taken all of it, seconds later; with a shorter window a guest would seem to stall in between. Not
 * thread-safe.
 */
final class Speed {
    static final Duration WINDOW = Duration.ofSeconds(5);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long bytes) {}

    /** Begins at zero bytes, at the monotonic time {@code nanos}. */
    Speed(long nanos) {
        samples.add(new Sample(nanos, 0));
    }

    /** Adds a sample: {@code bytes} is the total moved until {@code nanos}. */
    void add(long nanos, long bytes) {
        samples.addLast(new Sample(nanos, bytes));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
    }

    long bytesPerSecond() {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long elapsed = last.nanos() - first.nanos();
        return elapsed <= 0 ? 0 : Math.max(0, Math.round((last.bytes() - first.bytes()) * 1e9 / elapsed));
    }
}
