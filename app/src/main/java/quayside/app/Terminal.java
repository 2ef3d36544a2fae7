package quayside.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out facts about the terminal that Java does not provide. */
final class Terminal {
    private Terminal() {}

    /**
     * Returns whether standard error goes to a terminal and not to a file. Java knows this only for input and output.
     * On Linux the link of the descriptor is read. On other systems this method returns true, so that only Java's
     * answer for input and output counts.
     */
    static boolean hasStandardError() {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return target.startsWith("/dev") && !target.endsWith("null");
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }
}
