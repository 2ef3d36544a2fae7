package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.Omitted;
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
        pane.window.awaitText("5 of 5 selected · 60 B");
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
    void theSelectionStaysWhereverFilesComeAndGo() {
        pane.select("Zoo", "Budget.xlsx", "img10.jpg");
        pane.files.file("aaa.txt", 1).file("img11.jpg", 1).file("cut.txt", 1);
        pane.files.remove("archive");
        pane.files.remove("img9.jpg");
        pane.window.push(KeyCode.F5);
        pane.awaitNames("Zoo", "aaa.txt", "Budget.xlsx", "cut.txt", "img10.jpg", "img11.jpg");
        Fx.await(() -> pane.selected().equals(List.of("Zoo", "Budget.xlsx", "img10.jpg")));
    }

    @Test
    void theSelectionStaysWhenTheOrderChanges() {
        pane.select("archive", "Budget.xlsx", "img10.jpg");
        List<String> order = Fx.call(() -> pane.names());
        pane.sortBy("name");
        pane.sortBy("name");
        Fx.await(() -> !pane.names().equals(order));
        Fx.await(() -> pane.selected().size() == 3);
        assertThat(Fx.call(() -> pane.selected())).containsExactlyInAnyOrder("archive", "Budget.xlsx", "img10.jpg");
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // whether it is the row of the new reading
    void aReadingThatFindsTheSameInAnotherOrderKeepsTheSelectionInEveryOrder() {
        pane.select("img10.jpg");
        Row before = Fx.call(() -> pane.table().getItems().getFirst());
        pane.files.remove("archive");
        pane.files.folder("archive");
        pane.window.push(KeyCode.F5);
        Fx.await(() -> pane.table().getItems().getFirst() != before);
        pane.sortBy("size");
        pane.awaitNames("archive", "Zoo", "img10.jpg", "Budget.xlsx", "img9.jpg");
        assertThat(Fx.call(() -> pane.selected())).containsExactly("img10.jpg");
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
    void theStatusLineCountsWhatIsNotShownAndSaysWhy() {
        pane.files.omit(new Omitted(2, 1, 0, 0));
        pane.window.push(KeyCode.F5);
        pane.window.press("3 not shown");
        pane.window.awaitText("Not shown in this folder");
        pane.window.awaitText("2 names with characters that cannot be sent");
        pane.window.awaitText("1 link, which a share does not follow");
        pane.window.press("Close");
        pane.files.omit(Omitted.NONE);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> !pane.window.find(".left-out").isVisible());
    }

    @Test
    void anEmptyFolderSaysThatItIs() {
        pane.select("archive");
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("“archive” is empty");
    }

    @Test
    void theFirstPageIsShownBeforeTheLastHasCome() {
        MemorySource big = new MemorySource("Big").pages(100);
        for (int i = 0; i < 1_000; i++) {
            big.file("f" + i, 1);
        }
        CountDownLatch rest = new CountDownLatch(1);
        big.gate(rest);
        Fx.run(() -> pane.pane.attach(big, RemotePath.root()));
        Fx.await(() -> pane.table().getItems().size() == 100);
        pane.window.awaitText("Reading… 100 so far");
        rest.countDown();
        Fx.await(() -> pane.table().getItems().size() == 1_000);
        pane.window.awaitText("1,000 files · ");
    }

    @Test
    void aFolderThatWasLeftDoesNotComeBackLate() {
        CountDownLatch late = new CountDownLatch(1);
        pane.files.gate(late);
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo")));
        Fx.run(() -> pane.pane.open(MemorySource.path("archive")));
        late.countDown();
        pane.window.awaitText("“archive” is empty");
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
    void theContentOfSelectedFoldersIsCounted() {
        pane.files.file("Zoo/Inner/cub.jpg", 2_000);
        pane.select("Zoo", "archive", "img10.jpg");
        pane.window.awaitText("3 selected, 2 folders · 3 files · 2.0 kB");
        assertThat(pane.files.counted()).containsExactlyInAnyOrder("Zoo", "Zoo/Inner", "archive");
        pane.select("img10.jpg");
        pane.window.awaitText("1 of 5 selected · 10 B");
    }

    @Test
    void aCountEndsWithItsSelectionAndAFolderThatCannotBeReadIsNotCounted() {
        CountDownLatch late = new CountDownLatch(1);
        pane.files.gate(late);
        pane.select("Zoo");
        // The first page has come, and the folder below it not yet.
        pane.window.awaitText("1 selected, 1 folder · 1 file · 5 B…");
        pane.select("archive");
        pane.window.awaitText("1 of 5 selected");
        late.countDown();
        pane.window.awaitText("1 selected, 1 folder · no files · 0 B");
        assertThat(pane.files.counted()).doesNotContain("Zoo/Inner");
        pane.files.fail("The disk has failed.");
        pane.select("Zoo");
        pane.window.awaitText("1 of 5 selected");
        Fx.await(() -> pane.files.counted().stream().filter("Zoo"::equals).count() == 2);
        assertThat(Fx.call(() -> pane.window.shows("1 selected, 1 folder"))).isFalse();
    }

    @Test
    void aShareThatHidesEverythingIsNotCalledEmpty() {
        pane.files.omit(new Omitted(0, 0, 0, 4));
        pane.select("archive");
        pane.window.push(KeyCode.ENTER);
        pane.window.awaitText("4 hidden files are not shown");
        assertThat(pane.window.shows("is empty")).isFalse();
        pane.window.press("Show why");
        pane.window.awaitText("4 hidden files, which the host does not share");
    }

    @Test
    void typedLettersSelectTheNextNameThatBeginsWithThem() {
        pane.window.write("img1");
        Fx.await(() -> pane.selected().equals(List.of("img10.jpg")));
        pane.clock.move(Duration.ofMillis(1_100));
        pane.window.write("Z");
        Fx.await(() -> pane.selected().equals(List.of("Zoo")));
        pane.clock.move(Duration.ofMillis(1_100));
        pane.window.write("i");
        Fx.await(() -> pane.selected().equals(List.of("img9.jpg")));
        pane.window.write("ii");
        Fx.await(() -> pane.selected().equals(List.of("img9.jpg")));
        pane.window.write("i");
        Fx.await(() -> pane.selected().equals(List.of("img10.jpg")));
    }

    @Test
    void typedLettersFindANameInWhicheverFormItsAccentsAreStored() {
        pane.files.file("E\u0301tude.txt", 1);
        pane.window.push(KeyCode.F5);
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "E\u0301tude.txt", "img9.jpg", "img10.jpg");
        pane.window.write("\u00e9t");
        Fx.await(() -> pane.selected().equals(List.of("E\u0301tude.txt")));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyCode.class,
            names = {"DOWN", "ENTER"})
    void downAndEnterLeadOutOfTheFilterIntoTheTable(KeyCode key) {
        pane.window.push(KeyCode.CONTROL, KeyCode.F);
        pane.window.write("img");
        pane.window.push(key);
        pane.awaitNames("img9.jpg", "img10.jpg");
        Fx.await(() -> pane.table().isFocused() && pane.selected().equals(List.of("img9.jpg")));
        assertThat(pane.transferred).isEmpty();
    }

    @Test
    void theStatusLineSaysWhatOneMayDo() {
        pane.window.awaitText("You may download, upload and delete");
        pane.files.allowed(new FileSource.Rights(true, true, false));
        Fx.run(() -> pane.pane.rightsChanged());
        pane.window.awaitText("You may download and upload");
    }

    @Test
    void besideTheFoldersThatAHostSharesNothingIsChanged() {
        pane.files.allowed(FileSource.Rights.ALL.atTop());
        Fx.run(() -> pane.pane.rightsChanged());
        pane.window.awaitText("The host shares these folders");
        pane.select("archive");
        for (KeyCode key : List.of(KeyCode.DELETE, KeyCode.F2)) {
            pane.window.push(key);
            assertThat(Fx.call(() ->
                            pane.window.services().dialogs().openProperty().get()))
                    .isFalse();
        }
        pane.window.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        pane.window.awaitText("Only the host adds, renames and removes the folders here.");
        assertThat(Fx.call(() -> pane.window.services().dialogs().openProperty().get()))
                .isFalse();
        assertThat(FileSource.Rights.ALL.atTop().refusal(FileSource.Right.TAKE)).isEmpty();
    }

    @Test
    void whoeverCanOnlySendGetsAPlaceToDropFilesInsteadOfTheTable() {
        boolean[] chosen = {false};
        Fx.run(() -> pane.pane.onChooseFiles(() -> chosen[0] = true));
        pane.files.allowed(new FileSource.Rights(false, true, false, false));
        Fx.run(() -> pane.pane.rightsChanged());
        pane.window.awaitText("You can only send files here");
        Fx.run(() -> {
            assertThat(pane.pane.node().lookup(".file-table")).isNull();
            assertThat(isShown(pane.pane.node().lookup(".filter-field"))).isFalse();
            pane.pane.focus();
            Button choose = (Button) pane.window.scene().getFocusOwner();
            assertThat(choose.getText()).isEqualTo("Choose files…");
            choose.fire();
        });
        assertThat(chosen[0]).isTrue();

        pane.files.allowed(FileSource.Rights.ALL);
        Fx.run(() -> pane.pane.rightsChanged());
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.run(() -> assertThat(pane.pane.node().lookup(".file-table")).isNotNull());
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    @Test
    void whatIsCutIsDimmedInItsFolderAlone() {
        Fx.run(() -> pane.pane.showCut(Set.of(MemorySource.path("Budget.xlsx"), MemorySource.path("Zoo/lion.jpg"))));
        Fx.await(() -> dimmed().equals(List.of("Budget.xlsx")));
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo")));
        Fx.await(() -> dimmed().equals(List.of("lion.jpg")));
        Fx.run(() -> pane.pane.showCut(Set.of()));
        Fx.await(() -> dimmed().isEmpty());
    }

    private List<String> dimmed() {
        return pane.table().lookupAll(".table-row-cell").stream()
                .filter(row -> row.getPseudoClassStates().contains(PseudoClass.getPseudoClass("cut")))
                .map(row -> ((Row) ((TableRow<?>) row).getItem()).shownName())
                .toList();
    }

    @Test
    void withoutAShareTheToolsStayAndAreDisabled() {
        Fx.run(() -> pane.pane.detach(new StackPane()));
        pane.window.awaitText("Not connected");
        Fx.run(() -> {
            for (String selector : List.of("#download", "#new-remote-folder", ".filter-field", "#share-fingerprint")) {
                Node tool = pane.pane.node().lookup(selector);
                assertThat(tool.isDisabled()
                                && tool.isVisible()
                                && tool.getParent().isVisible())
                        .as(selector)
                        .isTrue();
            }
            pane.pane.attach(pane.files, RemotePath.root());
        });
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        Fx.run(() -> assertThat(pane.pane.node().lookup(".filter-field").isDisabled())
                .isFalse());
    }

    @Test
    void menusAreShortAndTheStatusLineSaysWhatIsNotAllowed() {
        pane.files.allowed(new FileSource.Rights(true, false, false));
        Fx.run(() -> pane.pane.rightsChanged());
        pane.window.awaitText("You may only download");
        // Without room it is shorter.
        Fx.run(() -> pane.window.scene().getWindow().setWidth(360));
        pane.window.awaitText("Read only");
        pane.select("img9.jpg");
        List<MenuItem> items = Fx.call(() -> {
            ContextMenu menu = pane.table().getContextMenu();
            menu.show(pane.table(), 10, 10);
            List<MenuItem> shown = TestWindow.withSubmenus(menu.getItems()).toList();
            menu.hide();
            return shown;
        });
        assertThat(items)
                .filteredOn(item -> item.getText() != null)
                .allMatch(item -> item.getText().split(" ").length <= 5)
                .noneMatch(item -> item.getText().contains("("));
        assertThat(items)
                .filteredOn(MenuItem::isDisable)
                .extracting(MenuItem::getText)
                .contains("Rename…", "Delete from the share…", "New folder…", "Protect…");
    }

    @Test
    void theFocusStaysInThePaneWhenItsFilesGo() {
        Button again = Fx.call(() -> new Button("Connect again"));
        Fx.run(() -> {
            ((StackPane) pane.window.scene().getRoot()).getChildren().addFirst(new TextField("elsewhere"));
            pane.pane.focus();
            pane.pane.detach(new ScrollPane(new StackPane(again)));
        });
        Fx.await(again::isFocused);
    }

    @Test
    void theFocusOfTheButtonThatDisconnectsGoesToThePane() {
        Button again = Fx.call(() -> new Button("Connect again"));
        Fx.run(() -> {
            Button disconnect = new Button("Disconnect");
            ((StackPane) pane.window.scene().getRoot()).getChildren().addFirst(disconnect);
            disconnect.requestFocus();
            pane.pane.detach(again);
        });
        Fx.await(again::isFocused);
    }

    @Test
    void aFieldThatSomebodyTypesInKeepsTheFocusWhenTheFilesGo() {
        Fx.run(() -> {
            TextField field = new TextField();
            ((StackPane) pane.window.scene().getRoot()).getChildren().addFirst(field);
            field.requestFocus();
            pane.pane.detach(new Button("Connect again"));
            assertThat(field.isFocused()).isTrue();
        });
    }

    @Test
    void anOldListingIsReadAgainWhenTheWindowIsUsedAgain() {
        // The folder is read to its end, not only shown in part: what is being read is not read once more.
        pane.window.awaitText("2 folders, 3 files · 60 B");
        pane.files.file("new.txt", 1);
        pane.clock.move(Duration.ofSeconds(29));
        Fx.run(() -> pane.pane.refreshIfOlder(Duration.ofSeconds(30)));
        pane.clock.move(Duration.ofSeconds(2));
        assertThat(pane.names()).doesNotContain("new.txt");
        Fx.run(() -> pane.pane.refreshIfOlder(Duration.ofSeconds(30)));
        Fx.await(() -> pane.names().contains("new.txt"));
    }

    @Test
    void namesThatPretendAreShownEscaped() {
        pane.files.file("evil\u202Egpj.exe", 1);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> pane.names().contains("evil\\u{202e}gpj.exe"));
    }
}
