package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.connection.ShareLink;

/** A lost share and its transfers, and what was there already, in the whole window. */
class ShellResumeTest {
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
    void aServerThatGoesInTheMiddleOfATransferIsSaidPlainlyAndComesBack() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        String link = window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        window.picture("under-way");
        window.otherStops();
        Fx.await(() -> window.state() == TransferSnapshot.State.WAITING);
        window.awaitText("next try in");
        Fx.await(() -> window.share().state() instanceof ShareState.Lost);
        window.awaitText("Quayside connects again as soon as");
        window.awaitText("Waiting for “Pictures”");
        window.awaitText("Last open at");
        window.picture("lost");
        assertThat(window.otherShares()).isEqualTo(link);
        // By itself too, with the transfer's next try; whoever sees it first tells the other.
        window.fire(".transfer-now");
        window.awaitNames(".remote", "here.txt");
        Fx.await(() -> window.state() == TransferSnapshot.State.RUNNING);
    }

    @Test
    void reconnectingBringsTheWaitingTransferBackToo() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        String link = window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        window.otherStops();
        Fx.await(() -> window.state() == TransferSnapshot.State.WAITING
                && window.share().state() instanceof ShareState.Lost);
        assertThat(window.otherShares()).isEqualTo(link);
        Fx.run(window.share()::reconnect);
        Fx.await(() -> window.state() == TransferSnapshot.State.RUNNING);
        window.awaitNames(".remote", "here.txt");
    }

    @Test
    void leavingAShareLetsItsTransfersWaitUntilItIsOpenAgain() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        String link = window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        Fx.run(window.share()::disconnect);
        Fx.await(() -> window.state() == TransferSnapshot.State.WAITING);
        window.awaitText("Continues when “Pictures” is connected.");
        ShareLink again = ShareLink.parse(link);
        Fx.run(() -> window.share().connect(again, again.key().orElseThrow()));
        window.awaitNames(".remote", "here.txt");
        Fx.await(() -> window.state() == TransferSnapshot.State.RUNNING);
    }

    @Test
    void theCardOfAShareThatWasLeftSaysWhatWaits() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        window.fire("#tab-home");
        window.awaitText("Online");
        Fx.run(window.share()::disconnect);
        Fx.await(() -> window.state() == TransferSnapshot.State.WAITING);
        window.awaitText("1 transfer waits");
    }

    @Test
    void afterARestartAKeptTransferGoesOnWhenItsShareIsConnectedAtAnotherAddress() throws IOException {
        Files.write(window.shared.resolve("here.txt"), bytes(1));
        window.connectAndWaitFor("here.txt");
        window.startLargeUpload();
        Fx.await(() ->
                window.core.keys().known(window.core.savedServers().list()).size() == 1);
        window.close();
        window = new LiveWindow(folder);
        Fx.await(() -> window.state() == TransferSnapshot.State.WAITING);
        window.awaitText("waiting for the connection");
        window.awaitText("Key saved");
        window.awaitText("1 transfer waits");
        window.picture("kept");
        String link = window.otherShares();
        window.connect(link);
        window.awaitNames(".remote", "here.txt");
        Fx.await(() -> window.state() == TransferSnapshot.State.RUNNING);
    }

    @Test
    void theChecksumsOfBothSidesAreCompared() throws IOException {
        Files.write(window.shared.resolve("film.bin"), bytes(300_000));
        Files.write(window.home.resolve("film.bin"), bytes(300_000));
        window.connectAndWaitFor("film.bin");
        window.refreshLocal("film.bin");
        window.select(".remote", "film.bin");
        window.typeWithControl(".remote", KeyCode.K);
        window.awaitText("Checksum of “film.bin”");
        window.awaitText("On the share, in “Pictures”");
        window.awaitText("Both files are the same.");
        window.picture("checksum");
        window.press("Close");
        Files.write(window.home.resolve("film.bin"), bytes(300_001));
        window.select(".local", "film.bin");
        window.typeWithControl(".local", KeyCode.K);
        window.awaitText("The two files differ.");
    }

    @Test
    void whatIsThereAlreadyIsNotAskedAbout() throws IOException {
        Path mine = Files.write(window.home.resolve("a.txt"), bytes(5));
        Path theirs = Files.write(window.shared.resolve("a.txt"), bytes(5));
        Files.setLastModifiedTime(theirs, Files.getLastModifiedTime(mine));
        window.connectAndWaitFor("a.txt");
        window.refreshLocal("a.txt");
        window.select(".local", "a.txt");
        window.fire("#upload");
        Fx.await(() -> window.state() == TransferSnapshot.State.SKIPPED);
        window.awaitText("1 transfer is done");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
