package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a client that was written from PROTOCOL.md alone, in Python and with other libraries ({@code src/test/python}),
 * against the server. It finds what both programs of this project could misunderstand in the same way. It needs Python
 * 3 with the package {@code cryptography}; without it the tests are skipped.
 */
final class IndependentClientTest {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Path PROTOCOL = Path.of("..", "protocol");
    private static final Path VECTORS = PROTOCOL.resolve("src/test/resources/quayside/protocol/crypto");
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
    private static final long LONGEST_SECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void itComputesWhatTheExamplesHold() throws Exception {
        run("test_vectors", Map.of());
    }

    @Test
    void eachFieldIsAnsweredAsItsTableSays() throws Exception {
        meet("test_tables");
    }

    @Test
    void eachVerbIsAnsweredAsItsSectionSays() throws Exception {
        meet("test_verbs");
    }

    private void meet(String tests) throws Exception {
        try (TestHost everything = host("everything", ShareOptions.Permissions.ALL);
                TestHost onlyUpload = host("only upload", new ShareOptions.Permissions(false, true, false));
                TestHost nothing = host("nothing", new ShareOptions.Permissions(false, false, false))) {
            onlyUpload.identity = everything.identity;
            nothing.identity = everything.identity;
            Map<String, Map<String, Object>> hosts = new HashMap<>();
            for (TestHost host : List.of(everything, onlyUpload, nothing)) {
                host.start();
                hosts.put(
                        host.folder.getFileName().toString(),
                        Map.of("port", host.server().port(), "folder", host.folder.toString()));
            }
            run(
                    tests,
                    Map.of(
                            "QUAYSIDE_HOSTS",
                            new Gson().toJson(hosts),
                            "QUAYSIDE_KEY",
                            "correct horse battery",
                            "QUAYSIDE_FINGERPRINT",
                            everything.identity.fingerprint().toString()));
        }
    }

    private TestHost host(String name, ShareOptions.Permissions permissions) throws IOException {
        TestHost host = new TestHost(Files.createDirectory(folder.resolve(name)));
        host.permissions = permissions;
        return host;
    }

    private static void run(String tests, Map<String, String> settings) throws Exception {
        Optional<String> python = python();
        assumeTrue(
                python.isPresent(), "It needs Python 3 with the package cryptography (Debian: python3-cryptography).");
        Path said = Files.createTempFile("python", ".log");
        ProcessBuilder builder = new ProcessBuilder(python.get(), "-B", "-m", "unittest", tests)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .put(
                        "QUAYSIDE_SPECIFICATION",
                        PROTOCOL.resolve("PROTOCOL.md").toAbsolutePath().toString());
        builder.environment().put("QUAYSIDE_VECTORS", VECTORS.toAbsolutePath().toString());
        builder.environment().putAll(settings);
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
