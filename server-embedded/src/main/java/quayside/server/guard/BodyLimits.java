package quayside.server.guard;

import java.time.Duration;

/**
 * The bounds of a {@link BodyRoom}.
 *
 * @param bytes the memory for all bodies and listings under way together
 * @param window the period over which the speed of a body is measured; no body is judged before its first period is
 *     over
 * @param slow a body that moves fewer bytes in a window is ended if another waits for its room
 * @param nearlyNothing a body that moves fewer bytes in a window is ended in any case
 */
public record BodyLimits(long bytes, Duration window, long slow, long nearlyNothing) {
    /** The fraction of the heap that bodies may hold, as its denominator. */
    private static final int HEAP_DIVISOR = 4;

    /**
     * Fewer bytes than the {@code 102}s that a client sends every five seconds while it reads the beginning of a
     * large file.
     */
    private static final long NEARLY_NOTHING = 256;

    /** Returns the limits of PROTOCOL.md section 2.2, for a quarter of this JVM's maximum heap. */
    public static BodyLimits standard() {
        return new BodyLimits(
                Runtime.getRuntime().maxMemory() / HEAP_DIVISOR, Duration.ofMinutes(1), 1024 * 1024, NEARLY_NOTHING);
    }
}
