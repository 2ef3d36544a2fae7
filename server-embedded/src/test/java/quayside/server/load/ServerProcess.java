package quayside.server.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** A real server in a process of its own, so that its heap, its time and its descriptors are its alone: {@link ServerMain}. */
final class ServerProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 30;
    private static final int MOST_HANDSHAKES = 5;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final Path log;
    private final int port;
    private final Fingerprint fingerprint;
    private final AccessKey key = ServerMain.key();

    private ServerProcess(Process process, Path log) throws IOException {
        this.process = process;
        this.answers = process.inputReader();
        this.commands = process.outputWriter();
        this.log = log;
        this.port = (int) number(answers.readLine());
        this.fingerprint = Fingerprint.parse(answers.readLine());
    }

    /**
     * Shares {@code folder}.
     *
     * @param connections most at once, wherever they come from
     */
    static ServerProcess start(Path folder, int connections) throws IOException {
        return start(folder, connections, Limits.HANDSHAKE_DEADLINE);
    }

    /** As {@link #start}, where a handshake may take as long as {@code handshake}. */
    static ServerProcess start(Path folder, int connections, Duration handshake) throws IOException {
        return start(folder, connections, handshake, List.of());
    }

    /** As {@link #start}, with at most {@code descriptors} open at once in the process. */
    static ServerProcess startWithDescriptors(int descriptors, Path folder, int connections) throws IOException {
        List<String> shell = List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh");
        return start(folder, connections, Limits.HANDSHAKE_DEADLINE, shell);
    }

    private static ServerProcess start(Path folder, int connections, Duration handshake, List<String> before)
            throws IOException {
        Path log = Files.createTempFile("server", ".log");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Its collections leave nothing behind: what the heap holds afterwards is in use.
                "-XX:+UseSerialGC",
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-Xmx512m",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-cp",
                ClassPath.ofArchives(),
                ServerMain.class.getName(),
                folder.toString(),
                String.valueOf(connections),
                handshake.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.to(log.toFile()))
                .start();
        try {
            return new ServerProcess(process, log);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw new AssertionError("the server did not start: " + Files.readString(log), e);
        }
    }

    int port() {
        return port;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    AccessKey key() {
        return key;
    }

    ShareClient client() throws IOException {
        return patiently(this::connect);
    }

    @FunctionalInterface
    interface Handshake<T> {
        T shake() throws IOException;
    }

    /** Handshakes have a deadline, which a process that has just begun may miss on a busy machine. */
    static <T> T patiently(Handshake<T> handshake) throws IOException {
        for (int left = MOST_HANDSHAKES; ; left--) {
            try {
                return handshake.shake();
            } catch (ProtocolException e) {
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    private ShareClient connect() throws IOException {
        return ShareClient.connect(
                ShareLink.of("127.0.0.1", port, fingerprint),
                key,
                new ConnectOptions(Optional.empty(), Duration.ofSeconds(10)),
                new Cancellation());
    }

    /** Bytes of its heap that are in use, after a full collection. */
    long heap() throws IOException {
        return ask("heap");
    }

    /** Time that all processors together have spent on it. */
    Duration processorTime() throws IOException {
        return Duration.ofNanos(ask("cpu"));
    }

    /** Connections that are admitted. */
    long guests() throws IOException {
        return ask("guests");
    }

    /** How many events of a kind have been told, by the simple name of its class. */
    long events(String kind) throws IOException {
        return ask("events " + kind);
    }

    /** What it has logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Answers a question about the process, or does something to a guest; see {@link ServerMain}. */
    synchronized long ask(String question) throws IOException {
        commands.write(question + "\n");
        commands.flush();
        return number(answers.readLine());
    }

    private long number(String line) throws IOException {
        if (line == null) {
            throw new IOException("the server is gone: " + log());
        }
        return Long.parseLong(line);
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server does not end: " + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        key.close();
        Files.delete(log);
    }
}
