package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.RemotePath;

/** Several shares in one window, its title, and what is asked before a tab or the window is closed. */
class TabsTest {
    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
        Files.createDirectories(window.shared.resolve("Summer"));
        Files.writeString(window.shared.resolve("here.txt"), "here");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void threeSharesAreOpenAtOnceAndTheKeysMoveBetweenThem() throws IOException {
        window.connectAndWaitFor("Summer", "here.txt");
        // Nothing listens there, so they wait.
        window.connect("quayside://127.0.0.1:1/#first-key");
        window.connect("quayside://127.0.0.1:2/#second-key");
        Fx.await(() -> tabs().equals(List.of("Pictures", "127.0.0.1:1", "127.0.0.1:2")));
        window.awaitText("“127.0.0.1:2” is offline");
        window.picture("offline");
        press(KeyCode.DIGIT1);
        window.awaitNames(".remote", "Summer", "here.txt");
        window.select(".remote", "here.txt");
        press(KeyCode.DIGIT2);
        window.awaitText("“127.0.0.1:1” is offline");
        press(KeyCode.W);
        Fx.await(() -> tabs().equals(List.of("Pictures", "127.0.0.1:2")));
        window.awaitText("Open a share");
        // A tab that does not exist changes nothing.
        press(KeyCode.DIGIT9);
        window.awaitText("Open a share");
        press(KeyCode.DIGIT1);
        assertThat(Fx.call(() -> ((Button) window.node("#download")).isDisabled()))
                .isFalse();
    }

    @Test
    void tabsWithoutRoomAreInAMenuAndTheChosenOneIsAlwaysInTheStrip() {
        for (int port = 1; port <= 9; port++) {
            window.connect("quayside://127.0.0.1:" + port + "/#first-key");
        }
        Fx.await(() -> seenTabs().contains("127.0.0.1:9") && !seenTabs().contains("127.0.0.1:1"));
        Fx.await(() -> window.shell().scene().getRoot().lookupAll(".tab").stream()
                .filter(Node::isManaged)
                .allMatch(tab -> ((Region) tab).getWidth() >= 120));
        press(KeyCode.DIGIT1);
        Fx.await(() -> seenTabs().contains("127.0.0.1:1") && !seenTabs().contains("127.0.0.1:9"));
        MenuButton others = (MenuButton) Fx.call(() -> window.node("#tab-others"));
        Fx.run(() -> {
            others.getOnShowing().handle(null);
            assertThat(others.getItems()).extracting(MenuItem::getText).contains("127.0.0.1:9");
            others.getItems().getLast().fire();
        });
        Fx.await(() -> seenTabs().contains("127.0.0.1:9"));
        for (int i = 0; i < 6; i++) {
            Fx.run(() -> ((Button) window.node(".tab-close")).fire());
        }
        Fx.await(() -> seenTabs().size() == 3 && !others.isVisible());
    }

    @Test
    void aTabIsAsWideAsItsNameUnlessItIsOneOfTheLongest() throws IOException {
        window.connectAndWaitFor("Summer", "here.txt");
        window.connect("quayside://127.0.0.1:1/#first-key");
        window.connect("quayside://the-computer-in-the-boathouse.invalid:2/#second-key");
        Fx.await(() -> seenTabs().size() == 3);
        for (int width = 640; width <= 840; width += 50) {
            double wanted = width;
            Fx.run(() -> window.stage().setWidth(wanted));
            Fx.await(() -> window.stage().getScene().getWidth() == wanted);
            Fx.run(() -> {
                window.stage().getScene().getRoot().layout();
                for (Node node : window.stage().getScene().getRoot().lookupAll(".tab")) {
                    Region tab = (Region) node;
                    assertThat(!tab.isManaged() || tab.getWidth() > Math.min(tab.prefWidth(-1), tab.getMaxWidth()) - 1)
                            .as("a tab of " + tab.getWidth() + " in a window of " + wanted)
                            .isTrue();
                }
            });
        }
    }

