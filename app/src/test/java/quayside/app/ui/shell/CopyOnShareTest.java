package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.ui.kit.Fx;
import quayside.server.storage.NamedFolder;

/** Copying and pasting files of a share within that share. */
class CopyOnShareTest {
    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        Fx.run(() -> Clipboard.getSystemClipboard().clear());
    }

    private static void copyAll(LiveWindow window) {
        window.typeWithControl(".remote", KeyCode.A);
        window.typeWithControl(".remote", KeyCode.C);
    }

    @Test
    void theKeysCopyFilesAndFoldersAndUndoDeletesTheCopies() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            Files.createDirectory(window.shared.resolve("album"));
            Files.writeString(window.shared.resolve("album/b.txt"), "b");
            Files.writeString(window.shared.resolve("a.txt"), "a");
            window.connectAndWaitFor("album", "a.txt");
            copyAll(window);
            window.typeWithControl(".remote", KeyCode.V);
            window.awaitNames(".remote", "album", "album (2)", "a (2).txt", "a.txt");
            window.awaitText("2 items were copied.");
            assertThat(window.shared.resolve("a (2).txt")).hasContent("a");
            assertThat(window.shared.resolve("album (2)/b.txt")).hasContent("b");
            window.typeWithControl(".remote", KeyCode.Z);
            window.awaitNames(".remote", "album", "a.txt");
            assertThat(window.shared.resolve("album (2)")).doesNotExist();
            Fx.await(() -> window.other.host().events().toString().contains("copied “a.txt” to “a (2).txt”"));
        }
    }

    @Test
    void closingTheTabOrTheWindowAsksWhileFilesAreCopied() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            Files.writeString(window.shared.resolve("a.txt"), "a");
            window.connectAndWaitFor("a.txt");
            copyAll(window);
            // In one step, so that the copying cannot end before.
            Fx.run(() -> {
                window.typeWithControl(".remote", KeyCode.V);
                window.typeWithControl(".remote", KeyCode.W);
            });
            window.awaitText("Files of this share are being copied or moved there.");
            window.press("Stop and close");
            Fx.await(() -> window.find(".tab-close") == null);
        }
        try (LiveWindow window = new LiveWindow(Files.createDirectory(folder.resolve("second")))) {
            Files.writeString(window.shared.resolve("a.txt"), "a");
            window.connectAndWaitFor("a.txt");
            copyAll(window);
            Fx.run(() -> {
                window.typeWithControl(".remote", KeyCode.V);
                window.closeByUser();
            });
            window.awaitText("Files are being copied or moved. That stops if you close now.");
            assertThat(Fx.call(() -> window.stage().isShowing())).isTrue();
            window.press("Stop and close");
            Fx.await(() -> !window.stage().isShowing());
        }
    }

    @Test
    void whatIsGoneIsNotCopiedAndTheReasonIsShown() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            Path file = Files.writeString(window.shared.resolve("a.txt"), "a");
            window.connectAndWaitFor("a.txt");
            copyAll(window);
            Files.delete(file);
            window.typeWithControl(".remote", KeyCode.V);
            window.awaitText("There is no ");
            window.awaitNames(".remote");
            assertThat(window.shared.resolve("a (2).txt")).doesNotExist();
        }
    }

    @Test
    void nothingIsUploadedOrPastedAtTheTopOfSeveralFoldersNorFromOneToAnother() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            Path album = Files.createDirectory(folder.resolve("album"));
            Path music = Files.createDirectory(folder.resolve("music"));
            Files.writeString(album.resolve("a.txt"), "a");
            Files.writeString(window.home.resolve("mine.txt"), "mine");
            window.otherShares(new NamedFolder("Album", album), new NamedFolder("Music", music));
            window.awaitNames(".remote", "Album", "Music");
            window.refreshLocal("mine.txt");
            window.awaitText("Open a folder of the share first");
            window.select(".local", "mine.txt");
            assertThat(Fx.call(() -> window.node("#upload").isDisabled())).isTrue();
            window.select(".remote", "Album");
            window.type(".remote", KeyCode.ENTER);
            window.awaitNames(".remote", "a.txt");
            Fx.await(() -> !window.shows("Open a folder of the share first"));
            copyAll(window);
            window.type(".remote", KeyCode.BACK_SPACE);
            window.awaitNames(".remote", "Album", "Music");
            window.typeWithControl(".remote", KeyCode.V);
            window.awaitText("Only the host adds, renames and removes the folders here.");
            window.select(".remote", "Music");
            window.type(".remote", KeyCode.ENTER);
            window.awaitNames(".remote");
            window.typeWithControl(".remote", KeyCode.V);
            window.awaitText("Nothing can be moved or copied from the folder “Album” to the folder “Music”");
            assertThat(music).isEmptyDirectory();
        }
    }
}
