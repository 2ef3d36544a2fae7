package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.Heartbeat;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** The window answers while many small files are transferred and their table is open. */
class StallTest {
    private static final int FILES = Integer.getInteger("quayside.stall", 500);

    /** Of any stall. A machine that has other work must not fail in a build. The long test is run alone. */
    private static final Duration BOUND = Duration.ofMillis(FILES > 500 ? 100 : 2_500);

    /** Of the time in one stall in which the JavaFX thread had a processor: several times what it needs. */
    private static final Duration COMPUTING = Duration.ofMillis(FILES > 500 ? 100 : 300);

    /** So many of the files are a transfer each, fewer than the list keeps; the others are one transfer of a folder. */
    private static final int SINGLE = Math.min(FILES / 10, 900);

    @TempDir
    Path folder;

    @Test
    void theWindowAnswersWhileManySmallFilesAreTransferred() throws IOException {
        try (LiveWindow window = new LiveWindow(folder);
                Heartbeat heartbeat = new Heartbeat()) {
            Files.write(window.shared.resolve("here.txt"), new byte[1]);
            Path many = Files.createDirectories(window.home.resolve("Many"));
            List<Path> single = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                Path file = (i < SINGLE ? window.home : many).resolve("note " + i + ".txt");
                Files.write(file, new byte[100]);
                if (i < SINGLE) {
                    single.add(file);
                }
            }
            window.connectAndWaitFor("here.txt");
            Job.ShareRef share = Job.ShareRef.of(window.core
                    .shares()
                    .client(window.share().id().orElseThrow())
                    .orElseThrow());
            heartbeat.take();
            upload(window, share, List.of(single.getFirst()));
            awaitDone(window, 1);
            Fx.run(() -> window.shell().scene().getRoot().layout());
            Heartbeat.Stall opening = heartbeat.take();
            System.out.println("Longest stall while the table was opened: " + opening);
            upload(window, share, List.of(many));
            single.stream().skip(1).forEach(file -> upload(window, share, List.of(file)));
            awaitDone(window, SINGLE + 1);
            Fx.await(() -> window.count(".remote") == SINGLE + 2);
            Heartbeat.Stall longest = heartbeat.take();
            System.out.println("Longest stall while " + FILES + " files were transferred: " + longest);
            assertThat(longest.time()).isLessThan(BOUND);
            assertThat(longest.computed()).isLessThan(COMPUTING);
        }
    }

    private static void awaitDone(LiveWindow window, long count) {
        // Not on the JavaFX thread, which is measured.
        Patience.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> window.core.transfers().snapshot().stream()
                                .filter(transfer -> transfer.state() == TransferSnapshot.State.DONE)
                                .count()
                        == count);
    }

    private static void upload(LiveWindow window, Job.ShareRef share, List<Path> files) {
        long _ = window.core
                .transfers()
                .upload(share, files, RemotePath.root(), ConflictRules.all(OnConflict.FAIL), Optional.empty());
    }
}
