package quayside.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code quayside demo} runs: a test rig that draws the window, which the command line does not know. */
@FunctionalInterface
public interface Demonstration {
    /**
     * Runs the demonstration and blocks until it is over.
     *
     * @param pictures the folder for pictures of the window; empty for none
     * @param out receives the report
     * @return the exit status
     */
    int run(Optional<Path> pictures, PrintWriter out);
}
