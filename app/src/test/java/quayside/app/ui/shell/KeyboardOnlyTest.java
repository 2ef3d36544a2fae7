package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;
import quayside.app.core.TestShare;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Fx;

/** A user who has no mouse. */
class KeyboardOnlyTest {
    private static final int MOST_TABS = 80;

    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private LiveWindow window;

    @Test
    void theKeyboardAloneConnectsUploadsResolvesRenamesDeletesAndDisconnects() throws IOException {
        Path second = Files.createDirectories(folder.resolve("Second"));
        Files.writeString(second.resolve("there.txt"), "there");
        try (LiveWindow live = new LiveWindow(folder);
                TestShare other = new TestShare(second).start()) {
            window = live;
            Fx.await(() -> live.stage().isFocused());
            Files.writeString(live.home.resolve("notes.txt"), "first");
            Files.writeString(live.home.resolve("other.txt"), "other");
            Files.writeString(live.shared.resolve("old.txt"), "old");

            paste(live.otherShares());
            push(KeyCode.ENTER);
            live.awaitNames(".remote", "old.txt");
            upload("notes");
            live.awaitNames(".remote", "notes.txt", "old.txt");

            Files.writeString(live.home.resolve("notes.txt"), "second version");
            upload("notes");
            Fx.await(() -> live.find("#conflicts") != null);
            push(KeyCode.ENTER);
            live.awaitNames(".remote", "notes (2).txt", "notes.txt", "old.txt");

            pane(".remote");
            write("old");
            push(KeyCode.F2);
            push(KeyCode.A); // Replaces the selected name without its ending.
            push(KeyCode.ENTER);
            live.awaitNames(".remote", "a.txt", "notes (2).txt", "notes.txt");

            pane(".remote");
            write("a.");
            push(KeyCode.DELETE);
            live.awaitText("Delete “a.txt” from the share");
            walkTo(node -> node.getStyleClass().contains("danger"));
            push(KeyCode.SPACE);
            live.awaitNames(".remote", "notes (2).txt", "notes.txt");
            assertThat(live.shared.resolve("a.txt")).doesNotExist();

            walkTo(node -> "tab-new".equals(node.getId()));
            push(KeyCode.SPACE);
            Fx.await(() -> "home-link".equals(focused().getId()));
            paste(other.linkWithKey());
            push(KeyCode.ENTER);
            live.awaitNames(".remote", "there.txt");

            walkTo(node -> node.getStyleClass().contains("tab-close"));
            push(KeyCode.SPACE);
            Fx.await(() ->
                    live.core.shares().open().size() == 1 && live.share().state() instanceof ShareState.Connected);
        }
    }

    private void upload(String letters) {
        pane(".local");
        write(letters);
        walkTo(node -> "upload".equals(node.getId()));
        push(KeyCode.SPACE);
    }

    /** Goes to the list of that side. */
    private void pane(String side) {
        for (int i = 0; i < 4 && !isIn(side); i++) {
            push(KeyCode.F6);
        }
        assertThat(isIn(side)).as("%s has the focus", side).isTrue();
    }

    private boolean isIn(String side) {
        return Fx.call(() -> {
            for (Node at = focused(); at != null; at = at.getParent()) {
                if (at.getStyleClass().contains(side.substring(1))) {
                    return focused().getStyleClass().contains("file-table");
                }
            }
            return false;
        });
    }

    /** Presses Tab until the focus is where the user wants it. */
    private void walkTo(Predicate<Node> wanted) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Fx.call(() -> wanted.test(focused()))) {
                return;
            }
            push(KeyCode.TAB);
        }
        throw new AssertionError("Tab does not lead there; the focus is at " + Fx.call(this::focused));
    }

    private Node focused() {
        return window.stage().getScene().getFocusOwner();
    }

    private void push(KeyCode key) {
        robot.push(key);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Pastes what the user has copied from a message. */
    private void paste(String link) {
        Fx.run(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, link)));
        robot.push(KeyCode.SHORTCUT, KeyCode.V);
        WaitForAsyncUtils.waitForFxEvents();
        // The key moves to a field of its own.
        assertThat(link).startsWith(Fx.call(() -> ((TextField) window.node("#home-link")).getText()));
    }

    private void write(String text) {
        robot.targetWindow(window.stage()).write(text, 0);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
