package quayside.app.cli;

import java.util.Locale;

/**
 * How long the parts of a transfer took, for those who measure: with the variable QUAYSIDE_TIMING=1 a command says so in a
 * line on standard error, in seconds and without the program's own start and end. For one thread.
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

    /** To be called right before connecting. */
    static Timing start(CliContext context) {
        return new Timing(context);
    }

    /** To be called when the share is open: the handshake is over, and its first question answered. */
    void connected() {
        connectedNanos = System.nanoTime();
    }

    /** To be called when the last file is where it belongs. */
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
