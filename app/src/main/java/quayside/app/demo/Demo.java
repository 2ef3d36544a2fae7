package quayside.app.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The command {@code quayside demo [--out DIR]}. */
public final class Demo {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: quayside demo [--out DIR]
            Hosts a folder, connects to it and moves files both ways, without a display, and checks every byte.
                  --out DIR   keeps pictures of the window in DIR
              -h, --help      this text
            """;

    private Demo() {}

    /**
     * Runs the demo and says on standard output what it does; blocks for some ten seconds. Needs no display, uses
     * loopback alone, and keeps everything, its configuration too, in a temporary folder that is gone afterwards. Not to
     * be called on the JavaFX thread; starts JavaFX where nobody has, and leaves it running.
     *
     * @param args {@code --out DIR} to keep the pictures of the window; {@code -h} or {@code --help} alone to say what it does
     * @return 0 only if every byte was right and nothing was readable on the wire, or help was asked for; 1 where
     *     something was not; 2 for arguments that it does not know
     */
    public static int run(List<String> args) {
        return run(args, new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }

    static int run(List<String> args, PrintStream out) {
        if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
            out.print(HELP);
            return DONE;
        }
        Optional<Path> pictures;
        try {
            pictures = picturesFolder(args);
        } catch (IllegalArgumentException e) {
            out.print(HELP);
            return USAGE;
        }
        // Before the toolkit starts: the launcher says the same, a bare java does not.
        Properties platform = System.getProperties();
        platform.putIfAbsent("java.awt.headless", "true");
        platform.putIfAbsent("glass.platform", "Headless");
        platform.putIfAbsent("prism.order", "sw");
        Journal journal = new Journal(out);
        try {
            Path folder = Files.createTempDirectory("quayside-demo-");
            try {
                new DemoRun(folder, journal).run(pictures);
            } finally {
                Tree.delete(folder);
            }
            Mismatch.unless(!Files.exists(folder), "The temporary folder is still there.");
            journal.end("Every byte is right, and nothing is left behind.");
            return DONE;
        } catch (Mismatch | IOException e) {
            journal.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Our own mistake; the caller still gets its status, and the program its end.
            journal.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.failed("It was interrupted.");
        }
        return FAILED;
    }

    private static Optional<Path> picturesFolder(List<String> args) {
        if (args.isEmpty()) {
            return Optional.empty();
        }
        if (args.size() == 2
                && args.getFirst().equals("--out")
                && !args.getLast().isEmpty()) {
            return Optional.of(Path.of(args.getLast()));
        }
        if (args.size() == 1
                && args.getFirst().startsWith("--out=")
                && args.getFirst().length() > 6) {
            return Optional.of(Path.of(args.getFirst().substring(6)));
        }
        throw new InvalidPathException(String.join(" ", args), "usage");
    }
}
