package quayside.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java itself does not say of the terminal. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether standard error goes to a terminal rather than a file. Java knows that of input and output alone; Linux
     * tells more, elsewhere it is taken to be like those.
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
