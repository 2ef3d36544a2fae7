package quayside.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** The test rig that {@code quayside demo} runs. It draws the window, so the command line knows only this interface. */
@FunctionalInterface
public interface Demonstration {
    /**
     * Runs the demonstration and blocks until it is over.
     *
     * @param pictures the folder for pictures of the window; empty for none
     * @param sample whether only some of the pictures are drawn
     * @param out receives the report
     * @return the exit status
     */
    int run(Optional<Path> pictures, boolean sample, PrintWriter out);
}
