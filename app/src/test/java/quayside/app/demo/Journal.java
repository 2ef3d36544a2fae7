package quayside.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints the steps of the demo, one on each line. */
final class Journal {
    private final PrintWriter out;
    private final long begun = System.nanoTime();

    Journal(PrintWriter out) {
        this.out = out;
    }

    /** Reports a step whose result was correct. */
    void ok(String sentence) {
        line("  ok    " + sentence);
    }

    /** Reports a fact that is neither correct nor wrong. */
    void note(String sentence) {
        line("  note  " + sentence);
    }

    void end(String sentence) {
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        line(String.format(Locale.ENGLISH, "%s (%.1f s)", sentence, taken.toMillis() / 1000.0));
    }

    void failed(String sentence) {
        line("  FAIL  " + sentence);
        end("The demo failed.");
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
