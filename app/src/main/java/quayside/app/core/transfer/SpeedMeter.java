package quayside.app.core.transfer;

import java.time.Duration;

/**
 * Computes bytes per second for a reader, smoothed exponentially with a time constant of three seconds. Not
 * thread-safe.
 */
public final class SpeedMeter {
    private static final double SMOOTHING_NANOS = Duration.ofSeconds(3).toNanos();

    /** The minimum time between two measurements. A shorter one measures the buffers and not the network. */
    private static final long STEP_NANOS = Duration.ofMillis(200).toNanos();

    private long sampledNanos;
    private long sampledBytes;
    private double perSecond;
    private boolean measured;

    /** Begins at {@code bytes}, at the monotonic time {@code nanos}. */
    public SpeedMeter(long nanos, long bytes) {
        sampledNanos = nanos;
        sampledBytes = bytes;
    }

    /** Returns the speed at a total of {@code bytes}; 0 until there is a measurement. */
    public long bytesPerSecond(long nanos, long bytes) {
        long elapsed = nanos - sampledNanos;
        if (elapsed >= STEP_NANOS) {
            double now = (bytes - sampledBytes) * 1e9 / elapsed;
            double weight = measured ? 1 - Math.exp(-elapsed / SMOOTHING_NANOS) : 1;
            perSecond += weight * (now - perSecond);
            measured = true;
            sampledNanos = nanos;
            sampledBytes = bytes;
        }
        return Math.max(0, Math.round(perSecond));
    }
}
