package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.Trash;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class LocalPaneTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path data;

    private Path trashed;
    private final AtomicBoolean showHidden = new AtomicBoolean();
    private TestWindow window;
    private BrowsePane<Path> pane;

    @BeforeEach
    void open() throws IOException {
        for (String name : List.of(".a", ".b", ".c", ".d")) {
            Files.createFile(folder.resolve(name));
        }
        trashed = data.resolve("Trash");
        LocalFiles files = new LocalFiles(folder, Trash.ofUser(name -> data.toString()));
        List<BrowsePane<Path>> made = new ArrayList<>();
        window = new TestWindow(600, 400, services -> {
            made.add(new BrowsePane<>(Side.LOCAL, services, new NoDrags<>()));
            return made.getFirst().node();
        });
        pane = made.getFirst();
        Fx.run(() -> {
            pane.onShowHidden(showHidden::get, wanted -> {
                showHidden.set(wanted);
                pane.refresh();
            });
            pane.attach(new LocalSource(files, showHidden::get), folder);
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

    @Test
    void deletingMovesToTheTrashAfterAQuestionWhoseEnterKeeps() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), "new");
        awaitNames("new.txt");
        Fx.run(() -> {
            pane.node().lookup(".file-table").requestFocus();
            ((TableView<?>) pane.node().lookup(".file-table"))
                    .getSelectionModel()
                    .select(0);
        });
        window.push(KeyCode.DELETE);
        window.awaitText("Move “new.txt” to the trash?");
        window.push(KeyCode.ENTER);
        Fx.await(() -> !window.services().dialogs().openProperty().get());
        assertThat(file).exists();
        window.push(KeyCode.DELETE);
        window.press("Move to trash");
        awaitNames();
        assertThat(trashed.resolve("files/new.txt")).hasContent("new");
        window.awaitText("1 item is in the trash.");
        window.press("Undo");
        awaitNames("new.txt");
        assertThat(file).hasContent("new");
        assertThat(trashed.resolve("info")).isEmptyDirectory();
    }

    @Test
    void shiftDeleteDeletesWithoutTheTrashAndSaysSo() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), "new");
        awaitNames("new.txt");
        Fx.run(() -> {
            pane.node().lookup(".file-table").requestFocus();
            ((TableView<?>) pane.node().lookup(".file-table"))
                    .getSelectionModel()
                    .select(0);
        });
        window.push(KeyCode.SHIFT, KeyCode.DELETE);
        window.awaitText("It is deleted from this computer, not moved to a trash. This cannot be undone.");
        window.press("Delete from this computer");
        awaitNames();
        assertThat(file).doesNotExist();
        assertThat(trashed.resolve("files")).doesNotExist();
    }

    private void awaitNames(String... names) {
        Fx.await(() -> ((TableView<?>) pane.node().lookup(".file-table"))
                .getItems().stream()
                        .map(row -> ((Row) row).shownName())
                        .toList()
                        .equals(List.of(names)));
    }
}
