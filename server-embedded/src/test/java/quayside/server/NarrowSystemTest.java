package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests names that a system's encoding cannot express: the program omits or reports them, and processes the rest. */
@Timeout(120)
class NarrowSystemTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    @BeforeEach
    void makeFiles() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualToIgnoringCase("UTF-8");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        Files.writeString(share.resolve("plain.txt"), "plain");
        Files.writeString(share.resolve("caf\u00e9.txt"), "accent");
        Files.writeString(Files.createDirectory(share.resolve("\u65e5\u672c")).resolve("inner.txt"), "inner");
        Files.writeString(Files.createDirectory(share.resolve("docs")).resolve("a.txt"), "alpha");
    }

    /** What a JVM says that was started as on a system without a locale. */
    private static List<String> run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                NarrowSystem.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Path output = Files.createTempFile("narrow", ".txt");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            try {
                assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            List<String> lines = Files.readString(output, UTF_8).lines().toList();
            assumeThat(lines).contains("encoding ANSI_X3.4-1968");
            assertThat(lines).endsWith("over");
            return lines;
        } finally {
            Files.delete(output);
        }
    }

    @Test
    void aHostLeavesOutWhatItCouldNotOpen() throws Exception {
        assertThat(run(share.toString()))
                .filteredOn(line -> line.startsWith("listed"))
                .containsExactlyInAnyOrder("listed plain.txt", "listed docs");
    }

    @Test
    void aGuestSaysWhichNamesItCannotStoreAndFetchesTheRest() throws Exception {
        try (TestHost host = new TestHost(share)) {
            host.start();
            List<String> lines = run(host.link().toString(), host.key.reveal(), local.toString());
            assertThat(lines).contains("stored 2");
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("failed"))
                    .hasSize(2)
                    .allMatch(line ->
                            line.startsWith("failed LOCAL_STORAGE") && line.contains("disk cannot store the name "));
        }
        try (Stream<Path> files = Files.walk(local)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(local.resolve("plain.txt"), local.resolve("docs/a.txt"));
        }
    }
}
