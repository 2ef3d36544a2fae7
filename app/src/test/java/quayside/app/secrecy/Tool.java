package quayside.app.secrecy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import quayside.app.core.Patience;

/** The command line in processes of their own, each of which logs all that it can; what they say is kept in files. */
final class Tool {
    private static final long LONGEST_SECONDS = 120;

    /** Whatever is logged anywhere, with every exception's whole trace. */
    private static final String TRACE = """
            <configuration>
              <statusListener class="ch.qos.logback.core.status.OnFileStatusListener">
                <filename>${quayside.said}/status.txt</filename>
              </statusListener>
              <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%level %logger %msg %mdc %marker%n%ex{full}</pattern></encoder>
              </appender>
              <root level="trace"><appender-ref ref="all"/></root>
            </configuration>
            """;

    private final Path said;
    private final Path config;
    private final Path trace;
    private final Map<String, String> environment = new TreeMap<>();
    private int runs;

    /**
     * @param said where what they say is kept
     * @param config their configuration folder
     */
    Tool(Path said, Path config) throws IOException {
        this.said = Files.createDirectories(said);
        this.config = config;
        this.trace = Files.writeString(said.resolve("trace.xml"), TRACE);
    }

    /** For the runs from now on. */
    Tool with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Tool without(String variable) {
        environment.remove(variable);
        return this;
    }

    /**
     * One that has begun.
     *
     * @param said its standard output
     * @param complained its standard error
     */
    record Running(Process process, Path said, Path complained) implements AutoCloseable {
        String awaitLine(String begin) {
            Patience.await()
                    .atMost(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .until(() -> !process.isAlive() || out().lines().anyMatch(line -> line.startsWith(begin)));
            return out().lines()
                    .filter(line -> line.startsWith(begin))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("it ended: " + err()));
        }

        String out() {
            return read(said);
        }

        String err() {
            return read(complained);
        }

        int awaitEnd() {
            try {
                if (process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    return process.exitValue();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + err());
        }

        /** What a stop by the system does. */
        @Override
        public void close() {
            process.destroy();
            awaitEnd();
        }
    }

    Running start(String... args) throws IOException {
        String name = ++runs + "-" + args[0];
        Path out = said.resolve(name + ".out");
        Path err = said.resolve(name + ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=" + trace,
                "-Dquayside.said=" + said,
                "-cp",
                System.getProperty("java.class.path"),
                "quayside.app.Quayside"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("QUAYSIDE_CONFIG", config.toString());
        builder.environment().put("QUAYSIDE_DEBUG", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        builder.redirectInput(
                Redirect.from(Files.writeString(said.resolve("nothing"), "").toFile()));
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        return new Running(builder.start(), out, err);
    }

    Running run(String... args) throws IOException {
        Running running = start(args);
        running.awaitEnd();
        return running;
    }

    /** Whether a process was told to log all that it can; one that logs nothing does not even ask. */
    boolean hasTraced() {
        return read(said.resolve("status.txt")).contains("to TRACE");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
