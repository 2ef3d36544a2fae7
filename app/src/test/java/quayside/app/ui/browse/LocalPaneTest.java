package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.files.LocalFiles;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class LocalPaneTest {
    @TempDir
    private Path folder;

    private final AtomicBoolean showHidden = new AtomicBoolean();
    private TestWindow window;
    private BrowsePane<Path> pane;

    @BeforeEach
    void open() throws IOException {
        for (String name : List.of(".a", ".b", ".c", ".d")) {
            Files.createFile(folder.resolve(name));
        }
        List<BrowsePane<Path>> made = new ArrayList<>();
        window = new TestWindow(600, 400, services -> {
            made.add(new BrowsePane<>(Side.LOCAL, services, new NoDrags<>()));
            return made.getFirst().node();
        });
        pane = made.getFirst();
        Fx.run(() -> {
            pane.onShowHidden(() -> {
                showHidden.set(true);
                pane.refresh();
            });
            pane.attach(new LocalSource(new LocalFiles(folder), showHidden::get), folder);
        });
    }

    @AfterEach
    void close() {
        Fx.run(pane::dispose);
        window.close();
    }

    @Test
    void aFolderWithOnlyHiddenFilesIsNotCalledEmptyAndShowsThemOnRequest() {
        window.awaitText("4 hidden files are not shown");
        assertThat(window.shows("is empty")).isFalse();
        window.press("Show hidden files");
        awaitNames(".a", ".b", ".c", ".d");
    }

    @Test
    void whatOthersChangeInTheFolderIsShownWithoutARefresh() throws IOException {
        window.awaitText("4 hidden files are not shown");
        Files.writeString(folder.resolve("new.txt"), "new");
        awaitNames("new.txt");
        window.press("4 hidden");
        window.awaitText("4 hidden files, whose names begin with a dot");
        window.press("Close");
        Files.delete(folder.resolve("new.txt"));
        awaitNames();
    }

    private void awaitNames(String... names) {
        Fx.await(() -> ((TableView<?>) pane.node().lookup(".file-table"))
                .getItems().stream()
                        .map(row -> ((Row) row).shownName())
                        .toList()
                        .equals(List.of(names)));
    }
}
