package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.Bookmarks;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.RemotePath;

class PathRowTest {
    private PaneUnderTest pane;

    @BeforeEach
    void open() {
        pane = new PaneUnderTest();
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
    }

    @AfterEach
    void close() {
        pane.close();
    }

    @Test
    void backAndForwardGoThroughTheFoldersThatWereShown() {
        assertThat(button("Back (Alt+Left)").isDisabled()).isTrue();
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo")));
        pane.awaitNames("Inner", "lion.jpg");
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo/Inner")));
        pane.awaitNames();
        pane.window.push(KeyCode.ALT, KeyCode.LEFT);
        pane.awaitNames("Inner", "lion.jpg");
        Fx.await(() -> pane.selected().contains("Inner"));
        pane.window.push(KeyCode.ALT, KeyCode.LEFT);
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        assertThat(button("Back (Alt+Left)").isDisabled()).isTrue();
        pane.window.push(KeyCode.ALT, KeyCode.RIGHT);
        pane.awaitNames("Inner", "lion.jpg");
        Fx.run(() -> pane.pane.open(MemorySource.path("archive")));
        pane.awaitNames();
        assertThat(button("Forward (Alt+Right)").isDisabled()).isTrue();
    }

    @Test
    void theLockShowsTheWholeFingerprintWhichCanBeCopied() {
        pane.window.fire("#share-fingerprint");
        pane.window.awaitText("Fingerprint of “Pictures”");
        pane.window.awaitText("abcd efgh");
        pane.window.fire(".mono-line .copy-button");
        assertThat(Fx.call(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("abcd efgh");
        pane.window.press("Close");
    }

    @Test
    void theMiddleOfAPathGoesIntoTheMenuBeforeItsTop() {
        String deep = "Zoo/Inner";
        for (String name : List.of("Mammals of the savannah", "Lions and lionesses", "Cubs of last summer", "Naps")) {
            deep += "/" + name;
            pane.files.folder(deep);
        }
        RemotePath here = MemorySource.path(deep);
        Fx.run(() -> pane.pane.open(here));
        Fx.await(() -> crumbs().contains("Naps"));
        Fx.run(() -> {
            Region bar = (Region) pane.pane.node().lookup(".path-bar");
            for (int width = 1000; width >= 20; width -= 20) {
                bar.resize(width, bar.getHeight());
                bar.layout();
                assertThat(crumbs()).endsWith("Naps");
                assertThat(crumbs().contains("Pictures") || crumbs().size() <= 2)
                        .as("%s at %d", crumbs(), width)
                        .isTrue();
                assertThat(crumbs().size()
                                + bar.lookupAll(".menu-button").stream()
                                        .map(MenuButton.class::cast)
                                        .filter(MenuButton::isVisible)
                                        .mapToInt(more -> more.getItems().size())
                                        .sum())
                        .isEqualTo(7);
            }
            assertThat(crumbs()).containsExactly("Naps");
        });
    }

    private List<String> crumbs() {
        return pane.pane.node().lookupAll(".crumb").stream()
                .filter(Node::isVisible)
                .map(crumb -> ((Button) crumb).getText())
                .toList();
    }

    @Test
    void aTypedPathIsOpened() {
        pane.window.push(KeyCode.CONTROL, KeyCode.L);
        Fx.await(() -> field() != null
                && field().isFocused()
                && field().getSelectedText().equals("/"));
        pane.window.write("/Zoo/Inner");
        pane.window.push(KeyCode.ENTER);
        Fx.await(() -> MemorySource.path("Zoo/Inner").equals(pane.pane.folder().get()));
        Fx.await(() -> field() == null && pane.table().isFocused());
    }

    @Test
    void tabCompletesTheNameOfAFolder() {
        pane.window.push(KeyCode.CONTROL, KeyCode.L);
        pane.window.write("/z");
        Fx.await(() -> Window.getWindows().stream().anyMatch(Popup.class::isInstance));
        pane.window.push(KeyCode.TAB);
        Fx.await(() -> "/Zoo/".equals(field().getText()));
        pane.window.push(KeyCode.ENTER);
        pane.awaitNames("Inner", "lion.jpg");
    }

    @Test
    void aPathThatLeadsNowhereIsSaidAndStaysInTheField() {
        pane.window.push(KeyCode.CONTROL, KeyCode.L);
        pane.window.write("/Moon");
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("That folder is not there.");
        Fx.run(() -> assertThat(field().getText()).isEqualTo("/Moon"));
        pane.window.push(KeyCode.ESCAPE);
        Fx.await(() -> field() == null && pane.table().isFocused());
        assertThat(Fx.call(() -> pane.pane.folder().get())).isEqualTo(RemotePath.root());
    }

    @Test
    void theStarSetsABookmarkThatTheMenuOpens(@TempDir Path folder) {
        Bookmarks bookmarks = Bookmarks.open(folder);
        Fx.run(() -> {
            pane.pane.bookmarks(bookmarks);
            pane.pane.open(MemorySource.path("Zoo"));
        });
        pane.awaitNames("Inner", "lion.jpg");
        pane.window.push(KeyCode.CONTROL, KeyCode.B);
        Fx.await(() -> ((ToggleButton) pane.pane.node().lookup(".star")).isSelected());
        assertThat(bookmarks.of("a share")).containsExactly(new Bookmarks.Bookmark("Zoo", "/Zoo"));
        Fx.run(() -> pane.pane.open(RemotePath.root()));
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.run(() -> {
            assertThat(((ToggleButton) pane.pane.node().lookup(".star")).isSelected())
                    .isFalse();
            MenuButton more = (MenuButton) pane.pane.node().lookup(".more-menu");
            more.getOnShowing().handle(null);
            Menu marks = (Menu) more.getItems().getFirst();
            assertThat(marks.getItems()).extracting(MenuItem::getText).contains("Bookmark this folder", "Zoo");
            marks.getItems().getLast().fire();
        });
        pane.awaitNames("Inner", "lion.jpg");
    }

    private TextField field() {
        return (TextField) pane.pane.node().lookup(".path-field");
    }

    private Button button(String name) {
        return Fx.call(() -> pane.pane.node().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> name.equals(button.getAccessibleText()))
                .findFirst()
                .orElseThrow());
    }
}
