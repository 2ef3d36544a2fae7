package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Creates the temporary folders of tests on the system's disk in memory, if there is one with enough space. A killed process
 * loses nothing there either, and the tests of syncing record the calls. {@code -Djava.io.tmpdir} chooses another disk.
 */
public final class MemoryTempDir implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** More than all tests of a build need at one time. */
    private static final long BYTES_NEEDED = 4L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        boolean isChosen = !System.getProperty("java.io.tmpdir").equals("/tmp");
        return isChosen || !isLarge()
                ? Files.createTempDirectory("junit-")
                : Files.createTempDirectory(MEMORY, "junit-");
    }

    private static boolean isLarge() throws IOException {
        return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= BYTES_NEEDED;
    }
}
