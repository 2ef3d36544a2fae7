package quayside.app.cli;

import java.util.Locale;

/**
 * Measures the parts of a transfer. With the variable QUAYSIDE_TIMING=1 a command prints them on standard error, in
 * seconds and without the program's own start and end. For one thread.
 */
final class Timing {
    private static final String VARIABLE = "QUAYSIDE_TIMING";
    private static final double NANOS = 1e9;

    private final CliContext context;
    private final long startedNanos = System.nanoTime();
    private long connectedNanos = startedNanos;

    private Timing(CliContext context) {
        this.context = context;
    }

    /** Starts the measurement; to be called right before connecting. */
    static Timing start(CliContext context) {
        return new Timing(context);
    }

    /** To be called when the share is open: the handshake is complete, and the first request answered. */
    void connected() {
        connectedNanos = System.nanoTime();
    }

    /** To be called when the last file is in place. */
    void transferred() {
        if ("1".equals(context.environment().get(VARIABLE))) {
            context.say(String.format(
                    Locale.ROOT,
                    "timing: connect %.3f s, transfer %.3f s",
                    (connectedNanos - startedNanos) / NANOS,
                    (System.nanoTime() - connectedNanos) / NANOS));
        }
    }
}
