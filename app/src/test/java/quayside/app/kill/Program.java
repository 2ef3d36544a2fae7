package quayside.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import quayside.app.core.Patience;

/** The command line, or another program, in a process of its own, with a configuration of its own. */
final class Program implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final String shown;
    private final Process process;
    private final Path out;
    private final Path err;

    private Program(String shown, Process process, Path out, Path err) {
        this.shown = shown;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param home keeps its configuration and what it says */
    static Program start(Path home, String... args) throws IOException {
        return startMain(home, "quayside.app.Quayside", args);
    }

    /** @param main the class whose main method is run */
    static Program startMain(Path home, String main, String... args) throws IOException {
        Files.createDirectories(home);
        Path out = Files.createTempFile(home, "out-", ".txt");
        Path err = Files.createTempFile(home, "err-", ".txt");
        List<String> command = new ArrayList<>();
        if (Signals.canBeReset()) {
            // A build in the background ignores Ctrl+C, and a child would do as its parent.
            command.addAll(List.of("env", "--default-signal=INT,TERM"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Starts sooner, and is over in seconds anyway.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("QUAYSIDE_CONFIG", home.resolve("config").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectInput(
                Redirect.from(Files.createTempFile(home, "in-", ".txt").toFile()));
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        return new Program(args[0], builder.start(), out, err);
    }

    /** Waits for the line of the output that begins so. */
    String awaitLine(String begin) {
        Patience.await()
                .atMost(LONGEST_SECONDS, TimeUnit.SECONDS)
                .until(() -> !process.isAlive() || said(out).lines().anyMatch(line -> line.startsWith(begin)));
        return said(out)
                .lines()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .orElseThrow(() -> new AssertionError(shown + " ended: " + said(err)));
    }

    /** SIGKILL, and the end that follows. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its exit status, once it has ended by itself. */
    int awaitEnd() {
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(() -> shown + " does not end. " + said(err))
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said on standard output. */
    String output() {
        return said(out);
    }

    /** What it said on standard error. */
    String messages() {
        return said(err);
    }

    private static String said(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
