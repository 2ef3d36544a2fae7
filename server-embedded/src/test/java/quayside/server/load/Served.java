package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** The program's own {@code serve}, started by its launcher, in a JVM with the options of a test. */
final class Served implements AutoCloseable {
    private static final String SECRET = "correct horse battery";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Process process;
    private final Path said;
    private final AccessKey key = AccessKey.of(SECRET);
    private final ShareLink link;

    private Served(Process process, Path said) throws IOException {
        this.process = process;
        this.said = said;
        await().atMost(LONGEST).until(() -> !process.isAlive() || listening().isPresent());
        this.link = ShareLink.parse(listening().orElseThrow(() -> new AssertionError("it did not start: " + said())));
    }

    /** The link of its first line, if that is written whole; before it the launcher may say that it builds. */
    private Optional<String> listening() {
        String text = said();
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("listening "))
                .map(line -> line.substring("listening ".length()))
                .findFirst();
    }

    /**
     * Shares {@code folder}.
     *
     * @param home for its configuration and what it says
     */
    static Served start(Path launcher, Path folder, Path home, String options) throws IOException {
        Path keyFile = Files.writeString(home.resolve("key.txt"), SECRET + "\n");
        Path said = home.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        launcher.toAbsolutePath().normalize().toString(),
                        "serve",
                        folder.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--key-file",
                        keyFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(said.toFile()));
        builder.environment().put("QUAYSIDE_CONFIG", home.resolve("config").toString());
        builder.environment().put("QUAYSIDE_JAVA_OPTIONS", options);
        Process process = builder.start();
        try {
            return new Served(process, said);
        } catch (IOException | RuntimeException | AssertionError e) {
            process.destroy();
            throw e;
        }
    }

    ShareLink link() {
        return link;
    }

    AccessKey key() {
        return key;
    }

    /** All that it has said. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes of its heap that are in use, after a full collection. */
    long heap() throws IOException {
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.strip().split("\\s+", -1)[2])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no histogram: " + histogram));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        key.close();
    }
}
