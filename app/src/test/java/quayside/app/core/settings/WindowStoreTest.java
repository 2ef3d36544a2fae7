package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStoreTest {
    @TempDir
    private Path folder;

    @Test
    void sizeAndPanesAreReadBack() {
        WindowSize size = new WindowSize(
                900,
                600,
                true,
                Map.of(
                        "LOCAL",
                        new PaneLayout(List.of(new PaneLayout.Column("size", 64.5, false)), "modified", false, true)),
                List.of("quayside://192.168.1.20:4870"),
                Optional.of("quayside://192.168.1.20:4870"));
        new WindowStore(folder).save(size);
        assertThat(new WindowStore(folder).size()).isEqualTo(size);
    }

    @Test
    void thePanesOfAnEarlierVersionAreReadWithTheStandardOrder() throws IOException {
        Files.writeString(
                folder.resolve("window.json"),
                "{\"width\":900,\"height\":600,\"maximized\":false,"
                        + "\"panes\":{\"REMOTE\":[{\"id\":\"size\",\"width\":64.5,\"shown\":false}]}}");
        assertThat(new WindowStore(folder).size().panes())
                .isEqualTo(Map.of(
                        "REMOTE",
                        new PaneLayout(List.of(new PaneLayout.Column("size", 64.5, false)), "name", true, false)));
    }

    @Test
    void aFileWithoutColumnsHasTheStandardOnes() throws IOException {
        Files.writeString(folder.resolve("window.json"), "{\"width\":900,\"height\":600,\"maximized\":false}");
        assertThat(new WindowStore(folder).size()).isEqualTo(new WindowSize(900, 600, false));
    }

    @Test
    void windowsThatCloseAtOnceLeaveAWholeFile() throws Exception {
        List<String> tabs = Collections.nCopies(2_000, "quayside://192.168.1.20:4870");
        try (ExecutorService windows = Executors.newFixedThreadPool(2)) {
            List<Future<?>> closing = new ArrayList<>();
            for (double width : new double[] {900, 1000}) {
                WindowStore store = new WindowStore(folder);
                closing.add(windows.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        store.save(new WindowSize(width, 600, false, Map.of(), tabs, Optional.empty()));
                        assertThat(store.size().tabs()).hasSameSizeAs(tabs);
                    }
                }));
            }
            for (Future<?> each : closing) {
                each.get();
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.damaged*");
    }
}
