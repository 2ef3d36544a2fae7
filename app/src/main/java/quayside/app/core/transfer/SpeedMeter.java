package quayside.app.core.transfer;

import java.time.Duration;

/**
 * Bytes per second, smoothed so that a reader can follow: each measurement counts for as much as its time fills of about
 * three seconds. Not thread-safe.
 */
public final class SpeedMeter {
    private static final double SMOOTHING_NANOS = Duration.ofSeconds(3).toNanos();

    /** Measurements closer together than this say more of the buffers than of the network. */
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

    /** The speed now that {@code bytes} have been moved in all; 0 until there is something to go by. */
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
