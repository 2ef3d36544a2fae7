package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.Passcode;

/** An upload that writes nothing to a protected file does not ask for its passcode. */
class SkippedLockTest {
    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void noPasscodeIsAskedForIfTheProtectedFileIsTheSameAndTheOthersAreSkipped() throws IOException {
        Path mine = Files.writeString(window.home.resolve("chapter 1.md"), "one");
        Files.writeString(window.home.resolve("chapter 2.md"), "two");
        Path theirs = Files.writeString(window.shared.resolve("chapter 1.md"), "one");
        Files.setLastModifiedTime(theirs, Files.getLastModifiedTime(mine));
        Files.writeString(window.shared.resolve("chapter 2.md"), "of another");
        window.connectAndWaitFor("chapter 1.md", "chapter 2.md");
        assertThat(window.other.host().protect(List.of(theirs), Passcode.of("open sesame 42")))
                .isEqualTo(1);
        window.refreshLocal("chapter 1.md", "chapter 2.md");
        Fx.run(() -> {
            TableView<?> table = (TableView<?>) window.node(".local .file-table");
            table.requestFocus();
            table.getSelectionModel().selectAll();
        });
        window.fire("#upload");
        window.awaitText("1 file is already in “Pictures”");
        window.fire("#all-SKIP");
        window.press("Continue");
        Fx.await(() -> window.state() == TransferSnapshot.State.SKIPPED);
        assertThat(Fx.call(() -> window.find("#passcode"))).isNull();
        assertThat(window.shared.resolve("chapter 2.md")).hasContent("of another");
    }
}