    @Test
    void aLinkLeadsToItsFolderAndTheTitleNamesTheShare() throws IOException {
        Files.writeString(window.shared.resolve("Summer/swim.txt"), "swim");
        assertThat(Fx.call(() -> window.stage().getTitle())).isEqualTo("Quayside");
        ShareLink link = ShareLink.parse(window.otherShares());
        ShareLink deep =
                ShareLink.parse(link.withPath(path("Summer")).withKey(link.key().orElseThrow()));
        Fx.run(() -> window.shell().open(deep));
        window.awaitNames(".remote", "swim.txt");
        assertThat(Fx.call(() -> window.stage().getTitle())).isEqualTo("“Pictures” – Quayside");
        window.fire("#tab-home");
        assertThat(Fx.call(() -> window.stage().getTitle())).isEqualTo("Quayside");
    }

    @Test
    void aLinkToNothingOpensTheShareAndSaysSo() throws IOException {
        ShareLink link = ShareLink.parse(window.otherShares());
        ShareLink deep =
                ShareLink.parse(link.withPath(path("Winter")).withKey(link.key().orElseThrow()));
        Fx.run(() -> window.shell().open(deep));
        window.awaitNames(".remote", "Summer", "here.txt");
        window.awaitText("Winter");
    }

    @Test
    void closingATabAsksAboutItsTransfersAndPausesThem() throws IOException {
        window.connectAndWaitFor("Summer", "here.txt");
        window.startLargeUpload();
        Fx.await(() -> window.stage().getTitle().endsWith(" % – “Pictures” – Quayside"));
        press(KeyCode.W);
        window.awaitText("Close “Pictures”?");
        window.press("Cancel");
        assertThat(tabs()).containsExactly("Pictures");
        press(KeyCode.W);
        window.press("Pause them");
        Fx.await(() -> window.state() == TransferSnapshot.State.PAUSED);
        Fx.await(() -> tabs().isEmpty());
    }

    @Test
    void transfersOfAClosedTabContinueInTheBackground() throws IOException {
        window.connectAndWaitFor("Summer", "here.txt");
        window.startLargeUpload();
        Fx.await(() ->
                window.core.keys().known(window.core.savedServers().list()).size() == 1);
        window.fire("#tab-home");
        window.awaitText("Online");
        window.picture("home");
        window.fire(".tab-close");
        window.press("Continue in the background");
        Fx.await(() -> tabs().isEmpty());
        Fx.await(() -> window.state() == TransferSnapshot.State.RUNNING);
    }

    @Test
    void theTabsOfTheLastTimeAreOpenedAgainInTheirFolders() throws IOException {
        Files.writeString(window.shared.resolve("Summer/swim.txt"), "swim");
        ShareLink link = ShareLink.parse(window.otherShares());
        ShareLink deep =
                ShareLink.parse(link.withPath(path("Summer")).withKey(link.key().orElseThrow()));
        Fx.run(() -> window.shell().open(deep));
        window.awaitNames(".remote", "swim.txt");
        Fx.await(() ->
                window.core.keys().known(window.core.savedServers().list()).size() == 1);
        // A program that is asked to end does not wait for its window to be closed.
        WindowSize asked = Fx.call(() -> window.shell().size());
        Fx.run(window::closeByUser);
        WindowSize last = window.closed.orElseThrow();
        assertThat(asked).isEqualTo(last);
        assertThat(last.tabs()).hasSize(1);
        assertThat(last.tabs().getFirst()).contains("/Summer").doesNotContain("#");
        window.close();
        // A link of no saved share is not opened.
        List<String> tabs =
                List.of("quayside://192.0.2.1:4870", "no link", last.tabs().getFirst());
        window = new LiveWindow(folder, new WindowSize(1000, 700, false, Map.of(), tabs, Optional.empty()));
        Fx.await(() -> tabs().equals(List.of("Pictures")));
    }

