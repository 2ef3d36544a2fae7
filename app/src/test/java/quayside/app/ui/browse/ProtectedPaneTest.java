package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

/** Locks in a pane, and what guests may not do there. */
class ProtectedPaneTest {
    private static final String PASSCODE = "open sesame 42";

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

    private void protect(String... names) {
        pane.select(names);
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
        Fx.await(() -> pane.window.scene().lookup("#new-passcode") != null);
        Fx.run(() -> {
            ((TextField) pane.window.scene().lookup("#new-passcode")).setText(PASSCODE);
            ((TextField) pane.window.scene().lookup("#new-passcode-again")).setText(PASSCODE);
        });
        pane.window.press("Protect");
    }

    private List<String> locked() {
        return Fx.call(() -> pane.table().lookupAll(".lock-cell").stream()
                .map(node -> (TableCell<?, ?>) node)
                .filter(cell -> cell.getGraphic() != null)
                .filter(cell -> cell.getItem() instanceof Row)
                .map(cell -> ((Row) cell.getItem()).shownName() + ": " + cell.getAccessibleText())
                .toList());
    }

    private boolean hasLockColumn() {
        return Fx.call(() -> pane.table().getColumns().stream()
                .anyMatch(column -> "lock".equals(column.getId()) && column.isVisible()));
    }

    private MenuItem item(String words) {
        return Fx.call(() -> {
            var menu = pane.table().getContextMenu();
            menu.getOnShowing().handle(null);
            return TestWindow.withSubmenus(menu.getItems())
                    .filter(item -> item.getText() != null && item.getText().startsWith(words))
                    .findFirst()
                    .orElseThrow();
        });
    }

    @Test
    void whatIsProtectedHasALockThatIsSpokenToo() {
        assertThat(hasLockColumn()).isFalse();
        protect("img9.jpg");
        Fx.await(() -> locked().equals(List.of("img9.jpg: Protected")));
        assertThat(Fx.call(() -> pane.table().lookupAll(".name-cell").stream()
                        .map(node -> String.valueOf(node.getAccessibleText()))
                        .toList()))
                .contains("File img9.jpg, protected", "File img10.jpg");
        assertThat(pane.files.calls()).containsExactly("protect img9.jpg");
    }

    @Test
    void protectionIsRemovedByKeyAndTheColumnGoesWithIt() {
        protect("img9.jpg");
        Fx.await(this::hasLockColumn);
        pane.select("img9.jpg");
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
        Fx.await(() -> !hasLockColumn());
        assertThat(pane.files.calls()).contains("unprotect img9.jpg");
    }

    @Test
    void escapeProtectsNothingAndForgetsWhatWasTyped() {
        pane.select("img9.jpg");
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
        Fx.await(() -> pane.window.scene().lookup("#new-passcode") != null);
        TextField field = (TextField) pane.window.scene().lookup("#new-passcode");
        pane.window.write(PASSCODE);
        assertThat(Fx.<String>call(field::getText)).isEqualTo(PASSCODE);
        pane.window.push(KeyCode.ESCAPE);
        Fx.await(() -> !pane.window.services().dialogs().openProperty().get());
        assertThat(Fx.<String>call(field::getText)).isEmpty();
        assertThat(pane.files.calls()).isEmpty();
    }

    @Test
    void theMenuOffersToRemoveOnlyAProtectionThatIsThere() {
        pane.select("img9.jpg");
        assertThat(Fx.call(() -> item("Remove protection").isDisable())).isTrue();
        assertThat(Fx.call(() -> item("Protect…").isDisable())).isFalse();
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
        assertThat(pane.files.calls()).isEmpty();
        pane.select("Zoo");
        assertThat(item("Remove protection").getText()).isEqualTo("Remove protection of all files");
        protect("img9.jpg");
        Fx.await(this::hasLockColumn);
        pane.select("img9.jpg");
        assertThat(Fx.call(() -> item("Remove protection").isDisable())).isFalse();
    }

    @Test
    void whatTheHostForbidsMeanwhileIsGreyAndTheReasonIsSaidOutsideTheMenu() {
        pane.select("img9.jpg");
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").isDisabled()))
                .isFalse();
        pane.files.allowed(new FileSource.Rights(false, false, false));
        Fx.run(pane.pane::rightsChanged);
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").isDisabled()))
                .isTrue();
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").getAccessibleHelp()))
                .isEqualTo("The host does not let guests download files.");
        assertThat(Fx.call(
                        () -> pane.window.scene().lookup("#new-remote-folder").isDisabled()))
                .isTrue();
        for (String words :
                Set.of("Download", "Delete from the share…", "Rename…", "New folder…", "Protect…", "Checksum…")) {
            MenuItem item = item(words);
            assertThat(item.isDisable()).as(words).isTrue();
            assertThat(item.getText()).isEqualTo(words);
        }
        pane.window.awaitText("You may only look");
        pane.files.allowed(FileSource.Rights.ALL);
        Fx.run(pane.pane::rightsChanged);
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").isDisabled()))
                .isFalse();
        assertThat(item("Delete from the share…").getText()).isEqualTo("Delete from the share…");
    }

    @Test
    void aKeyForWhatIsForbiddenIsAnsweredByOneSentence() {
        pane.files.allowed(new FileSource.Rights(true, true, false));
        Fx.run(pane.pane::rightsChanged);
        pane.select("img9.jpg");
        pane.window.push(KeyCode.DELETE);
        pane.window.awaitText("The host does not let guests delete files.");
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
        pane.window.awaitText(
                "The host does not let guests protect files. That needs the permissions to download, upload and"
                        + " delete.");
        assertThat(pane.files.calls()).isEmpty();
    }

    @Test
    void whereTheOtherSideTakesNothingTheReasonIsSaid() {
        Fx.run(() -> pane.pane.hinder("No share is open."));
        pane.select("img9.jpg");
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").isDisabled()))
                .isTrue();
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("No share is open.");
        assertThat(pane.transferred).isEmpty();
    }

    @Test
    void aHundredThousandProtectedFilesNeedOnlyTheCellsThatAreSeen() {
        MemorySource big = new MemorySource("Big").pages(50_000);
        for (int i = 0; i < 100_000; i++) {
            big.file("f" + i, 1);
        }
        big.lockAll();
        Fx.run(() -> pane.pane.attach(big, quayside.protocol.message.RemotePath.root()));
        Fx.await(() -> pane.table().getItems().size() == 100_000 && !locked().isEmpty());
        assertThat(Fx.call(() -> pane.table().lookupAll(".lock-cell").size())).isLessThan(200);
    }
}
