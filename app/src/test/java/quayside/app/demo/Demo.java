package quayside.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import quayside.app.cli.Demonstration;

/** Runs the command {@code quayside demo}. The launcher compiles this package and names the classes to the program. */
public final class Demo implements Demonstration {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /**
     * Runs the demo and prints each step on {@code out}. Blocks for some ten seconds, and for some minutes if there is a
     * folder for all pictures. Needs no display and uses only
     * loopback. All its files, also its configuration, are in a temporary folder that it deletes at the end. Must not
     * be called on the JavaFX thread. Starts JavaFX unless it runs already, and leaves it running.
     *
     * @return 0 only if every byte was right and nothing was readable on the wire; otherwise 1
     */
    @Override
    public int run(Optional<Path> pictures, boolean sample, PrintWriter out) {
        // Must be set before JavaFX starts. The launcher sets the same properties, but a plain java does not.
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
            Mismatch.unless(!Files.exists(folder), "The temporary folder still exists.");
            if (pictures.isPresent()) {
                drawGallery(pictures.get(), sample, journal);
            }
            journal.end("Every byte is right, and nothing is left behind.");
            return DONE;
        } catch (Mismatch | IOException e) {
            journal.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug in the demo. The caller still gets a status.
            journal.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.failed("It was interrupted.");
        }
        return FAILED;
    }

    /** The folder's name is in the pictures, so it is the same each time if it is free. */
    private static void drawGallery(Path pictures, boolean sample, Journal journal)
            throws IOException, Mismatch, InterruptedException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir"), "Mara");
        Path scratch;
        try {
            scratch = Files.createDirectory(
                    usual, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException | UnsupportedOperationException e) {
            scratch = Files.createTempDirectory("Mara-");
        }
        try {
            new Gallery(pictures, sample, journal)
                    .draw(
                            scratch,
                            List.of(
                                    HomeScenes::firstStart,
                                    HomeScenes::cards,
                                    HomeScenes::nearby,
                                    ShareScenes::panes,
                                    ShareScenes::dialogs,
                                    ShareScenes::copying,
                                    ShareScenes::ordered,
                                    ShareScenes::help,
                                    ShareScenes::onlySending,
                                    ShareScenes::many,
                                    ShareScenes::states,
                                    TransferScenes::transfers,
                                    TransferScenes::failures,
                                    HostScenes::host,
                                    HostScenes::invitations,
                                    DoctorScenes::guest,
                                    DoctorScenes::host));
        } finally {
            Tree.delete(scratch);
        }
    }
}
