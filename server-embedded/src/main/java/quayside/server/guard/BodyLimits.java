package quayside.server.guard;

import java.time.Duration;

/**
 * The bounds of a {@link BodyRoom}.
 *
 * @param bytes of memory that all bodies and listings under way hold together
 * @param window over which a body's speed is looked at; each has so long before the first look
 * @param slow a body that moves fewer bytes in a window is ended where somebody waits for its room
 * @param nearlyNothing a body that moves fewer bytes in a window is ended in any case
 */
public record BodyLimits(long bytes, Duration window, long slow, long nearlyNothing) {
    /** The part of the heap that bodies may hold. */
    private static final int PART = 4;

    /** Less than the signs of a client that reads what it has of a large file, which come every five seconds. */
    private static final long NEARLY_NOTHING = 256;

    /** Those of PROTOCOL.md section 2.2, in a quarter of this JVM's largest heap. */
    public static BodyLimits standard() {
        return new BodyLimits(
                Runtime.getRuntime().maxMemory() / PART, Duration.ofMinutes(1), 1024 * 1024, NEARLY_NOTHING);
    }
}
