package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.server.ShareOptions;

/** Hidden files in both panes. */
class HiddenFilesTest {
    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
        Files.writeString(window.home.resolve(".mine"), "mine");
        Files.writeString(window.home.resolve("mine.txt"), "mine");
        Files.writeString(window.shared.resolve(".theirs"), "theirs");
        Files.writeString(window.shared.resolve("theirs.txt"), "theirs");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void oneChoiceShowsThemInBothPanesAndIsKept() {
        connect(true);
        window.refreshLocal("mine.txt");
        window.awaitNames(".remote", "theirs.txt");
        window.awaitText("1 hidden");
        window.typeWithControl(".remote", KeyCode.H);
        window.awaitNames(".remote", ".theirs", "theirs.txt");
        window.awaitNames(".local", ".mine", "mine.txt");
        assertThat(SettingsStore.open(folder.resolve("config"))
                        .settings()
                        .local()
                        .showHidden())
                .isTrue();
        window.typeWithControl(".local", KeyCode.H);
        window.awaitNames(".remote", "theirs.txt");
        window.awaitNames(".local", "mine.txt");
    }

    @Test
    void whatTheHostKeepsToItselfIsNotOffered() throws IOException {
        Files.delete(window.shared.resolve("theirs.txt"));
        connect(false);
        window.awaitText("1 hidden file is not shown");
        assertThat(Fx.call(() -> window.shows("Show hidden files"))).isFalse();
        window.press("Show why");
        window.awaitText("1 hidden file, which the host does not share");
    }

    private void connect(boolean hidden) {
        window.other.host().start(new SharedFolder(window.shared, 0, ShareOptions.Permissions.ALL, hidden));
        Fx.await(() -> window.other.host().state() instanceof HostState.On);
        window.connect(((HostState.On) window.other.host().state()).link());
    }
}
