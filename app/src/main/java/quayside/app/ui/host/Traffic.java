package quayside.app.ui.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The throughput of the last minute, from totals read about once a second. */
final class Traffic {
    /** Bytes a second to the guests and from them, over one interval. */
    record Sample(long sent, long received) {}

    static final int MOST_SAMPLES = 60;

    private static final int LATELY = 5;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long lastSent;
    private long lastReceived;
    private long lastNanos;

    /** Forgets everything; totals start here. */
    void begin(long sent, long received, long nowNanos) {
        samples.clear();
        lastSent = sent;
        lastReceived = received;
        lastNanos = nowNanos;
    }

    /** Takes the totals as they are now; {@code nowNanos} is monotonic. */
    void add(long sent, long received, long nowNanos) {
        double seconds = (nowNanos - lastNanos) / 1e9;
        if (seconds <= 0) {
            return;
        }
        samples.addLast(new Sample(perSecond(sent - lastSent, seconds), perSecond(received - lastReceived, seconds)));
        if (samples.size() > MOST_SAMPLES) {
            samples.removeFirst();
        }
        lastSent = sent;
        lastReceived = received;
        lastNanos = nowNanos;
    }

    /** Oldest first, at most {@value #MOST_SAMPLES}. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** The mean of the newest five: on a slow line a write counts all at once, and the seconds between would seem to be empty. */
    static Sample lately(List<Sample> samples) {
        List<Sample> last = samples.subList(Math.max(0, samples.size() - LATELY), samples.size());
        return new Sample(
                Math.round(last.stream().mapToLong(Sample::sent).average().orElse(0)),
                Math.round(last.stream().mapToLong(Sample::received).average().orElse(0)));
    }

    private static long perSecond(long bytes, double seconds) {
        // A restarted share begins at zero again.
        return Math.max(0, Math.round(bytes / seconds));
    }
}
