package quayside.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says line by line what the demo does. */
final class Journal {
    private final PrintStream out;
    private final long begun = System.nanoTime();

    Journal(PrintStream out) {
        this.out = out;
    }

    /** Something is done and was found right. */
    void ok(String sentence) {
        out.println("  ok    " + sentence);
    }

    /** Worth knowing, and neither right nor wrong. */
    void note(String sentence) {
        out.println("  note  " + sentence);
    }

    void end(String sentence) {
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        out.printf(Locale.ENGLISH, "%s (%.1f s)%n", sentence, taken.toMillis() / 1000.0);
    }

    void failed(String sentence) {
        out.println("  FAIL  " + sentence);
        end("The demo failed.");
    }
}
