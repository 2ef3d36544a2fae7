package quayside.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import quayside.app.cli.Cli;
import quayside.app.cli.CliContext;
import quayside.app.cli.Interrupts;

/**
 * A training run for the JVM's ahead-of-time cache: both sides of the command line run in one process. The launcher
 * starts it once after a build with {@code -XX:AOTCacheOutput}. The JVM stores what it loaded and learned, and later
 * starts begin with it.
 *
 * <p>Uses loopback only, and one folder for everything, including its configuration.
 */
final class TrainingRun {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    private static final int MIB = 1024 * 1024;
    private static final int SMALL_FILE_BYTES = 4096;
    private static final int FILES_IN_A_FOLDER = 50;

    private final Path folder;
    private final int smallFiles;
    private final int largeFileMib;
    private final CompletableFuture<Runnable> stopServing = new CompletableFuture<>();

    /** @param folder an empty folder, used by this run only; its caller deletes it */
    TrainingRun(Path folder, int smallFiles, int largeFileMib) {
        this.folder = folder;
        this.smallFiles = smallFiles;
        this.largeFileMib = largeFileMib;
    }

    /**
     * Ends with status 0 if every command succeeded. The files stay for the caller, which chose the temporary folder.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> haltUnless(done));
        // Warms up the start of the commands themselves.
        int status = Wiring.cli().run("--help");
        if (status == 0) {
            status = new TrainingRun(Files.createTempDirectory("training"), 300, 64).run();
        }
        done.countDown();
        System.exit(status);
    }

    /** Runs the commands one after the other; returns the first status that is not 0, or 0. Blocks for some seconds. */
    int run() throws IOException, InterruptedException {
        Path source = makeFiles();
        String shared = Files.createDirectory(folder.resolve("shared")).toString();
        try (PipedWriter written = new PipedWriter();
                BufferedReader lines = new BufferedReader(new PipedReader(written))) {
            Interrupts interrupts = action -> {
                stopServing.complete(action);
                return () -> {};
            };
            Cli host = new Cli(context("host", written, interrupts), Optional.empty());
            // A daemon thread, so that the process ends even if something fails here.
            Thread serving = Thread.ofPlatform()
                    .daemon()
                    .start(() -> host.run("serve", shared, "--bind", "127.0.0.1", "--port", "0", "--no-discovery"));
            String listening = String.valueOf(lines.readLine());
            String key = String.valueOf(lines.readLine());
            int status = visit(listening.replace("listening ", "") + "#" + key.replace("key ", ""), source);
            stopServing.join().run();
            serving.join();
            return status;
        }
    }

    private int visit(String link, Path source) {
        String name = source.getFileName().toString();
        String into = folder.resolve("downloads").toString();
        List<List<String>> commands = List.of(
                List.of("ls", link),
                List.of("put", link, source.toString()),
                List.of("ls", link, name),
                List.of("get", link, name, "-o", into),
                List.of("rm", link, name));
        for (List<String> command : commands) {
            Cli guest = new Cli(context("guest", Writer.nullWriter(), action -> () -> {}), Optional.empty());
            int status = guest.run(command.toArray(String[]::new));
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }

    private CliContext context(String config, Writer out, Interrupts interrupts) {
        return new CliContext(
                InputStream.nullInputStream(),
                new PrintWriter(out),
                new PrintWriter(Writer.nullWriter()),
                variable -> null,
                Optional.of(folder.resolve(config)),
                Optional.empty(),
                true,
                ZoneId.systemDefault(),
                new SecureRandom(),
                interrupts);
    }

    private Path makeFiles() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        byte[] small = new byte[SMALL_FILE_BYTES];
        for (int i = 0; i < smallFiles; i++) {
            Path parent = Files.createDirectories(source.resolve("folder " + i / FILES_IN_A_FOLDER));
            Files.write(parent.resolve("file " + i), small);
        }
        byte[] mib = new byte[MIB];
        try (OutputStream large = Files.newOutputStream(source.resolve("large"))) {
            for (int i = 0; i < largeFileMib; i++) {
                large.write(mib);
            }
        }
        return source;
    }

    private static void haltUnless(CountDownLatch done) {
        try {
            if (!done.await(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
