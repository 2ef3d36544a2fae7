package quayside.app.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What {@code quayside demo} runs; it draws the window, which the command line does not know. */
@FunctionalInterface
public interface Demonstration {
    /**
     * Blocks until it is over.
     *
     * @param pictures the folder for pictures of the window; empty for none
     * @return the exit status
     */
    int run(Optional<Path> pictures);
}
