package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestParts;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.Trash;
import quayside.app.core.settings.WindowSize;
import quayside.app.ui.kit.Fx;

/** One folder of the share is made like one of this computer, in the whole window. */
class SynchroniseTest {
    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(
                folder,
                new WindowSize(1000, 700, false),
                core -> TestParts.of(core)
                        .with(new LocalFiles(
                                folder,
                                Trash.ofUser(name -> folder.resolve("data").toString())))
                        .core(),
                files -> files);
        Files.writeString(window.home.resolve("new.txt"), "new");
        Files.writeString(window.shared.resolve("extra.txt"), "extra");
        window.connectAndWaitFor("extra.txt");
        window.refreshLocal("new.txt");
        compare();
        window.awaitText("2 differences");
        Fx.run(() -> ((CheckBox) window.node(".dialog-body .check-box")).fire());
        window.press("Synchronise");
        window.awaitText("Also delete 1 item from the share, for everyone?");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void whatOnlyTheShareHasIsDeletedAfterEverythingElseHasArrived() {
        window.press("Synchronise and delete");
        window.awaitNames(".remote", "new.txt");
        window.awaitText("1 item was deleted.");
        assertThat(window.shared.resolve("new.txt")).hasContent("new");
        assertThat(window.shared.resolve("extra.txt")).doesNotExist();
    }

    @Test
    void nothingIsDeletedIfSomethingDidNotArrive() throws IOException {
        Files.delete(window.home.resolve("new.txt"));
        window.press("Synchronise and delete");
        window.awaitText("Nothing was deleted, because not everything was transferred.");
        assertThat(window.shared.resolve("extra.txt")).hasContent("extra");
    }

    @Test
    void whatOnlyThisComputerHasGoesToTheTrashAndBack() {
        window.press("Cancel");
        compare();
        window.awaitText("2 differences");
        Fx.run(() -> ((RadioButton) List.copyOf(window.node(".dialog-body").lookupAll(".radio-button"))
                        .getLast())
                .fire());
        Fx.run(() -> ((CheckBox) window.node(".dialog-body .check-box")).fire());
        window.press("Synchronise");
        window.awaitText("Also move 1 item of this computer to the trash?");
        window.press("Synchronise and move to trash");
        window.awaitText("1 item is in the trash.");
        window.awaitNames(".local", "extra.txt");
        assertThat(folder.resolve("data/Trash/files/new.txt")).hasContent("new");
        window.press("Undo");
        window.awaitNames(".local", "extra.txt", "new.txt");
    }

    @Test
    void theQuestionCanBeCancelled() {
        window.press("Cancel");
        assertThat(window.core.transfers().snapshot()).isEmpty();
        assertThat(window.shared.resolve("extra.txt")).hasContent("extra");
    }

    private void compare() {
        Fx.run(() -> {
            MenuButton menu = (MenuButton) window.node(".local .more-menu");
            menu.show();
            menu.getItems().stream()
                    .filter(item -> "Compare both folders…".equals(item.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            menu.hide();
        });
    }
}
