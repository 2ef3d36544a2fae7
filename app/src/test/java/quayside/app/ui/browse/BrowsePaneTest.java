package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.RemotePath;

class BrowsePaneTest {
    private final MemorySource files = new MemorySource("Pictures");
    private final List<String> transferred = new ArrayList<>();
    private BrowsePane<RemotePath> pane;
    private TestWindow window;

    @BeforeEach
    void open() {
        files.folder("Zoo").folder("archive").folder("Zoo/Inner");
        files.file("img10.jpg", 10).file("img9.jpg", 30, MemorySource.MODIFIED.minus(Duration.ofDays(1)));
        files.file("Budget.xlsx", 20, MemorySource.MODIFIED.plus(Duration.ofDays(1)));
        files.file("Zoo/lion.jpg", 5);
        window = new TestWindow(700, 500, kit -> {
            pane = new BrowsePane<>(Side.REMOTE, kit, new NoDrags());
            return pane.node();
        });
        Fx.run(() -> {
            pane.onTransfer(
                    items -> items.forEach(item -> transferred.add(item.path().toString())));
            pane.attach(files, RemotePath.root(), "Pictures");
            pane.focus();
        });
        awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void foldersComeFirstAndNumbersCountAsNumbers() {
        assertThat(names()).containsExactly("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        window.awaitText("2 folders, 3 files · 60 B");
    }

    @Test
    void aHeaderSortsAndFoldersStayFirst() {
        sortBy("size");
        awaitNames("archive", "Zoo", "img10.jpg", "Budget.xlsx", "img9.jpg");
        sortBy("size");
        awaitNames("archive", "Zoo", "img9.jpg", "Budget.xlsx", "img10.jpg");
        sortBy("modified");
        awaitNames("archive", "Zoo", "img9.jpg", "img10.jpg", "Budget.xlsx");
    }

    @Test
    void enterOpensAFolderAndBackspaceReturnsToIt() {
        select("Zoo");
        window.push(KeyCode.ENTER);
        awaitNames("Inner", "lion.jpg");
        window.push(KeyCode.BACK_SPACE);
        awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> selected().equals(List.of("Zoo")));
    }

    @Test
    void enterOnFilesTransfersThem() {
        select("img9.jpg", "img10.jpg");
        window.push(KeyCode.ENTER);
        assertThat(transferred).containsExactly("img9.jpg", "img10.jpg");
    }

    @Test
    void aDoubleClickOpensAFolderAndTransfersAFile() {
        window.doubleClick(cell("Budget.xlsx"));
        assertThat(transferred).containsExactly("Budget.xlsx");
        window.doubleClick(cell("Zoo"));
        awaitNames("Inner", "lion.jpg");
    }

    @Test
    void theFilterHidesWhatDoesNotContainItsText() {
        window.push(KeyCode.CONTROL, KeyCode.F);
        window.write("IMG");
        awaitNames("img9.jpg", "img10.jpg");
        window.awaitText("2 of 5 shown");
        window.push(KeyCode.ESCAPE);
        awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
    }

    @Test
    void controlAChoosesEverythingAndTheStatusLineSaysSo() {
        window.push(KeyCode.CONTROL, KeyCode.A);
        window.awaitText("5 selected · 60 B");
        window.push(KeyCode.ESCAPE);
        window.awaitText("2 folders, 3 files");
    }

    @Test
    void deleteAsksWithTheNamesAndThenDeletes() {
        select("img9.jpg", "Zoo");
        window.push(KeyCode.DELETE);
        window.awaitText("Delete these 2 items?");
        window.awaitText("Zoo (folder)");
        assertThat(files.calls()).isEmpty();
        window.press("Delete");
        awaitNames("archive", "Budget.xlsx", "img10.jpg");
        assertThat(files.calls()).containsExactlyInAnyOrder("delete Zoo", "delete img9.jpg");
    }

    @Test
    void escapeTakesADeletionBack() {
        select("img9.jpg");
        window.push(KeyCode.DELETE);
        window.awaitText("Delete “img9.jpg”?");
        window.push(KeyCode.ESCAPE);
        Fx.await(() -> !window.kit().dialogs().openProperty().get());
        assertThat(files.calls()).isEmpty();
    }

    @Test
    void f2RenamesAndTheNewNameIsSelected() {
        select("Budget.xlsx");
        window.push(KeyCode.F2);
        window.awaitText("Rename “Budget.xlsx”");
        window.write("Accounts");
        window.press("Rename");
        awaitNames("archive", "Zoo", "Accounts.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> selected().equals(List.of("Accounts.xlsx")));
        assertThat(files.calls()).containsExactly("move Budget.xlsx Accounts.xlsx");
    }

    @Test
    void aNewFolderCannotHaveATakenOrForbiddenName() {
        window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        window.awaitText("Name of the new folder");
        window.write("Zoo");
        window.press("Create");
        window.awaitText("Something of this name is here already.");
        Fx.run(() -> ((TextField) window.scene().lookup(".dialog-body .text-field")).setText("a/b"));
        window.press("Create");
        window.awaitText("The name contains a slash.");
        Fx.run(() -> ((TextField) window.scene().lookup(".dialog-body .text-field")).setText(".Quayside"));
        window.press("Create");
        window.awaitText("reserved");
        Fx.run(() -> ((TextField) window.scene().lookup(".dialog-body .text-field")).setText("Birds"));
        window.press("Create");
        awaitNames("archive", "Birds", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> selected().equals(List.of("Birds")));
    }

    @Test
    void f5ShowsWhatCameAndKeepsTheSelection() {
        select("img10.jpg");
        files.file("aaa.txt", 1);
        window.push(KeyCode.F5);
        awaitNames("archive", "Zoo", "aaa.txt", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> selected().equals(List.of("img10.jpg")));
    }

    @Test
    void anErrorIsASentenceWithAWayOn() {
        files.fail("The other computer says no.");
        window.push(KeyCode.F5);
        window.awaitText("The other computer says no.");
        files.fail("");
        window.press("Try again");
        awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        assertThat(window.shows("The other computer says no.")).isFalse();
    }

    @Test
    void aFailedChangeSaysWhyAndChangesNothing() {
        select("img9.jpg");
        window.push(KeyCode.DELETE);
        window.awaitText("Delete “img9.jpg”?");
        files.fail("Guests may not delete here.");
        window.press("Delete");
        window.awaitText("Guests may not delete here.");
        files.fail("");
    }

    @Test
    void anEmptyFolderSaysThatItIs() {
        select("archive");
        window.push(KeyCode.ENTER);
        window.awaitText("This folder is empty");
    }

    @Test
    void theFirstPageIsShownBeforeTheLastHasCome() {
        MemorySource big = new MemorySource("Big").pages(100);
        for (int i = 0; i < 1_000; i++) {
            big.file("f" + i, 1);
        }
        CountDownLatch rest = new CountDownLatch(1);
        big.gate(rest);
        Fx.run(() -> pane.attach(big, RemotePath.root(), "Big"));
        Fx.await(() -> table().getItems().size() == 100);
        window.awaitText("Reading… 100 so far");
        rest.countDown();
        Fx.await(() -> table().getItems().size() == 1_000);
        window.awaitText("no folders, 1,000 files");
    }

    @Test
    void aFolderThatWasLeftDoesNotComeBackLate() {
        CountDownLatch late = new CountDownLatch(1);
        files.gate(late);
        Fx.run(() -> pane.open(MemorySource.path("Zoo")));
        Fx.run(() -> pane.open(MemorySource.path("archive")));
        late.countDown();
        window.awaitText("This folder is empty");
        Fx.run(() -> assertThat(table().getItems()).isEmpty());
    }

    @Test
    void whatGuestsMayNotDoIsNotOffered() {
        files.allowed(new FileSource.Rights(false, false, false));
        Fx.run(() -> pane.attach(files, RemotePath.root(), "Pictures"));
        awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        select("img9.jpg");
        window.push(KeyCode.ENTER);
        window.push(KeyCode.DELETE);
        window.push(KeyCode.F2);
        window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        assertThat(transferred).isEmpty();
        assertThat(Fx.call(() -> window.kit().dialogs().openProperty().get())).isFalse();
        assertThat(Fx.call(() -> window.scene().lookup("#download").isDisabled()))
                .isTrue();
    }

    @Test
    void tabLeavesForTheOtherPane() {
        List<String> left = new ArrayList<>();
        Fx.run(() -> pane.onLeave(() -> left.add("left")));
        window.push(KeyCode.TAB);
        assertThat(left).containsExactly("left");
    }

    @Test
    void namesThatPretendAreShownEscaped() {
        files.file("evil\u202Egpj.exe", 1);
        window.push(KeyCode.F5);
        Fx.await(() -> names().contains("evil\\u{202e}gpj.exe"));
    }

    @SuppressWarnings("unchecked")
    private TableView<Row> table() {
        return (TableView<Row>) pane.node().lookup(".file-table");
    }

    private List<String> names() {
        return table().getItems().stream().map(Row::shownName).toList();
    }

    private void awaitNames(String... expected) {
        Fx.await(() -> names().equals(List.of(expected)));
    }

    private List<String> selected() {
        return table().getSelectionModel().getSelectedItems().stream()
                .map(Row::shownName)
                .toList();
    }

    private void select(String... chosen) {
        Fx.run(() -> {
            table().requestFocus();
            table().getSelectionModel().clearSelection();
            for (String name : chosen) {
                table().getSelectionModel().select(names().indexOf(name));
            }
        });
    }

    private void sortBy(String column) {
        window.click(table().lookup(".column-header#" + column));
    }

    private javafx.scene.Node cell(String name) {
        return Fx.call(() -> table().lookupAll(".name-cell").stream()
                .filter(node -> name.equals(((NameCell) node).getText()))
                .findFirst()
                .orElseThrow());
    }

    private static final class NoDrags implements DragBridge<RemotePath> {
        @Override
        public void fill(ClipboardContent content, List<Item<RemotePath>> dragged) {}

        @Override
        public boolean accepts(Clipboard dragboard) {
            return false;
        }

        @Override
        public void dropped(Clipboard dragboard, RemotePath into) {}
    }
}
