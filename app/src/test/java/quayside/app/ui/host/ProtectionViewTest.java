package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent;
import quayside.server.protect.ProtectedFile;

class ProtectionViewTest {
    private static final String PASSCODE = "open sesame 42";
    private static final String DAMAGED =
            "The list of protected files was damaged. What was left of it is kept as x.json.";

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private List<Path> chosen = List.of();
    private TestWindow window;

    @BeforeEach
    void open() {
        SettingsStore settings = SettingsStore.open(folder);
        window = new TestWindow(
                1000,
                900,
                services ->
                        new StackPane(new HostFeature(host, settings, services, (_, _) -> chosen, text -> {}).view()));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void share() {
        host.become(FakeHost.on(folder));
        Fx.run(() -> ((ToggleButton) window.find("#host-advanced")).setSelected(true));
    }

    private static ProtectedFile file(String path, boolean sealed) {
        try {
            return new ProtectedFile(RemotePath.parse(path), "lock", sealed);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAsked(String what) {
        Patience.await().untilAsserted(() -> assertThat(host.asked).contains(what));
    }

    @Test
    void whatIsProtectedIsListedEscapedAndFollowsWhatHappens() {
        host.protection = new SharedProtection(List.of(file("a\u202Etxt", false)), false);
        share();
        window.awaitText("a\\u{202e}txt");
        window.awaitText("1 protected file");
        host.protection = new SharedProtection(List.of(file("a", false), file("b", true)), false);
        host.happen(new ShareEvent.Changed(Instant.EPOCH, "10.0.0.2", Sentence.said("protected b")));
        window.awaitText("2 protected files");
        window.awaitText("no passcode opens this file");
        host.become(new HostState.Off());
        Fx.await(() -> !window.shows("2 protected files"));
    }

    private int rows() {
        return window.scene().getRoot().lookupAll(".protected-free").size();
    }

    @Test
    void aThousandFilesAreListedWithoutARowForEach() {
        host.protection = new SharedProtection(
                IntStream.range(0, 100_000).mapToObj(i -> file("f" + i, false)).toList(), false);
        share();
        window.awaitText("100,000 protected files");
        Fx.await(() -> rows() > 0);
        assertThat(Fx.call(this::rows)).isLessThan(50);
    }

    @Test
    void chosenFilesAreProtectedByTheTypedPasscode() {
        share();
        chosen = List.of(folder.resolve("a"), folder.resolve("b"));
        window.fire("#host-protect-files");
        window.awaitText("Protect these 2 items");
        type("#new-passcode", PASSCODE);
        type("#new-passcode-again", PASSCODE + "x");
        window.press("Protect");
        window.awaitText("The two passcodes are not the same.");
        assertThat(host.asked).isEmpty();
        type("#new-passcode-again", PASSCODE);
        TextField field = (TextField) window.find("#new-passcode");
        window.press("Protect");
        awaitAsked("protect " + chosen + " " + PASSCODE);
        window.awaitText("2 files are protected.");
        assertThat(Fx.<String>call(field::getText)).isEmpty();
    }

    @Test
    void aWeakPasscodeIsToldOf() {
        share();
        chosen = List.of(folder.resolve("a"));
        window.fire("#host-protect-files");
        type("#new-passcode", "1234");
        assertThat(text("#new-passcode-verdict")).startsWith("Easy to guess.");
        type("#new-passcode", "seven green herons wade");
        assertThat(text("#new-passcode-verdict")).startsWith("A good passcode.");
    }

    @Test
    void aFileThatIsNotInTheShareIsAPlainSentence() {
        share();
        host.refusal = "“x” is not in the shared folder.";
        chosen = List.of(Path.of("/x"));
        window.fire("#host-protect-files");
        type("#new-passcode", PASSCODE);
        type("#new-passcode-again", PASSCODE);
        window.press("Protect");
        window.awaitText("is not in the shared folder");
    }

    @Test
    void theProtectionIsRemovedAfterAQuestion() {
        host.protection = new SharedProtection(List.of(file("docs/a", false)), false);
        share();
        window.fire(".protected-free");
        window.awaitText("Remove the protection of “docs/a”?");
        assertThat(host.asked).isEmpty();
        window.press("Remove protection");
        awaitAsked("unprotect docs/a");
    }

    @Test
    void whereEverythingIsLockedABannerSaysWhyAndReleasesTheOthersAfterAQuestion() {
        host.protection = new SharedProtection(List.of(file("a", false)), true);
        host.happen(new ShareEvent.ProtectionDamaged(Instant.EPOCH, Sentence.said(DAMAGED)));
        share();
        window.awaitText("kept as x.json. The damaged list is in the folder .quayside");
        window.fire("#host-release");
        window.awaitText("Release all other files?");
        assertThat(host.asked).isEmpty();
        window.press("Release others");
        awaitAsked("release");
        Fx.await(() -> window.find("#host-release") == null);
    }

    @Test
    void whatNeedsTheHostsDecisionIsNotFoldedAway() {
        host.protection = new SharedProtection(List.of(file("a", false)), true);
        host.become(FakeHost.on(folder));
        window.awaitText("The damaged list is in the folder .quayside");
    }

    @Test
    void theDamageOfAnEarlierShareIsNotToldOfThisOne() {
        host.happen(new ShareEvent.ProtectionDamaged(Instant.EPOCH, Sentence.said(DAMAGED)));
        host.happen(new ShareEvent.Stopped(Instant.EPOCH));
        host.protection = new SharedProtection(List.of(file("a", true)), false);
        share();
        window.awaitText("was damaged earlier");
        assertThat(window.shows(DAMAGED + " That")).isFalse();
    }

    private void type(String id, String text) {
        Fx.await(() -> window.scene().getRoot().lookup(id) != null);
        Fx.run(() -> ((TextField) window.scene().getRoot().lookup(id)).setText(text));
    }

    private String text(String id) {
        return Fx.call(() -> ((Labeled) window.scene().getRoot().lookup(id)).getText());
    }
}
