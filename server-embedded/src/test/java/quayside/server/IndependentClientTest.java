package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A client that knows PROTOCOL.md alone, in Python and with other libraries ({@code src/test/python}), computes what the specification's examples hold: whatever the
 * programs of this project could misunderstand together, it finds. It wants Python 3 with the package {@code cryptography}; where that is not there it is skipped.
 */
final class IndependentClientTest {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Path VECTORS = Path.of("..", "protocol", "src/test/resources/quayside/protocol/crypto");
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
    private static final long LONGEST_SECONDS = 300;

    @Test
    void itComputesWhatTheExamplesHold() throws Exception {
        run("test_vectors");
    }

    private static void run(String tests) throws Exception {
        Optional<String> python = python();
        assumeTrue(
                python.isPresent(), "It needs Python 3 with the package cryptography (Debian: python3-cryptography).");
        Path said = Files.createTempFile("python", ".log");
        ProcessBuilder builder = new ProcessBuilder(python.get(), "-B", "-m", "unittest", tests)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("QUAYSIDE_VECTORS", VECTORS.toAbsolutePath().toString());
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            String log = Files.readString(said);
            assertThat(ended).as("it ends\n%s", log).isTrue();
            assertThat(process.exitValue()).as(log).isZero();
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }

    private static Optional<String> python() throws InterruptedException {
        for (String python : PYTHONS) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import cryptography")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException e) {
                // There is none of that name.
            }
        }
        return Optional.empty();
    }
}
