package quayside.app.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.doctor.Check;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.FakeDoctor;
import quayside.app.core.doctor.Finding;
import quayside.app.core.doctor.Found;
import quayside.app.core.doctor.NextStep;
import quayside.app.core.doctor.Topic;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** The question why a share does not open, from the tab of the share. */
class FindOutWhyTest {
    private static final String ADDRESS = "192.168.1.5:4870";
    private static final ShareLink LINK =
            ShareLink.parse("quayside://" + ADDRESS + "/?id=abcdefghijklmnopqrstuvwxyz234567");

    @TempDir
    private Path config;

    private final FakeShares shares = new FakeShares();
    private final FakeDoctor doctor = new FakeDoctor();
    private final VBox tab = new VBox();
    private SavedServers saved;
    private SavedKeys keys;
    private HomeFeature feature;
    private TestWindow window;

    @BeforeEach
    void setUp() {
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        keys = SavedKeys.open(config, List.of(new MemoryVault(KeyVault.Kind.KEYRING)), new SecureRandom());
        window = new TestWindow(960, 900, services -> {
            feature = new HomeFeature(
                    shares, saved, keys, Nearby.none(), SettingsStore.open(config), services, Optional::empty);
            feature.doctor(doctor);
            feature.onShare(visit -> tab.getChildren().setAll(visit.view()), visit -> {}, () -> {});
            return new VBox(feature.view(), tab);
        });
        Fx.run(() -> feature.open(LINK));
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void become(ShareState state) {
        Fx.run(() -> shares.last().become(state));
        Fx.await(() -> window.find("#connect-why") != null);
    }

    private void waiting() {
        become(new ShareState.Waiting(ADDRESS, "It does not answer.", Duration.ofMinutes(5)));
    }

    private boolean hasButton(String words) {
        return Fx.call(() -> window.find(".dialog-deeds") != null
                && window.find(".dialog-deeds").lookupAll(".button").stream()
                        .anyMatch(node -> node instanceof Button button
                                && button.getText().equals(words)));
    }

    @Test
    void theStepsAreShownAndThenTheVerdictWithWhatToDo() {
        waiting();
        window.fire("#connect-why");
        window.awaitText("Finding out why…");
        window.awaitText("Nothing comes back from port 4870.");
        doctor.end.complete(FakeDoctor.finding(
                Sentence.of(Finding.COMPUTER_AWAY, "192.168.1.5"), Optional.empty(), Optional.empty()));
        window.awaitText("No computer answers at 192.168.1.5");
        window.press("Try now");
        assertThat(shares.last().asked).containsExactly("reconnect");
        assertThat(doctor.visits.getFirst().key()).as("no key is tried").isEmpty();
    }

    @Test
    void whereAShareHasMovedAClickConnectsThere() {
        waiting();
        ShareLink there = ShareLink.of("192.168.1.9", 4870, LINK.id().orElseThrow());
        doctor.end.complete(
                FakeDoctor.finding(Sentence.of(Finding.MOVED, there.address()), Optional.empty(), Optional.of(there)));
        window.fire("#connect-why");
        window.press("Connect there");
        window.awaitText("“192.168.1.9:4870” asks for its key");
        assertThat(shares.added).hasSize(2);
    }

    @Test
    void theKeyThatIsKeptForAShareOpensItWhereItHasMoved() throws IOException {
        Fingerprint id = LINK.id().orElseThrow();
        saved.used("Pictures", LINK, id);
        keys.keep(id, ADDRESS, AccessKey.of("k7pm-2xqd"));
        waiting();
        ShareLink there = ShareLink.of("192.168.1.9", 4870, id);
        doctor.end.complete(
                FakeDoctor.finding(Sentence.of(Finding.MOVED, there.address()), Optional.empty(), Optional.of(there)));
        window.fire("#connect-why");
        window.press("Connect there");
        Fx.await(() -> shares.added.size() == 2);
        assertThat(shares.last().asked).containsExactly("connect 192.168.1.9:4870 k7pm-2xqd");
    }

    @Test
    void aWrongKeyIsNotTriedAgainAndHasNoButton() {
        become(new ShareState.Failed(ADDRESS, Fault.WRONG_KEY, "That is not the key."));
        doctor.end.complete(FakeDoctor.finding(Sentence.of(Finding.WRONG_KEY), Optional.empty(), Optional.empty()));
        window.fire("#connect-why");
        window.awaitText("The access key is not the right one");
        assertThat(doctor.visits.getFirst().told()).contains(Finding.WRONG_KEY);
        assertThat(hasButton("Close")).isTrue();
        assertThat(hasButton("Try now")).isFalse();
    }

    @Test
    void theKeyboardReachesEachCheckAndCopiesIt() {
        waiting();
        doctor.end.complete(new Diagnosis(
                Finding.COMPUTER_AWAY,
                Sentence.of(Finding.COMPUTER_AWAY, "192.168.1.5"),
                Sentence.of(NextStep.WAKE_COMPUTER),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Check(Topic.LINK, Check.Mark.GOOD, Sentence.of(Found.LINK_WHOLE)),
                        new Check(Topic.PORT, Check.Mark.BAD, Sentence.of(Found.PORT_REFUSED, "4870")))));
        window.fire("#connect-why");
        window.awaitText("No computer answers at 192.168.1.5");
        Fx.run(() -> Objects.requireNonNull(window.find("#doctor-details")).requestFocus());
        window.push(KeyCode.SPACE);
        window.push(KeyCode.TAB);
        window.push(KeyCode.TAB);
        assertThat(focused()).startsWith("[good] Link");
        window.push(KeyCode.DOWN);
        assertThat(focused()).startsWith("[bad] Port");
        window.push(KeyCode.CONTROL, KeyCode.C);
        assertThat(Fx.call(() -> Clipboard.getSystemClipboard().getString())).startsWith("[bad] Port");
        window.push(KeyCode.UP);
        assertThat(focused()).startsWith("[good] Link");
    }

    private String focused() {
        return Fx.call(() -> window.scene().getFocusOwner().getAccessibleText());
    }

    @Test
    void closingEndsTheExamination() {
        waiting();
        window.fire("#connect-why");
        window.awaitText("Nothing comes back from port 4870.");
        window.press("Close");
        assertThat(doctor.ended.join()).isTrue();
    }
}
