package quayside.app.ui.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareState;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;

class ConnectFeatureTest {
    private static final String ADDRESS = "192.168.1.5:4870";
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String LINK = "quayside://" + ADDRESS + "/?id=" + ID + "#k7pm2xqd";

    private final FakeShare connection = new FakeShare();

    @TempDir
    private Path config;

    private SavedServers saved;
    private final MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
    private SavedKeys keys;
    private Optional<String> clipboard = Optional.empty();
    private ConnectFeature feature;
    private TestWindow window;

    @BeforeEach
    void setUp() {
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        keys = SavedKeys.open(config, List.of(keyring), new SecureRandom());
        window = new TestWindow(720, 520, services -> {
            feature = new ConnectFeature(connection, saved, keys, services, () -> clipboard);
            return new VBox(feature.bar(), feature.notice(), feature.view());
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    @Test
    void anAddressAndAKeyAreEnough() {
        type("#connect-address", ADDRESS);
        assertThat(isDisabled("#connect-button")).isTrue();
        type("#connect-key", "k7pm-2xqd");
        window.fire("#connect-button");
        assertThat(connection.asked).containsExactly("connect " + ADDRESS + " k7pm-2xqd");
    }

    @Test
    void aPastedLinkShowsNoKey() {
        type("#connect-address", LINK);
        assertThat(text("#connect-address")).contains(ID).doesNotContain("k7pm");
        assertThat(field("#connect-key-plain").isVisible()).isFalse();
        window.fire("#connect-button");
        assertThat(connection.asked).hasSize(1);
        assertThat(connection.asked.getFirst()).startsWith("connect " + ADDRESS);
    }

    @Test
    void theKeyIsSeenOnlyOnRequest() {
        type("#connect-key", "k7pm-2xqd");
        assertThat(field("#connect-key").isVisible()).isTrue();
        window.fire("#connect-key-reveal");
        assertThat(field("#connect-key").isVisible()).isFalse();
        assertThat(field("#connect-key-plain").isVisible()).isTrue();
        assertThat(text("#connect-key-plain")).isEqualTo("k7pm-2xqd");
        window.fire("#connect-key-reveal");
        assertThat(field("#connect-key-plain").isVisible()).isFalse();
    }

    @Test
    void aFaultInTheAddressIsExplainedWhileTyping() {
        type("#connect-address", "192.168.1.5:99999");
        assertThat(label("#connect-address-fault").isVisible()).isTrue();
        assertThat(label("#connect-address-fault").getText()).contains("65535");
        type("#connect-address", ADDRESS);
        assertThat(label("#connect-address-fault").isVisible()).isFalse();
    }

    @Test
    void anEmptyFormComplainsOfNothing() {
        assertThat(label("#connect-address-fault").isVisible()).isFalse();
        assertThat(label("#connect-key-fault").isVisible()).isFalse();
        assertThat(isDisabled("#connect-button")).isTrue();
    }

    @Test
    void aLinkInTheClipboardIsOfferedAndNeverTakenByItself() {
        clipboard = Optional.of(LINK);
        Fx.run(feature::windowActivated);
        assertThat(text("#connect-address")).isEmpty();
        assertThat(text("#connect-key")).isEmpty();
        window.fire("#connect-offer-use");
        assertThat(text("#connect-address")).contains(ADDRESS).doesNotContain("k7pm");
        assertThat(isDisabled("#connect-button")).isFalse();
        assertThat(connection.asked).isEmpty();
    }

    @Test
    void otherTextInTheClipboardIsLeftAlone() {
        clipboard = Optional.of("quayside is a program");
        Fx.run(feature::windowActivated);
        assertThat(window.find("#connect-offer-use")).isNull();
    }

    @Test
    void whileNobodyAnswersItSaysThatItWaitsAndCanBeCancelled() {
        connection.become(new ShareState.Waiting(ADDRESS, "Nobody answers.", Duration.ofSeconds(4)));
        Fx.await(() -> window.find("#connect-cancel").getParent().isVisible());
        assertThat(label("#connect-progress-detail").getText())
                .isEqualTo(ADDRESS + " does not answer yet. Quayside connects as soon as the share appears.");
        window.fire("#connect-cancel");
        assertThat(connection.asked).containsExactly("disconnect");
    }

    @Test
    void aWrongKeyIsExplainedAtTheKeyWhichGetsTheFocus() {
        type("#connect-address", ADDRESS);
        type("#connect-key", "wrong");
        connection.become(new ShareState.Failed(ADDRESS, Fault.WRONG_KEY, "The access key is wrong."));
        Fx.await(() -> label("#connect-key-fault").isVisible());
        assertThat(label("#connect-key-fault").getText()).isEqualTo("The access key is wrong.");
        assertThat(Fx.call(() -> window.scene().getFocusOwner())).isSameAs(field("#connect-key"));
        assertThat(text("#connect-address")).isEqualTo(ADDRESS);
    }

    @Test
    void aChangedServerKeyIsTrustedOnlyAfterASecondStep() {
        connection.become(new ShareState.Failed(ADDRESS, Fault.SERVER_KEY_CHANGED, "Known: aaaa. Shown: bbbb."));
        Fx.await(() -> window.find("#changed-key-leave") != null);
        assertThat(window.find("#connect-button").getParent().getParent().isVisible())
                .isFalse();
        assertThat(window.find("#changed-key-trust").getParent().isVisible()).isFalse();
        window.fire("#changed-key-consider");
        assertThat(window.find("#changed-key-trust").getParent().isVisible()).isTrue();
        assertThat(isDisabled("#changed-key-trust")).isTrue();
        Fx.run(() -> ((CheckBox) window.find("#changed-key-compared")).fire());
        window.fire("#changed-key-trust");
        assertThat(connection.asked).containsExactly("trust");
    }

    @Test
    void aNameThatNobodyHasIsCorrectedOrWaitedFor() {
        type("#connect-address", ADDRESS);
        type("#connect-key", "k7pm-2xqd");
        connection.become(new ShareState.Failed(ADDRESS, Fault.UNREACHABLE, "There is no such host."));
        Fx.await(() -> window.find("#connect-wait-anyway") != null);
        assertThat(Fx.call(() -> window.scene().getFocusOwner())).isSameAs(field("#connect-address"));
        window.fire("#connect-wait-anyway");
        assertThat(connection.asked).containsExactly("wait anyway");
        type("#connect-address", "192.168.1.6:4870");
        assertThat(text("#connect-key")).isEqualTo("k7pm-2xqd");
    }

    @Test
    void aKeyThatWasTriedAtOneAddressIsNotUsedForTheNext() {
        type("#connect-address", ADDRESS);
        type("#connect-key", "wrong");
        connection.become(new ShareState.Failed(ADDRESS, Fault.WRONG_KEY, "The access key is wrong."));
        Fx.await(() -> label("#connect-key-fault").isVisible());
        type("#connect-address", "192.168.1.6:4870");
        assertThat(text("#connect-key")).isEmpty();
    }

    @Test
    void enterInTheFieldEndsNoWait() {
        connection.become(new ShareState.Waiting(ADDRESS, "Nobody answers.", Duration.ofSeconds(1)));
        Fx.await(() -> text("#connect-bar-address").equals(ADDRESS));
        Fx.run(() -> field("#connect-bar-address").fireEvent(new ActionEvent()));
        assertThat(connection.asked).isEmpty();
    }

    @Test
    void aShareThatWasLeftByItsHostIsAskedAgainOnlyByTheUser() {
        connection.become(new ShareState.Lost(ADDRESS, "The host disconnected you.", ShareState.Why.DISCONNECTED));
        Fx.await(() -> window.find("#connect-reconnect") instanceof Button again
                && again.getText().equals("Ask again"));
        connection.become(new ShareState.Lost(ADDRESS, "The host stopped sharing.", ShareState.Why.STOPPED));
        Fx.await(() -> window.find("#connect-reconnect") instanceof Button again
                && again.getText().equals("Try now"));
    }

    @Test
    void aLostShareSaysSoAndOffersToReconnect() {
        connection.become(new ShareState.Lost(ADDRESS, "The connection was lost."));
        window.fire("#connect-reconnect");
        window.fire("#connect-bar-step");
        assertThat(connection.asked).containsExactly("reconnect", "reconnect");
    }

    @Test
    void theTopBarAsksForTheKeyThatItHasNoFieldFor() {
        type("#connect-bar-address", ADDRESS);
        window.fire("#connect-bar-step");
        Fx.run(() -> {
            TextField key = (TextField) window.find(".dialog-box").lookup("#connect-key");
            key.setText("k7pm-2xqd");
            key.fireEvent(new ActionEvent());
        });
        assertThat(connection.asked).containsExactly("connect " + ADDRESS + " k7pm-2xqd");
        assertThat(window.find(".dialog-box")).isNull();
    }

    @Test
    void theTopBarShowsWhereAConnectionLeadsAndEndsIt() {
        connection.become(new ShareState.Connecting(ADDRESS));
        Fx.await(() -> text("#connect-bar-address").equals(ADDRESS));
        assertThat(field("#connect-bar-address").isEditable()).isFalse();
        window.fire("#connect-bar-step");
        assertThat(connection.asked).containsExactly("disconnect");
        connection.become(new ShareState.Idle());
        Fx.await(() -> field("#connect-bar-address").isEditable());
        assertThat(text("#connect-bar-address")).isEmpty();
    }

    @Test
    void aServerUsedBeforeIsChosenAndItsKeyAskedForAgain() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        window.close();
        setUp();
        window.fire(".connect-saved-row");
        assertThat(text("#connect-address")).contains(ADDRESS).contains(ID);
        assertThat(text("#connect-key")).isEmpty();
        assertThat(isDisabled("#connect-button")).isTrue();
    }

    @Test
    void aKeyringThatAnswersLateDoesNotReplaceTheShareThatWasOpenedMeanwhile() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        keys.keep(Fingerprint.parse(ID), ADDRESS, AccessKey.of("k7pm-2xqd"));
        window.close();
        setUp();
        Fx.await(() -> window.find(".connect-forget-key").isVisible());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        keyring.asks = () -> {
            asked.countDown();
            Patience.pass(answered);
        };
        window.fire(".connect-saved-row");
        Patience.pass(asked);
        type("#connect-address", "192.168.1.6:4870");
        type("#connect-key", "another key");
        window.fire("#connect-button");
        answered.countDown();
        // The last job of the window, after the one that waited.
        window.services().background().close();
        Fx.await(window.services().background()::isTerminated);
        Fx.run(() -> {});
        assertThat(connection.asked).containsExactly("connect 192.168.1.6:4870 another key");
    }

    @Test
    void aServerWhoseKeyIsKeptOpensWithOneClick() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        keys.keep(Fingerprint.parse(ID), ADDRESS, AccessKey.of("k7pm-2xqd"));
        window.close();
        setUp();
        Fx.await(() -> window.find(".connect-forget-key").isVisible());
        window.fire(".connect-saved-row");
        Fx.await(() -> connection.asked.equals(List.of("connect " + ADDRESS + " k7pm-2xqd")));
        assertThat(text("#connect-key")).isEmpty();
        assertThat(text("#connect-address")).doesNotContain("k7pm");
    }

