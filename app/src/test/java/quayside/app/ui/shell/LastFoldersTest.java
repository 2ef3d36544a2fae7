package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.SavedServer;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.RemotePath;

/** The folders in which a saved share opens, and what an empty folder of it offers. */
class LastFoldersTest {
    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
        Files.createDirectories(window.shared.resolve("Summer"));
        Files.writeString(window.shared.resolve("Summer/swim.txt"), "swim");
        Files.createDirectories(window.home.resolve("Holiday"));
        Files.writeString(window.home.resolve("Holiday/map.txt"), "map");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void aSavedShareOpensInTheLastFoldersOfBothSides() throws IOException {
        visitAndLeave();
        window = window.restart();
        window.otherShares();
        window.awaitText("Pictures");
        window.fire(".share-card");
        window.awaitNames(".remote", "swim.txt");
        window.awaitNames(".local", "map.txt");
    }

    @Test
    void foldersThatAreGoneAreLeftOut() throws IOException {
        visitAndLeave();
        Files.delete(window.home.resolve("Holiday/map.txt"));
        Files.delete(window.home.resolve("Holiday"));
        Files.delete(window.shared.resolve("Summer/swim.txt"));
        Files.delete(window.shared.resolve("Summer"));
        window = window.restart();
        window.otherShares();
        window.awaitText("Pictures");
        window.fire(".share-card");
        window.awaitText("Summer");
        window.awaitText("“Pictures” is empty");
        window.awaitNames(".local");
    }

    @Test
    void filesCanBeChosenForAnEmptyFolderOfAShare() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), "new");
        Files.createDirectories(window.shared.resolve("Summer/Empty"));
        window.connectAndWaitFor("Summer");
        openFolder(".remote", "Summer");
        window.awaitNames(".remote", "Empty", "swim.txt");
        openFolder(".remote", "Empty");
        // Nobody chooses anything.
        window.press("Choose files…");
        window.picture("empty-share");
        assertThat(window.core.transfers().snapshot()).isEmpty();
        window.chosen = List.of(file);
        window.press("Choose files…");
        window.awaitNames(".remote", "new.txt");
        assertThat(window.shared.resolve("Summer/Empty/new.txt")).hasContent("new");
    }

    /** Connects, opens a folder on each side, and closes the tab. */
    private void visitAndLeave() throws IOException {
        window.connectAndWaitFor("Summer");
        Fx.await(() ->
                window.core.keys().known(window.core.savedServers().list()).size() == 1);
        openFolder(".remote", "Summer");
        window.awaitNames(".remote", "swim.txt");
        window.refreshLocal("Holiday");
        openFolder(".local", "Holiday");
        window.awaitNames(".local", "map.txt");
        SavedServer.Folders last =
                new SavedServer.Folders(RemotePath.parse("Summer"), Optional.of(window.home.resolve("Holiday")));
        Fx.await(() -> window.core.savedServers().list().getFirst().folders().equals(last));
    }

    private void openFolder(String side, String name) {
        window.select(side, name);
        window.type(side, KeyCode.ENTER);
    }
}
