package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;

/** The whole way, from a click to the other computer's disk. */
class ShellTest {
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
    void theFirstScreenOpensAShareOrSharesAFolder() throws IOException {
        window.awaitText("Open a share");
        window.awaitText("Share “Holiday” again");
        assertThat(Fx.call(() -> window.stage().getScene().getFocusOwner())).isSameAs(window.node("#home-link"));
        window.picture("start");
    }

    @Test
    void aFileOfTheShareIsEditedFromItsMenu() throws IOException {
        Files.writeString(window.shared.resolve("invoice.desktop"), "[Desktop Entry]");
        window.connectAndWaitFor("invoice.desktop");
        window.select(".remote", "invoice.desktop");
        Fx.run(() -> ((TableView<?>) window.node(".remote .file-table"))
                .getContextMenu().getItems().stream()
                        .filter(item -> "Edit".equals(item.getText()))
                        .findFirst()
                        .orElseThrow()
                        .fire());
        window.awaitText("“invoice.desktop” may be a program");
        window.press("Cancel");
    }

    @Test
    void enterTakesTheButtonThatHasTheFocus() {
        Fx.run(() -> {
            Node card = window.node("#share-again");
            card.requestFocus();
            for (EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(card, new KeyEvent(type, "", "", KeyCode.ENTER, false, false, false, false));
            }
        });
        Fx.await(() -> window.core.host().state() instanceof HostState.On);
        window.awaitText("Sharing “Holiday”");
    }

    @Test
    void everyDamagedFileOfSettingsIsSaid() throws IOException {
        window.close();
        Path config = Files.createDirectories(folder.resolve("config"));
        for (String name : List.of("settings.json", "known-servers.json", "saved-servers.json")) {
            Files.writeString(config.resolve(name), "{");
        }
        window = new LiveWindow(folder);
        window.awaitText("settings.json was damaged");
        window.awaitText("known-servers.json was damaged");
        window.awaitText("saved-servers.json was damaged");
    }

    @Test
    void filesAndFoldersGoUpAndComeDownByteForByte() throws IOException {
        byte[] photo = bytes(3_000_000);
        Files.write(window.home.resolve("up # 100%.jpg"), photo);
        Path album = Files.createDirectories(window.home.resolve("Album/Inner"));
        Files.write(album.resolve("empty"), new byte[0]);
        Files.write(album.resolve("-dash ü.txt"), bytes(10));
        Files.write(window.shared.resolve("down.bin"), bytes(1 << 20));
        window.connectAndWaitFor("down.bin");
        window.picture("connected");

        window.refreshLocal("Album", "up # 100%.jpg");
        window.select(".local", "Album", "up # 100%.jpg");
        window.fire("#upload");
        window.awaitNames(".remote", "Album", "down.bin", "up # 100%.jpg");
        awaitDone(1); // what was selected together is one transfer
        Fx.await(() -> window.selected(".remote").equals(List.of("Album", "up # 100%.jpg")));
        window.picture("uploaded");
        assertThat(window.shared.resolve("up # 100%.jpg")).hasBinaryContent(photo);
        assertThat(window.shared.resolve("Album/Inner/-dash ü.txt")).hasBinaryContent(bytes(10));
        assertThat(window.shared.resolve("Album/Inner/empty")).isEmptyFile();

        window.select(".remote", "down.bin");
        window.fire("#download");
        window.awaitNames(".local", "Album", "down.bin", "up # 100%.jpg");
        awaitDone(2);
        Fx.await(() -> window.selected(".local").equals(List.of("down.bin")));
        assertThat(window.home.resolve("down.bin")).hasBinaryContent(bytes(1 << 20));
    }

