package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.protect.ProtectedFile;

/** Protected files in the window, against a real host. */
class PasscodesTest {
    private static final String PASSCODE = "open sesame 42";

    @TempDir
    Path folder;

    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
        Files.write(window.shared.resolve("free.bin"), bytes(40));
        Files.write(window.shared.resolve("secret.bin"), bytes(50));
        Files.write(window.shared.resolve("secret2.bin"), bytes(60));
        window.connectAndWaitFor("free.bin", "secret.bin", "secret2.bin");
        protect("secret.bin", "secret2.bin");
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSCODE);
            }
        }
    }

    /** By the host's own word. */
    private void protect(String... names) throws IOException {
        List<Path> files = Stream.of(names).map(window.shared::resolve).toList();
        assertThat(window.other.host().protect(files, Passcode.of(PASSCODE))).isEqualTo(names.length);
        window.type(".remote", KeyCode.F5);
        Fx.await(() -> window.find(".remote .lock-cell .icon") != null);
    }

    private void download(String... names) {
        window.select(".remote", names);
        window.fire("#download");
    }

    /** As one transfer each: what is selected together is one. */
    private void downloadEach(String... names) throws IOException {
        ShareClient share = ((ShareState.Connected) window.share().state()).client();
        for (String name : names) {
            RemoteItem item = new RemoteItem(RemotePath.parse(name), false);
            long _ = window.core
                    .transfers()
                    .download(Job.ShareRef.of(share), List.of(item), window.home, ConflictRules.all(OnConflict.FAIL));
        }
    }

    private void answer(String passcode) {
        Fx.await(() -> {
            if (!(window.find("#passcode") instanceof TextField field)) {
                return false;
            }
            field.setText(passcode);
            return true;
        });
        window.press("Unlock");
    }

    private void awaitQuestion() {
        Fx.await(() -> window.find("#passcode") != null);
    }

    private void awaitNoQuestion() {
        Fx.await(() -> window.find("#passcode") == null);
    }

    private List<State> states() {
        return window.core.transfers().snapshot().stream()
                .map(TransferSnapshot::state)
                .toList();
    }

    @Test
    void aDownloadAsksOnceAndTheRightPasscodeBringsTheFile() throws IOException {
        download("secret.bin");
        window.awaitText("This file in “Pictures” needs a passcode");
        window.awaitText("secret.bin");
        assertThat(states()).containsExactly(State.ASKING);
        window.awaitText("Needs a passcode");
        window.picture("passcode-asked");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE)));
        assertThat(window.home.resolve("secret.bin")).hasBinaryContent(bytes(50));
        assertThat(Fx.call(() -> window.find("#passcode"))).isNull();
    }

    @Test
    void aWrongPasscodeIsSaidAndAskedAgainAndTheHostHearsOfIt() {
        download("secret.bin");
        answer("sesame");
        window.awaitText("Wrong passcode.");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE)));
        assertThat(window.other.host().events())
                .filteredOn(ShareEvent.WrongPasscode.class::isInstance)
                .singleElement()
                .extracting(event -> ((ShareEvent.WrongPasscode) event).path())
                .asString()
                .startsWith("secret");
    }

    @Test
    void othersGoOnWhileSomebodyThinks() throws IOException {
        Files.write(window.shared.resolve("turn.bin"), bytes(70));
        window.type(".remote", KeyCode.F5);
        window.awaitNames(".remote", "free.bin", "secret.bin", "secret2.bin", "turn.bin");
        // As many wait as may run at once, and it is not the last one's turn yet.
        downloadEach("secret.bin", "secret2.bin", "turn.bin");
        Fx.await(() -> states().equals(List.of(State.ASKING, State.ASKING, State.DONE)));
        assertThat(window.home.resolve("turn.bin")).hasBinaryContent(bytes(70));
    }

    @Test
    void oneAnswerServesAllThatWaitForTheSameLock() throws IOException {
        downloadEach("secret.bin", "secret2.bin");
        Fx.await(() -> states().equals(List.of(State.ASKING, State.ASKING)));
        Fx.run(() -> ((CheckBox) window.node("#passcode-remember")).setSelected(false));
        window.awaitText("secret2.bin");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE, State.DONE)));
    }

    @Test
    void oneWrongAnswerIsOneWrongTry() throws IOException {
        downloadEach("secret.bin", "secret2.bin");
        Fx.await(() -> states().equals(List.of(State.ASKING, State.ASKING)));
        answer("sesame");
        window.awaitText("Wrong passcode.");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE, State.DONE)));
        assertThat(window.other.host().events())
                .filteredOn(ShareEvent.WrongPasscode.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whatIsRememberedIsNotAskedAgainAndOtherwiseItIs() {
        download("secret.bin");
        awaitQuestion();
        Fx.run(() -> ((CheckBox) window.node("#passcode-remember")).setSelected(false));
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE)));
        download("secret2.bin");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE, State.DONE)));
        window.select(".remote", "secret.bin");
        window.type(".remote", KeyCode.DELETE);
        window.press("Delete from the share");
        window.awaitNames(".remote", "free.bin", "secret2.bin");
    }

    @Test
    void pausingOrCancellingTheTransferTakesTheQuestionBack() {
        download("secret.bin");
        awaitQuestion();
        // Four times a second the list is drawn. Only one that has seen the transfer opens for it.
        window.awaitText("Needs a passcode");
        long id = window.core.transfers().snapshot().getFirst().id();
        window.core.transfers().pause(id);
        awaitNoQuestion();
        Fx.await(() -> states().equals(List.of(State.PAUSED)));
        window.awaitText("Paused by you");
        window.fire(".transfer-go");
        awaitQuestion();
        window.core.transfers().cancel(id);
        awaitNoQuestion();
        Fx.await(() -> states().equals(List.of(State.CANCELLED)));
    }

    @Test
    void aFolderLeavesOutWhatStaysLockedAndListsIt() throws IOException {
        Path album = Files.createDirectories(window.shared.resolve("album"));
        Files.write(album.resolve("a"), bytes(1));
        Files.write(album.resolve("b"), bytes(2));
        Files.write(album.resolve("locked1"), bytes(3));
        Files.write(album.resolve("locked2"), bytes(4));
        window.type(".remote", KeyCode.F5);
        window.awaitNames(".remote", "album", "free.bin", "secret.bin", "secret2.bin");
        assertThat(window.other
                        .host()
                        .protect(List.of(album.resolve("locked1"), album.resolve("locked2")), Passcode.of(PASSCODE)))
                .isEqualTo(2);
        download("album");
        awaitQuestion();
        window.press("Skip");
        Fx.await(() -> states().equals(List.of(State.FAILED)));
        awaitNoQuestion();
        assertThat(window.home.resolve("album/a")).exists();
        assertThat(window.home.resolve("album/b")).exists();
        TransferSnapshot ended = window.core.transfers().snapshot().getFirst();
        assertThat(ended.remarks().failures())
                .extracting(failure -> failure.path())
                .containsExactlyInAnyOrder("album/locked1", "album/locked2");
        window.awaitText("2 of 4 left out: you gave no passcode");
    }

    @Test
    void aFileThatIsSkippedIsLeftOutAndCanBeHadWithItsPasscodeLater() {
        download("secret.bin");
        awaitQuestion();
        window.press("Skip");
        window.awaitText("Left out: you gave no passcode");
        assertThat(window.home.resolve("secret.bin")).doesNotExist();
        window.press("Enter passcode…");
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE)));
    }

    @Test
    void theChecksumOfAProtectedFileAsksOverItsDialog() {
        window.select(".remote", "secret.bin");
        window.typeWithControl(".remote", KeyCode.K);
        awaitQuestion();
        answer(PASSCODE);
        awaitNoQuestion();
        Fx.await(() -> window.find(".checksum-hex") != null);
    }

    @Test
    void aGuestProtectsAFileAndFreesItAgain() {
        window.select(".remote", "free.bin");
        window.typeWithControlAndShift(".remote", KeyCode.K);
        window.awaitText("Protect “free.bin”");
        Fx.run(() -> ((TextField) window.node("#new-passcode")).setText(PASSCODE));
        window.press("Protect");
        window.awaitText("Type the passcode once more");
        Fx.run(() -> ((TextField) window.node("#new-passcode-again")).setText(PASSCODE));
        window.press("Protect");
        window.awaitText("One file is protected.");
        Fx.await(() -> protectedNames().contains("free.bin") && locks() == 3);
        window.select(".remote", "free.bin");
        window.typeWithControlAndShift(".remote", KeyCode.L);
        answer(PASSCODE);
        window.awaitText("One file is no longer protected.");
        Fx.await(() -> !protectedNames().contains("free.bin"));
    }

    @Test
    void theFilesOfAFolderAreProtectedByOneLock() throws IOException {
        Path album = Files.createDirectories(window.shared.resolve("album/inner"));
        Files.write(album.resolve("a"), bytes(1));
        Files.write(album.resolveSibling("b"), bytes(2));
        window.type(".remote", KeyCode.F5);
        window.awaitNames(".remote", "album", "free.bin", "secret.bin", "secret2.bin");
        window.select(".remote", "album");
        window.typeWithControlAndShift(".remote", KeyCode.K);
        newPasscode("Protect");
        window.awaitText("2 files are protected.");
        assertThat(window.other.host().protection().files())
                .filteredOn(file -> file.path().toString().startsWith("album"))
                .hasSize(2)
                .extracting(ProtectedFile::lock)
                .containsOnly(
                        window.other.host().protection().files().getFirst().lock());
    }

    @Test
    void whatIsUploadedProtectedIsUnderOneLock() throws IOException {
        Files.write(window.home.resolve("up1"), bytes(1));
        Files.write(window.home.resolve("up2"), bytes(300_000));
        window.refreshLocal("up1", "up2");
        window.select(".local", "up1", "up2");
        window.typeWithControlAndShift(".local", KeyCode.K);
        window.awaitText("Upload these 2 items protected");
        newPasscode("Upload");
        Fx.await(() -> states().equals(List.of(State.DONE)));
        assertThat(window.other.host().protection().files())
                .filteredOn(file -> file.path().toString().startsWith("up"))
                .hasSize(2)
                .extracting(ProtectedFile::lock)
                .matches(locks -> locks.stream().distinct().count() == 1);
    }

    @Test
    void aPasscodeIsNowhereInTheWindowAfterItsDialog() {
        download("secret.bin");
        Fx.await(() -> window.find("#passcode") != null);
        TextField masked = (TextField) Fx.call(() -> window.node("#passcode"));
        TextField plain = (TextField) Fx.call(() -> window.node("#passcode-plain"));
        window.fire("#passcode-reveal");
        assertThat(Fx.call(plain::isVisible)).isTrue();
        answer(PASSCODE);
        Fx.await(() -> states().equals(List.of(State.DONE)));
        assertThat(Fx.call(() -> masked.getText() + plain.getText())).isEmpty();
        assertThat(window.core.transfers().snapshot().toString()).doesNotContain(PASSCODE);
    }

    private void newPasscode(String action) {
        Fx.await(() -> window.find("#new-passcode") != null);
        Fx.run(() -> {
            ((TextField) window.node("#new-passcode")).setText(PASSCODE);
            ((TextField) window.node("#new-passcode-again")).setText(PASSCODE);
        });
        assertThat(Fx.call(() -> ((Button) window.node(".dialog-buttons .accent")).getText()))
                .isEqualTo(action);
        window.fire(".dialog-buttons .accent");
    }

    private long locks() {
        return window.node(".remote").lookupAll(".lock-cell .icon").size();
    }

    private List<String> protectedNames() {
        return window.other.host().protection().files().stream()
                .map(file -> file.path().toString())
                .toList();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
