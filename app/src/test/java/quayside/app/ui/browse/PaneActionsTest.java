package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.RemotePath;

class PaneActionsTest {
    private final List<String> done = new ArrayList<>();
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
    void onlyWhatTheOwnerHasSetIsInTheMenu() {
        assertThat(menu("img9.jpg"))
                .doesNotContain("Preview", "Copy as text", "> Copy link", "Cut", "> Search below this folder…");
        set(PaneAction.values());
        assertThat(menu("img9.jpg"))
                .containsExactly(
                        "Open",
                        "Preview",
                        "Edit",
                        "Download",
                        "Download to…",
                        "-",
                        "Cut",
                        "Copy",
                        "Paste",
                        "Copy as text",
                        "> Copy name",
                        "> Copy path",
                        "> Copy link",
                        "-",
                        "Rename…",
                        "Delete from the share…",
                        "-",
                        "More",
                        "> Show in file manager",
                        "> Checksum…",
                        "> Protect…",
                        "> (Remove protection)",
                        "This folder",
                        "> New folder…",
                        "> Search below this folder…",
                        "> Compare both folders…",
                        "> Refresh",
                        "-",
                        "Properties");
        assertThat(menu("img9.jpg", "Zoo")).contains("(Preview)", "> (Checksum…)", "Properties");
        assertThat(menu()).contains("(Copy)", "Paste", "(Delete from the share…)");
    }

    @Test
    void whatCannotSucceedIsDisabledAsItsKeyIs() {
        set(PaneAction.OPEN, PaneAction.EDIT, PaneAction.PREVIEW);
        Fx.run(() -> pane.pane.onAction(PaneAction.PASTE, () -> false, items -> done.add("PASTE")));
        assertThat(menu("img9.jpg")).contains("Open", "Edit", "(Paste)");
        pane.files.allowed(new FileSource.Rights(true, true, false));
        Fx.run(() -> pane.pane.rightsChanged());
        assertThat(menu("img9.jpg")).contains("Open", "Preview", "(Edit)");
        pane.files.allowed(new FileSource.Rights(false, true, true));
        Fx.run(() -> pane.pane.rightsChanged());
        assertThat(menu("img9.jpg")).contains("(Open)", "(Edit)");
        assertThat(menu("Zoo")).contains("Open");
        pane.select("img9.jpg");
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("The host does not let guests download files.");
        assertThat(done).isEmpty();
        // The first right that is missing is named.
        assertThat(new FileSource.Rights(false, true, true).refusal(FileSource.Right.EDIT))
                .isEqualTo("The host does not let guests download files.");
    }

    @Test
    void itsKeysRunIt() {
        set(PaneAction.values());
        pane.select("img9.jpg");
        pane.window.push(KeyCode.SPACE);
        pane.window.push(KeyCode.ALT, KeyCode.ENTER);
        pane.window.push(KeyCode.CONTROL, KeyCode.C);
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
        pane.window.push(KeyCode.CONTROL, KeyCode.X);
        pane.window.push(KeyCode.CONTROL, KeyCode.V);
        pane.window.push(KeyCode.DELETE);
        pane.window.push(KeyCode.ENTER);
        Fx.await(() -> done.equals(List.of(
                "PREVIEW img9.jpg",
                "PROPERTIES img9.jpg",
                "COPY img9.jpg",
                "COPY_PATH img9.jpg",
                "CUT img9.jpg",
                "PASTE img9.jpg",
                "DELETE img9.jpg",
                "OPEN img9.jpg")));
        pane.window.push(KeyCode.CONTROL, KeyCode.ENTER);
        Fx.await(() -> pane.transferred.equals(List.of("img9.jpg")));
    }

    @Test
    void aSpaceInATypedNameIsNoPreview() {
        pane.files.file("img 2.jpg", 1);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> pane.names().contains("img 2.jpg"));
        set(PaneAction.PREVIEW);
        pane.window.write("img");
        pane.window.push(KeyCode.SPACE);
        assertThat(done).isEmpty();
    }

    @Test
    void keysElsewhereInTheWindowLeaveTheFilesAlone() {
        set(PaneAction.DELETE);
        pane.select("img9.jpg");
        menu("img9.jpg");
        Fx.run(() -> {
            Button elsewhere = new Button("Elsewhere");
            ((StackPane) pane.window.scene().getRoot()).getChildren().addFirst(elsewhere);
            elsewhere.requestFocus();
        });
        pane.window.push(KeyCode.DELETE);
        pane.window.push(KeyCode.F2);
        assertThat(done).isEmpty();
        assertThat(Fx.call(() -> pane.window.services().dialogs().openProperty().get()))
                .isFalse();
    }

    @Test
    void whatIsNotAllowedIsNotDone() {
        set(PaneAction.PREVIEW);
        pane.files.allowed(new FileSource.Rights(false, true, true));
        Fx.run(() -> pane.pane.rightsChanged());
        assertThat(menu("img9.jpg")).contains("(Preview)");
        pane.window.push(KeyCode.SPACE);
        pane.window.awaitText("The host does not let guests download files.");
        assertThat(done).isEmpty();
    }

    @Test
    void namesAreSelectedNowOrOnceTheyAreListed() {
        Fx.run(() -> pane.pane.select(Set.of("img9.jpg", "Zoo")));
        Fx.await(() -> pane.selected().equals(List.of("Zoo", "img9.jpg")));
        pane.files.file("new.txt", 1);
        Fx.run(() -> pane.pane.select(Set.of("new.txt")));
        Fx.await(() -> pane.selected().equals(List.of("new.txt")));
        Fx.run(() -> {
            pane.pane.open(MemorySource.path("Zoo"));
            pane.pane.select(Set.of("lion.jpg"));
        });
        Fx.await(() -> pane.selected().equals(List.of("lion.jpg")));
    }

    @Test
    void eachFolderThatIsShownIsReportedOnce() {
        List<RemotePath> places = new ArrayList<>();
        Fx.run(() -> {
            pane.pane.onPlace(places::add);
            pane.pane.open(MemorySource.path("Zoo"));
        });
        pane.awaitNames("Inner", "lion.jpg");
        pane.files.file("Zoo/ape.jpg", 1);
        pane.window.push(KeyCode.F5);
        pane.awaitNames("Inner", "ape.jpg", "lion.jpg");
        assertThat(Fx.call(() -> List.copyOf(places))).containsExactly(MemorySource.path("Zoo"));
    }

    private void set(PaneAction... actions) {
        Fx.run(() -> {
            for (PaneAction action : actions) {
                pane.pane.onAction(
                        action,
                        items -> done.add(action + " " + items.getFirst().path()));
            }
        });
    }

    /** Returns the visible items of the menu; disabled ones in brackets. */
    private List<String> menu(String... selected) {
        pane.select(selected);
        return Fx.call(() -> {
            ContextMenu menu = pane.table().getContextMenu();
            menu.show(pane.table(), 10, 10);
            List<String> shown = TestWindow.withSubmenus(menu.getItems())
                    .filter(MenuItem::isVisible)
                    .map(item -> item.getText() == null
                            ? "-"
                            : (item.getParentMenu() == null ? "" : "> ")
                                    + (item.isDisable() ? "(" + item.getText() + ")" : item.getText()))
                    .toList();
            menu.hide();
            return shown;
        });
    }
}
