package quayside.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** What the command {@code quayside demo} runs. */
public final class Demo {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private Demo() {}

    /**
     * Runs the demo and says on {@code out} what it does; blocks for some ten seconds. Needs no display, uses
     * loopback alone, and keeps everything, its configuration too, in a temporary folder that is gone afterwards. Not to
     * be called on the JavaFX thread; starts JavaFX where nobody has, and leaves it running.
     *
     * @param pictures the folder for pictures of the window; empty for none
     * @return 0 only if every byte was right and nothing was readable on the wire; otherwise 1
     */
    public static int run(Optional<Path> pictures, PrintWriter out) {
        // Before the toolkit starts: the launcher says the same, a bare java does not.
        Properties platform = System.getProperties();
        platform.putIfAbsent("java.awt.headless", "true");
        platform.putIfAbsent("glass.platform", "Headless");
        platform.putIfAbsent("prism.order", "sw");
        Journal journal = new Journal(out);
        try {
            Path folder = Files.createTempDirectory("quayside-demo-");
            try {
                new DemoRun(folder, journal).run(pictures);
            } finally {
                Tree.delete(folder);
            }
            Mismatch.unless(!Files.exists(folder), "The temporary folder is still there.");
            journal.end("Every byte is right, and nothing is left behind.");
            return DONE;
        } catch (Mismatch | IOException e) {
            journal.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Our own mistake; the caller still gets its status, and the program its end.
            journal.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.failed("It was interrupted.");
        }
        return FAILED;
    }
}