    @Test
    void aTakenNameIsAskedAboutOnce() throws IOException {
        Files.write(window.home.resolve("a.txt"), bytes(5));
        Files.write(window.home.resolve("b.txt"), bytes(6));
        Files.write(window.home.resolve("c.txt"), bytes(7));
        Files.write(window.shared.resolve("a.txt"), new byte[] {1});
        Files.write(window.shared.resolve("b.txt"), new byte[] {2});
        window.connectAndWaitFor("a.txt", "b.txt");

        window.refreshLocal("a.txt", "b.txt", "c.txt");
        window.select(".local", "a.txt", "b.txt", "c.txt");
        window.fire("#upload");
        window.awaitText("2 files are already in “Pictures”");
        window.picture("conflict");
        assertThat(window.core.transfers().snapshot()).isEmpty();
        window.press("Continue");
        window.awaitNames(".remote", "a (2).txt", "a.txt", "b (2).txt", "b.txt", "c.txt");
        Fx.await(() -> window.selected(".remote").equals(List.of("a (2).txt", "b (2).txt", "c.txt")));
        assertThat(window.shared.resolve("a.txt")).hasBinaryContent(new byte[] {1});

        window.select(".local", "a.txt");
        window.fire("#upload");
        window.awaitText("1 file is already in “Pictures”");
        window.fire("#all-OVERWRITE");
        window.press("Continue");
        awaitDone(2);
        assertThat(window.shared.resolve("a.txt")).hasBinaryContent(bytes(5));
    }

    @Test
    void whatArrivesIsNotSelectedIfTheUserHasSelectedSomethingSince() throws IOException {
        Files.write(window.shared.resolve("mine.txt"), bytes(1));
        window.connectAndWaitFor("mine.txt");
        window.core.transfers().parallel(1);
        window.startLargeUpload();
        Files.write(window.home.resolve("new.txt"), bytes(2));
        window.refreshLocal("large.bin", "new.txt");
        window.select(".local", "new.txt");
        window.fire("#upload");
        Fx.await(() -> window.core.transfers().snapshot().size() == 2);
        window.select(".remote", "mine.txt");
        window.core.transfers().pause(1);
        window.awaitNames(".remote", "mine.txt", "new.txt");
        assertThat(Fx.call(() -> window.selected(".remote"))).containsExactly("mine.txt");
    }

    @Test
    void deletingOnTheShareDeletesThere() throws IOException {
        Files.createDirectories(window.shared.resolve("Old/Inner"));
        Files.write(window.shared.resolve("keep.txt"), bytes(1));
        window.connectAndWaitFor("Old", "keep.txt");
        window.select(".remote", "Old");
        window.type(".remote", KeyCode.DELETE);
        window.awaitText("Delete “Old” from the share");
        window.press("Delete from the share");
        window.awaitNames(".remote", "keep.txt");
        assertThat(window.shared.resolve("Old")).doesNotExist();
    }

    @Test
    void aWrongKeyIsAPlainSentenceAndNothingIsRetried() throws IOException {
        String link = window.otherShares();
        window.connect(link.substring(0, link.indexOf('#')) + "#WRONG-WRONG-WRONG-WRONG");
        Fx.await(() -> window.share().state() instanceof ShareState.Failed);
        window.awaitText("This key does not open");
        window.picture("wrong-key");
        assertThat(Fx.call(() -> window.shows("WRONG"))).isFalse();
    }

    @Test
    void aFolderIsSharedAgainAndThePillLeadsBackToIt() throws IOException {
        window.fire("#share-again");
        Fx.await(() -> window.core.host().state() instanceof HostState.On);
        window.awaitText("Sharing “Holiday”");
        window.picture("hosting");
        window.fire("#tab-home");
        assertThat(window.find("#host-switch")).isNull();
        window.fire("#host-pill");
        Fx.run(() -> ((ToggleSwitch) window.node("#host-switch")).fire());
        Fx.await(() -> window.core.host().state() instanceof HostState.Off);
        Fx.await(() -> !window.shows("Sharing “Holiday”"));
        window.awaitText("Share a folder");
    }

    @Test
    void closingAsksFirstWhileATransferRuns() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        Fx.run(window::closeByUser);
        window.awaitText("Close Quayside?");
        assertThat(Fx.call(() -> window.stage().isShowing())).isTrue();
        window.press("Close");
        Fx.await(() -> !window.stage().isShowing());
    }

    @Test
    void anIdleWindowClosesAtOnce() {
        Fx.run(window::closeByUser);
        assertThat(Fx.call(() -> window.stage().isShowing())).isFalse();
    }

    private void awaitDone(int count) {
        Fx.await(() -> window.core.transfers().snapshot().stream()
                        .filter(t -> t.state() == TransferSnapshot.State.DONE)
                        .count()
                == count);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