    /** The second tab opens last, and has another folder beside it. */
    @Test
    void theTabInFrontIsInFrontAgainWithTheFolderBesideIt() throws IOException {
        Files.writeString(Files.createDirectory(window.home.resolve("Holiday")).resolve("map.txt"), "map");
        window.connectAndWaitFor("Summer", "here.txt");
        Fx.await(() -> window.core.savedServers().list().size() == 1);
        Fingerprint other = ServerIdentity.generate().fingerprint();
        window.core.savedServers().used("Second", ShareLink.parse("quayside://127.0.0.1:1"), other);
        window.connect("quayside://127.0.0.1:1/#some-key");
        Fx.await(() -> tabs().size() == 2);
        press(KeyCode.DIGIT1);
        window.refreshLocal("Holiday");
        window.select(".local", "Holiday");
        window.type(".local", KeyCode.ENTER);
        window.awaitNames(".local", "map.txt");
        Fx.await(() -> window.core.savedServers().list().stream()
                .anyMatch(each -> each.folders().local().equals(Optional.of(window.home.resolve("Holiday")))));
        WindowSize last = Fx.call(() -> window.shell().size());
        window.close();
        assertThat(last.front()).contains(last.tabs().getFirst());
        window = new LiveWindow(folder, last);
        window.awaitNames(".local", "map.txt");
        Fx.await(() -> window.stage().getTitle().contains("Pictures"));
        assertThat(tabs()).hasSize(2);
    }

    @Test
    void whatHappensToPausedTransfersIsSaidBeforeTheWindowCloses() throws IOException {
        window.core.settings().update(now -> now.withTransfers(now.transfers().withResume(false)));
        window.connectAndWaitFor("Summer", "here.txt");
        window.startLargeUpload();
        Fx.run(window::closeByUser);
        window.awaitText("After the next start, it stays paused until you resume it.");
        window.press("Cancel");
        assertThat(window.closed).isEqualTo(Optional.empty());
        assertThat(Fx.call(() -> window.stage().isShowing())).isTrue();
    }

    @Test
    void aWindowLargerThanTheScreenIsMadeToFit() throws IOException {
        window.close();
        window = new LiveWindow(folder, new WindowSize(3000, 2000, false));
        assertThat(Fx.call(() -> window.stage().getWidth())).isEqualTo(1000);
        assertThat(Fx.call(() -> window.stage().getHeight())).isEqualTo(1000);
        assertThat(Fx.call(() -> window.stage().getX())).isZero();
    }

    @Test
    void aFrameThatComesLateMakesTheWindowNoLargerThanTheScreen() {
        Stage stage = window.stage();
        double[] frame = {0};
        WindowPlace place =
                Fx.call(() -> new WindowPlace(stage, () -> new Rectangle2D(0, 0, 1_000, 600), shown -> frame[0]));
        Fx.run(() -> {
            place.start();
            assertThat(stage.getHeight()).isEqualTo(600);
            frame[0] = 30;
            stage.setHeight(630);
        });
        Fx.await(() -> stage.getHeight() == 600 && stage.getY() == 0);
        Fx.run(place::stop);
    }

    @Test
    void onASmallScreenTheWholeWindowIsSeen() throws IOException {
        window.close();
        // A screen of 1440x900 at twice the size, with a bar of the desktop at its left.
        window = new LiveWindow(folder, WindowSize.STANDARD, new Rectangle2D(20, 0, 700, 430));
        window.connectAndWaitFor("Summer", "here.txt");
        Fx.run(() -> {
            assertThat(window.stage().getX()).isEqualTo(20);
            assertThat(window.stage().getWidth()).isEqualTo(700);
            assertThat(window.stage().getHeight()).isEqualTo(430);
            Bounds footer = window.node("#transfers-line")
                    .localToScene(window.node("#transfers-line").getLayoutBounds());
            assertThat(footer.getMaxY())
                    .isLessThanOrEqualTo(window.stage().getScene().getHeight());
            assertThat(footer.getHeight()).isGreaterThan(0);
        });
    }

    private static RemotePath path(String text) throws IOException {
        return RemotePath.parse(text);
    }

    private List<String> tabs() {
        return Fx.call(() -> window.shell().scene().getRoot().lookupAll(".tab-title").stream()
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    /** The tabs that have room. JavaFX thread only. */
    private List<String> seenTabs() {
        return window.shell().scene().getRoot().lookupAll(".tab").stream()
                .filter(Node::isManaged)
                .map(tab -> ((Labeled) tab.lookup(".tab-title")).getText())
                .toList();
    }

    private void press(KeyCode key) {
        Fx.run(() -> Event.fireEvent(
                window.shell().scene().getRoot(),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, true, false, false)));
    }
}
