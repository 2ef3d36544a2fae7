package quayside.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import quayside.app.cli.Demonstration;

/** Runs the command {@code quayside demo}. The launcher compiles this package and names the classes to the program. */
public final class Demo implements Demonstration {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /**
     * Runs the demo and prints on {@code out} what it does; blocks for some ten seconds. Needs no display, uses
     * loopback alone, and keeps everything, its configuration too, in a temporary folder that is gone afterwards. Must not
     * be called on the JavaFX thread; starts JavaFX if nobody has, and leaves it running.
     *
     * @return 0 only if every byte was right and nothing was readable on the wire; otherwise 1
     */
    @Override
    public int run(Optional<Path> pictures, PrintWriter out) {
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
