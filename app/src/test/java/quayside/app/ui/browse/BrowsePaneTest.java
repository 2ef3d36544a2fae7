package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.RemotePath;

class BrowsePaneTest {
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
    void foldersComeFirstAndNumbersCountAsNumbers() {
        pane.window.awaitText("2 folders, 3 files · 60 B");
    }

    @Test
    void aHeaderSortsAndFoldersStayFirst() {
        pane.sortBy("size");
        pane.awaitNames("archive", "Zoo", "img10.jpg", "Budget.xlsx", "img9.jpg");
        pane.sortBy("size");
        pane.awaitNames("archive", "Zoo", "img9.jpg", "Budget.xlsx", "img10.jpg");
        pane.sortBy("modified");
        pane.awaitNames("archive", "Zoo", "img9.jpg", "img10.jpg", "Budget.xlsx");
    }

    @Test
    void enterOpensAFolderAndBackspaceReturnsToIt() {
        pane.select("Zoo");
        pane.window.push(KeyCode.ENTER);
        pane.awaitNames("Inner", "lion.jpg");
        pane.window.push(KeyCode.BACK_SPACE);
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> pane.selected().equals(List.of("Zoo")));
    }

    @Test
    void enterOnFilesTransfersThem() {
        pane.select("img9.jpg", "img10.jpg");
        pane.window.push(KeyCode.ENTER);
        Fx.await(() -> pane.transferred.equals(List.of("img9.jpg", "img10.jpg")));
    }

    @Test
    void aDoubleClickOpensAFolderAndTransfersAFile() {
        pane.doubleClick("Budget.xlsx");
        Fx.await(() -> pane.transferred.equals(List.of("Budget.xlsx")));
        pane.doubleClick("Zoo");
        pane.awaitNames("Inner", "lion.jpg");
    }

    @Test
    void theFilterHidesWhatDoesNotContainItsText() {
        pane.window.push(KeyCode.CONTROL, KeyCode.F);
        pane.window.write("IMG");
        pane.awaitNames("img9.jpg", "img10.jpg");
        pane.window.awaitText("2 of 5 shown");
        pane.window.push(KeyCode.ESCAPE);
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
    }

    @Test
    void controlAChoosesEverythingAndTheStatusLineSaysSo() {
        pane.window.push(KeyCode.CONTROL, KeyCode.A);
        pane.window.awaitText("5 selected · 60 B");
        pane.window.push(KeyCode.ESCAPE);
        pane.window.awaitText("2 folders, 3 files");
    }

    @Test
    void f5ShowsWhatCameAndKeepsTheSelection() {
        pane.select("img10.jpg");
        pane.files.file("aaa.txt", 1);
        pane.window.push(KeyCode.F5);
        pane.awaitNames("archive", "Zoo", "aaa.txt", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> pane.selected().equals(List.of("img10.jpg")));
    }

    @Test
    void anErrorIsASentenceWithAWayOn() {
        pane.files.fail("The other computer says no.");
        pane.window.push(KeyCode.F5);
        pane.window.awaitText("The other computer says no.");
        pane.files.fail("");
        pane.window.press("Try again");
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.await(() -> !pane.window.shows("The other computer says no."));
    }

    @Test
    void theStatusLineCountsWhatIsNotShown() {
        pane.files.omitLinks(3);
        pane.window.push(KeyCode.F5);
        pane.window.awaitText("3 not shown");
        pane.files.omitLinks(0);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> !pane.window.shows("not shown"));
    }

    @Test
    void anEmptyFolderSaysThatItIs() {
        pane.select("archive");
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("This folder is empty");
    }

    @Test
    void theFirstPageIsShownBeforeTheLastHasCome() {
        MemorySource big = new MemorySource("Big").pages(100);
        for (int i = 0; i < 1_000; i++) {
            big.file("f" + i, 1);
        }
        CountDownLatch rest = new CountDownLatch(1);
        big.gate(rest);
        Fx.run(() -> pane.pane.attach(big, RemotePath.root(), "Big"));
        Fx.await(() -> pane.table().getItems().size() == 100);
        pane.window.awaitText("Reading… 100 so far");
        rest.countDown();
        Fx.await(() -> pane.table().getItems().size() == 1_000);
        pane.window.awaitText("no folders, 1,000 files");
    }

    @Test
    void aFolderThatWasLeftDoesNotComeBackLate() {
        CountDownLatch late = new CountDownLatch(1);
        pane.files.gate(late);
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo")));
        Fx.run(() -> pane.pane.open(MemorySource.path("archive")));
        late.countDown();
        pane.window.awaitText("This folder is empty");
        Fx.run(() -> assertThat(pane.table().getItems()).isEmpty());
    }

    @Test
    void aCrumbLeavesTheFocusInTheTable() {
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo")));
        pane.awaitNames("Inner", "lion.jpg");
        Fx.run(() -> {
            Button crumb = (Button) pane.pane.node().lookup(".crumb");
            crumb.requestFocus();
            crumb.fire();
        });
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.run(() -> assertThat(pane.table().isFocused()).isTrue());
    }

    @Test
    void tabLeavesTheTable() {
        pane.window.push(KeyCode.TAB);
        Fx.await(() -> !pane.table().isFocused());
    }

    @Test
    void namesThatPretendAreShownEscaped() {
        pane.files.file("evil\u202Egpj.exe", 1);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> pane.names().contains("evil\\u{202e}gpj.exe"));
    }
}
