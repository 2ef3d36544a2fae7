package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.RemotePath;

class FileActionsTest {
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
    void deleteAsksWithTheNamesAndThenDeletes() {
        pane.select("img9.jpg", "Zoo");
        pane.window.push(KeyCode.DELETE);
        pane.window.awaitText("Delete 2 items from the share “Pictures”?");
        pane.window.awaitText("This cannot be undone.");
        pane.window.awaitText("Folder, with everything in it");
        assertThat(pane.files.calls()).isEmpty();
        pane.window.press("Delete from the share");
        pane.awaitNames("archive", "Budget.xlsx", "img10.jpg");
        assertThat(pane.files.calls()).containsExactlyInAnyOrder("delete Zoo", "delete img9.jpg");
    }

    @Test
    void theRowBelowADeletedOneIsSelected() {
        pane.select("Budget.xlsx");
        pane.window.push(KeyCode.DELETE);
        pane.window.press("Delete from the share");
        Fx.await(() -> pane.selected().equals(List.of("img9.jpg")));
        pane.select("img10.jpg");
        pane.window.push(KeyCode.DELETE);
        pane.window.press("Delete from the share");
        pane.awaitNames("archive", "Zoo", "img9.jpg");
        Fx.await(() -> pane.selected().equals(List.of("img9.jpg")));
        Fx.await(() -> pane.table().isFocused());
    }

    @Test
    void escapeTakesADeletionBack() {
        pane.select("img9.jpg");
        pane.window.push(KeyCode.DELETE);
        pane.window.awaitText("Delete “img9.jpg” from the share “Pictures”?");
        pane.window.push(KeyCode.ESCAPE);
        Fx.await(() -> !pane.window.services().dialogs().openProperty().get());
        assertThat(pane.files.calls()).isEmpty();
    }

    @Test
    void enterAfterDeleteKeepsTheFiles() {
        pane.select("img9.jpg");
        pane.window.push(KeyCode.DELETE);
        pane.window.awaitText("Delete “img9.jpg” from the share “Pictures”?");
        pane.window.push(KeyCode.ENTER);
        Fx.await(() -> !pane.window.services().dialogs().openProperty().get());
        assertThat(pane.files.calls()).isEmpty();
    }

    @Test
    void f2RenamesAndTheNewNameIsSelected() {
        pane.select("Budget.xlsx");
        pane.window.push(KeyCode.F2);
        pane.window.awaitText("Rename “Budget.xlsx”");
        pane.window.write("Accounts");
        pane.window.press("Rename");
        pane.awaitNames("archive", "Zoo", "Accounts.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> pane.selected().equals(List.of("Accounts.xlsx")));
        assertThat(pane.files.calls()).containsExactly("move Budget.xlsx Accounts.xlsx");
    }

    @Test
    void aRenamingIsTakenBackByTheKeyForTenSeconds() {
        pane.select("Budget.xlsx");
        pane.window.push(KeyCode.F2);
        pane.window.write("Accounts");
        pane.window.press("Rename");
        pane.window.awaitText("“Budget.xlsx” is now “Accounts.xlsx”.");
        Fx.await(() -> pane.selected().equals(List.of("Accounts.xlsx")));
        Fx.run(() -> pane.table().requestFocus());
        pane.window.push(KeyCode.CONTROL, KeyCode.Z);
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> pane.selected().equals(List.of("Budget.xlsx")));
        assertThat(pane.window.shows("“Budget.xlsx” is now “Accounts.xlsx”.")).isFalse();
        pane.clock.move(Duration.ofSeconds(11));
        pane.window.push(KeyCode.CONTROL, KeyCode.Z);
        assertThat(pane.files.calls())
                .containsExactly("move Budget.xlsx Accounts.xlsx", "move Accounts.xlsx Budget.xlsx");
    }

    @Test
    void whatIsInTheTrashIsTakenBackAtAnyTimeUntilSomethingElseIsChanged() {
        List<String> back = new CopyOnWriteArrayList<>();
        Fx.run(() -> pane.pane.trashed("1 item is in the trash.", () -> back.add("first")));
        Fx.run(() -> pane.table().requestFocus());
        pane.clock.move(Duration.ofHours(11));
        pane.window.push(KeyCode.CONTROL, KeyCode.Z);
        Fx.await(() -> back.equals(List.of("first")));
        pane.window.push(KeyCode.CONTROL, KeyCode.Z);
        Fx.run(() -> pane.pane.trashed("2 items are in the trash.", () -> back.add("second")));
        pane.select("Budget.xlsx");
        pane.window.push(KeyCode.DELETE);
        pane.window.press("Delete from the share");
        pane.awaitNames("archive", "Zoo", "img9.jpg", "img10.jpg");
        Fx.run(() -> pane.table().requestFocus());
        pane.window.push(KeyCode.CONTROL, KeyCode.Z);
        Fx.await(() -> !pane.window.shows("2 items are in the trash."));
        assertThat(back).containsExactly("first");
    }

    @Test
    void aNewFolderIsTakenBackOnlyWhileItIsEmpty() {
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        pane.window.write("Birds");
        pane.window.press("Create");
        pane.window.awaitText("The folder “Birds” was created.");
        pane.files.file("Birds/owl.jpg", 1);
        pane.window.press("Undo");
        pane.window.awaitText("That folder is not empty.");
        assertThat(pane.names()).contains("Birds");
    }

    @Test
    void aNewFolderCannotHaveATakenOrForbiddenName() {
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        pane.window.awaitText("Name of the new folder");
        pane.window.write("Zoo");
        pane.window.press("Create");
        pane.window.awaitText("A file or folder in this folder already has this name.");
        Fx.run(() -> ((TextField) pane.window.scene().lookup(".dialog-body .text-field")).setText("a/b"));
        pane.window.press("Create");
        pane.window.awaitText("The name contains a slash.");
        Fx.run(() -> ((TextField) pane.window.scene().lookup(".dialog-body .text-field")).setText(".Quayside"));
        pane.window.press("Create");
        pane.window.awaitText("reserved");
        Fx.run(() -> ((TextField) pane.window.scene().lookup(".dialog-body .text-field")).setText("Birds"));
        pane.window.press("Create");
        pane.awaitNames("archive", "Birds", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> pane.selected().equals(List.of("Birds")));
    }

    @Test
    void aFailedChangeSaysWhyAndChangesNothing() {
        pane.select("img9.jpg");
        pane.window.push(KeyCode.DELETE);
        pane.window.awaitText("Delete “img9.jpg” from the share “Pictures”?");
        pane.files.fail("Guests may not delete here.");
        pane.window.press("Delete from the share");
        pane.window.awaitText("Guests may not delete here.");
        pane.files.fail("");
    }

    @Test
    void whatGuestsMayNotDoIsNotOffered() {
        pane.files.allowed(new FileSource.Rights(false, false, false));
        Fx.run(() -> pane.pane.attach(pane.files, RemotePath.root()));
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        pane.select("img9.jpg");
        pane.window.push(KeyCode.ENTER);
        pane.window.push(KeyCode.DELETE);
        pane.window.push(KeyCode.F2);
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        assertThat(pane.transferred).isEmpty();
        assertThat(Fx.call(() -> pane.window.services().dialogs().openProperty().get()))
                .isFalse();
        assertThat(Fx.call(() -> pane.window.scene().lookup("#download").isDisabled()))
                .isTrue();
    }
}