    @Test
    void aKeptKeyIsForgottenOnRequestAndTheServerStays() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        keys.keep(Fingerprint.parse(ID), ADDRESS, AccessKey.of("k7pm-2xqd"));
        window.close();
        setUp();
        Fx.await(() -> window.find(".connect-forget-key").isVisible());
        window.fire(".connect-forget-key");
        Fx.await(() -> !window.find(".connect-forget-key").isVisible());
        assertThat(keys.known(saved.list())).isEmpty();
        assertThat(saved.list()).hasSize(1);
    }

    @Test
    void withAServerItsKeyIsForgotten() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        keys.keep(Fingerprint.parse(ID), ADDRESS, AccessKey.of("k7pm-2xqd"));
        window.close();
        setUp();
        SavedServer server = saved.list().getFirst();
        Fx.await(() -> window.find(".connect-forget") != null);
        window.fire(".connect-forget");
        Fx.await(() -> keys.known(List.of(server)).isEmpty());
        assertThat(saved.list()).isEmpty();
    }

    private void type(String id, String text) {
        Fx.run(() -> field(id).setText(text));
    }

    private TextField field(String id) {
        return (TextField) window.find(id);
    }

    private String text(String id) {
        return Fx.call(() -> field(id).getText());
    }

    private Label label(String id) {
        return (Label) window.find(id);
    }

    private boolean isDisabled(String id) {
        Node node = window.find(id);
        return Fx.call(node::isDisabled);
    }
}
