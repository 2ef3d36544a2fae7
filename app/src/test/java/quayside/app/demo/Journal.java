package quayside.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says line by line what the demo does. */
final class Journal {
    private final PrintWriter out;
    private final long begun = System.nanoTime();

    Journal(PrintWriter out) {
        this.out = out;
    }

    /** Something is done and was found right. */
    void ok(String sentence) {
        line("  ok    " + sentence);
    }

    /** Worth knowing, and neither right nor wrong. */
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
