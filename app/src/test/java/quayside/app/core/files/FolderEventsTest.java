package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEventsTest {
    @TempDir
    private Path folder;

    private final Semaphore reports = new Semaphore(0);

    @Test
    void filesThatComeInQuickSuccessionAreReportedTogether() throws Exception {
        try (FolderEvents watch = new FolderEvents(folder, reports::release)) {
            watch.start();
            for (int i = 0; i < 20; i++) {
                Files.createFile(folder.resolve("f" + i));
            }
            assertThat(reports.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertThat(reports.availablePermits()).isLessThan(10);
        }
    }

    @Test
    void aFolderThatIsGoneIsReported() throws Exception {
        Path watched = Files.createDirectory(folder.resolve("watched"));
        try (FolderEvents watch = new FolderEvents(watched, reports::release)) {
            watch.start();
            Files.delete(watched);
            assertThat(reports.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClosedWatchReportsNothing() throws IOException {
        FolderEvents watch = new FolderEvents(folder, reports::release);
        watch.close();
        watch.start();
        Files.createFile(folder.resolve("a"));
        assertThat(reports.availablePermits()).isZero();
    }
}
