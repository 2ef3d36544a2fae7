package quayside.app.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.util.WaitForAsyncUtils;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.app.ui.transfers.SampleTransfer;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.wire.Fault;

class HomeTest {
    private static final String ADDRESS = "192.168.1.5:4870";
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";
    private static final ShareId SHARE = new ShareId(Fingerprint.parse(ID));
    private static final String LINK = "quayside://" + ADDRESS + "/?id=" + ID + "#k7pm2xqd";

    @TempDir
    private Path config;

    private FakeShares shares = new FakeShares();
    private SavedServers saved;
    private final MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
    private SavedKeys keys;
    private final FakeNearby nearby = new FakeNearby();
    private Optional<String> clipboard = Optional.empty();
    private HomeFeature feature;
    private final VBox tab = new VBox();
    private Optional<Visit> shown = Optional.empty();
    private final List<Optional<Path>> shared = new ArrayList<>();
    private TestWindow window;

    @BeforeEach
    void setUp() {
        shares = new FakeShares();
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        keys = SavedKeys.open(config, List.of(keyring), new SecureRandom());
        window = new TestWindow(960, 900, services -> {
            feature =
                    new HomeFeature(shares, saved, keys, nearby, SettingsStore.open(config), services, () -> clipboard);
            feature.onShare(
                    visit -> {
                        shown = Optional.of(visit);
                        tab.getChildren().setAll(visit.notice(), visit.view());
                    },
                    visit -> {
                        feature.close(visit, true);
                        tab.getChildren().clear();
                    },
                    feature::focus);
            feature.onShareFolder(shared::add);
            return new VBox(feature.view(), tab);
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void reopen() {
        window.close();
        setUp();
    }

    /** Opens the address in a tab, which asks for the key. */
    private FakeShare open() {
        type("#home-link", ADDRESS);
        window.fire("#home-connect");
        return shares.last();
    }

    @Test
    void anAddressAndThenItsKeyAreEnough() {
        assertThat(isDisabled("#home-connect")).isTrue();
        FakeShare share = open();
        assertThat(share.asked).isEmpty();
        window.awaitText("“" + ADDRESS + "” asks for its key");
        assertThat(isDisabled("#connect-button")).isTrue();
        type("#connect-key", "k7pm-2xqd");
        window.fire("#connect-button");
        assertThat(share.asked).containsExactly("connect " + ADDRESS + " k7pm-2xqd");
    }

    @Test
    void aPastedLinkShowsNoKeyAndConnects() {
        type("#home-link", LINK);
        assertThat(text("#home-link")).contains(ID).doesNotContain("k7pm");
        window.fire("#home-connect");
        assertThat(shares.last().asked).hasSize(1);
        assertThat(shares.last().asked.getFirst()).startsWith("connect " + ADDRESS);
        assertThat(text("#home-link")).isEmpty();
    }

    @Test
    void whatReachesAClosedTabChangesNothingThere() {
        FakeShare share = open();
        Visit visit = shown.orElseThrow();
        Fx.run(() -> {
            share.become(new ShareState.Connecting(ADDRESS));
            feature.close(visit, true);
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(Fx.call(() -> visit.stateProperty().get())).isEqualTo(new ShareState.Idle());
    }

    @Test
    void aShareThatHasATabIsNotOpenedTwice() {
        FakeShare share = open();
        assertThat(open()).isSameAs(share);
        assertThat(shares.added).hasSize(1);
    }

    @Test
    void aWholeLinkFitsIntoTheFieldForTheKey() {
        FakeShare share = open();
        type("#connect-key", LINK.replace("192.168.1.5", "192.168.1.6"));
        window.fire("#connect-button");
        assertThat(share.asked).hasSize(1);
        assertThat(share.asked.getFirst()).startsWith("connect 192.168.1.6:4870 k7pm");
    }

    @Test
    void aKeyThatHoldsNothingIsExplained() {
        FakeShare share = open();
        type("#connect-key", "---");
        window.fire("#connect-button");
        Fx.await(() -> label("#connect-key-fault").getParent().isVisible());
        assertThat(share.asked).isEmpty();
    }

    @Test
    void theKeyIsSeenOnlyOnRequest() {
        FakeShare _ = open();
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
        type("#home-link", "192.168.1.5:99999");
        assertThat(label("#home-link-fault").isVisible()).isTrue();
        assertThat(label("#home-link-fault").getText()).contains("65535");
        type("#home-link", ADDRESS);
        assertThat(label("#home-link-fault").isVisible()).isFalse();
    }

    @Test
    void anEmptyFieldComplainsOfNothing() {
        assertThat(label("#home-link-fault").isVisible()).isFalse();
        assertThat(isDisabled("#home-connect")).isTrue();
        Fx.run(() -> field("#home-link").fireEvent(new ActionEvent()));
        assertThat(shares.added).isEmpty();
    }

    @Test
    void aLinkInTheClipboardIsOfferedAndConnectsWithOneClick() {
        clipboard = Optional.of(LINK);
        Fx.run(feature::windowActivated);
        assertThat(text("#home-link")).isEmpty();
        assertThat(shares.added).isEmpty();
        Fx.run(() -> ((javafx.scene.control.Hyperlink) window.find("#home-offer")).fire());
        assertThat(shares.last().asked.getFirst()).startsWith("connect " + ADDRESS + " k7pm");
        Fx.run(feature::windowActivated);
        assertThat(window.find("#home-offer")).isNull();
    }

    @Test
    void theOfferFollowsTheClipboard() {
        clipboard = Optional.of(LINK);
        Fx.run(feature::windowActivated);
        clipboard = Optional.of("quayside is a program");
        Fx.run(feature::windowActivated);
        assertThat(window.find("#home-offer")).isNull();
    }

    @Test
    void whileNobodyAnswersItSaysThatItWaitsAndCanBeCancelled() {
        FakeShare share = open();
        share.become(new ShareState.Waiting(ADDRESS, "Nobody answers.", Duration.ofSeconds(4)));
        window.awaitText(ADDRESS + " does not answer yet. Quayside connects as soon as the share appears.");
        window.fire("#connect-try-now");
        window.fire("#connect-cancel");
        assertThat(share.asked).containsExactly("reconnect", "disconnect");
    }

    @Test
    void whatWaitsForAShareIsListedWhereItIsOffline() {
        type("#home-link", LINK);
        window.fire("#home-connect");
        show(
                upload(1, "Posters A2.zip").bytes(0, 212_000_000),
                upload(2, "Raw").files(0, 318),
                upload(3, "song.flac").down(),
                upload(4, "notes.txt"),
                upload(5, "chapter 1.odt"),
                upload(6, "chapter 2.odt"));
        shares.last().become(new ShareState.Waiting(ADDRESS, "Nobody answers.", Duration.ofSeconds(4)));
        window.awaitText("Waiting for “" + ADDRESS + "”");
        window.awaitText("Posters A2.zip");
        window.awaitText("212 MB");
        window.awaitText("318 files");
        window.awaitText("and 2 more");
        assertThat(window.shows("chapter 1.odt")).isFalse();
        show();
        Fx.await(() -> !window.find("#connect-waits").isVisible());
    }

    @Test
    void aCardSaysHowManyTransfersWaitForItsShare() throws IOException {
        keep();
        window.awaitText("Opened 1 Jan 70");
        show(upload(1, "Posters A2.zip"), upload(2, "Raw"));
        window.awaitText("2 transfers wait");
        show(SampleTransfer.of(3, "elsewhere.txt", TransferSnapshot.State.QUEUED));
        window.awaitText("Opened 1 Jan 70");
    }

    @Test
    void nothingWaitsForAShareOfWhichAFileIsBeingTransferred() {
        TransferSnapshot paused = upload(1, "paused.zip", TransferSnapshot.State.PAUSED);
        TransferSnapshot waiting = upload(2, "Raw", TransferSnapshot.State.WAITING);
        TransferSnapshot running = upload(3, "notes.txt", TransferSnapshot.State.RUNNING);
        assertThat(Waits.of(List.of(paused, waiting))).isEqualTo(Map.of(SHARE, new Waits(1, List.of(waiting))));
        assertThat(Waits.of(List.of(paused, waiting, running))).isEmpty();
    }

    private static TransferSnapshot upload(long id, String name, TransferSnapshot.State state) {
        return SampleTransfer.of(id, name, state).of(SHARE).build();
    }

    private static SampleTransfer upload(long id, String name) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.QUEUED).of(SHARE);
    }

    private void show(SampleTransfer... queue) {
        List<TransferSnapshot> all = Stream.of(queue).map(SampleTransfer::build).toList();
        Fx.run(() -> feature.show(Waits.of(all)));
    }

    @Test
    void theOwnShareIsNeitherOfferedNorSharedAgain() throws IOException {
        Path folder = Files.createDirectory(config.resolve("Pictures"));
        SettingsStore.open(config).update(now -> now.withHost(now.host().withFolder(folder)));
        reopen();
        window.awaitText("Share “Pictures” again");
        clipboard = Optional.of("quayside://" + ADDRESS + "/?id=" + FakeHost.ID + "#" + FakeHost.KEY);
        Fx.run(feature::windowActivated);
        assertThat(window.find("#home-offer")).isNotNull();
        Fx.run(() -> feature.show(FakeHost.on(folder)));
        window.awaitText("You share “Pictures”");
        assertThat(window.find("#home-offer")).isNull();
        Fx.run(() -> feature.show(new HostState.Off()));
        window.awaitText("Share “Pictures” again");
    }

    @Test
    void foldersSharedBeforeAreOfferedUnlessTheyAreGone() throws IOException {
        Path films = Files.createDirectory(config.resolve("Films"));
        Path pictures = Files.createDirectory(config.resolve("Pictures"));
        SettingsStore.open(config)
                .update(now -> now.withHost(now.host()
                        .withFolder(config.resolve("Gone"))
                        .withFolder(films)
                        .withFolder(pictures)));
        reopen();
        List<Path> shared = new ArrayList<>();
        feature.onShareFolder(folder -> shared.add(folder.orElseThrow()));
        window.awaitText("Share “Pictures” again");
        MenuButton others = (MenuButton) window.find("#share-earlier");
        Fx.run(others::show);
        Fx.await(() -> others.getItems().getLast().isDisable());
        assertThat(Fx.call(
                        () -> others.getItems().stream().map(MenuItem::getText).toList()))
                .containsExactly(films.toString(), config.resolve("Gone").toString());
        assertThat(others.getItems().getFirst().isDisable()).isFalse();
        Fx.run(() -> others.getItems().getFirst().fire());
        Fx.run(others::hide);
        assertThat(shared).containsExactly(films);
    }

    @Test
    void anotherShareEndsNoWait() {
        FakeShare share = open();
        share.become(new ShareState.Waiting(ADDRESS, "Nobody answers.", Duration.ofSeconds(1)));
        type("#home-link", "192.168.1.6:4870");
        window.fire("#home-connect");
        assertThat(share.asked).isEmpty();
    }

    @Test
    void aWrongKeyIsExplainedAtTheKeyWhichGetsTheFocus() {
        FakeShare share = open();
        type("#connect-key", "wrong");
        Fx.run(() -> field("#connect-key").requestFocus());
        share.become(new ShareState.Failed(ADDRESS, Fault.WRONG_KEY, "The access key is wrong."));
        window.awaitText("The access key is wrong.");
        Fx.await(() -> field("#connect-key").equals(window.scene().getFocusOwner())
                && field("#connect-key").getSelectedText().equals("wrong"));
    }

    @Test
    void enterTwiceAfterTheKeyCancelsNothing() {
        FakeShare share = open();
        type("#connect-key", "k7pm2xqd");
        Fx.run(() -> field("#connect-key").requestFocus());
        window.push(KeyCode.ENTER);
        share.become(new ShareState.Connecting(ADDRESS));
        Fx.await(() -> window.find("#connect-cancel") != null && window.find("#connect-key") == null);
        window.push(KeyCode.ENTER);
        assertThat(share.asked).containsExactly("connect " + ADDRESS + " k7pm2xqd");
        assertThat(Fx.call(() -> window.find("#connect-cancel"))).isNotNull();
    }

    @Test
    void theFaultOfOneShareStandsBesideNoOther() {
        open().become(new ShareState.Failed(ADDRESS, Fault.WRONG_KEY, "The access key is wrong."));
        window.awaitText("The access key is wrong.");
        type("#home-link", "192.168.1.6:4870");
        window.fire("#home-connect");
        window.awaitText("“192.168.1.6:4870” asks for its key");
        assertThat(window.shows("The access key is wrong.")).isFalse();
    }

    @Test
    void aChangedServerKeyIsTrustedOnlyAfterASecondStep() {
        FakeShare share = open();
        share.become(new ShareState.Failed(ADDRESS, Fault.SERVER_KEY_CHANGED, "Known: aaaa. Shown: bbbb."));
        Fx.await(() -> window.find("#changed-key-leave") != null);
        assertThat(window.find("#connect-button")).isNull();
        assertThat(window.find("#changed-key-trust").getParent().isVisible()).isFalse();
        window.fire("#changed-key-consider");
        assertThat(window.find("#changed-key-trust").getParent().isVisible()).isTrue();
        assertThat(isDisabled("#changed-key-trust")).isTrue();
        Fx.run(() -> ((CheckBox) window.find("#changed-key-compared")).fire());
        window.fire("#changed-key-trust");
        assertThat(share.asked).containsExactly("trust");
    }

    @Test
    void bothKeysOfAChangedServerStandBelowEachOther() {
        FakeShare share = open();
        ShareState.Changed keys = new ShareState.Changed(
                Fingerprint.parse(ID),
                Fingerprint.parse(new StringBuilder(ID).reverse().toString()));
        share.become(new ShareState.Failed(ADDRESS, Fault.SERVER_KEY_CHANGED, "In one sentence.", Optional.of(keys)));
        window.awaitText("Fingerprint of the computer that answers now");
        assertThat(window.shows("In one sentence.")).isFalse();
        assertThat(Fx.call(() -> window.scene().getRoot().lookupAll(".mono-line .mono").stream()
                        .map(line -> ((Label) line).getText())
                        .toList()))
                .containsExactly(keys.found().grouped(), keys.known().grouped());
    }

    @Test
    void aPromptWithoutRoomIsShorter() {
        Fx.await(() -> field("#home-link").getPromptText().startsWith("Paste a link, or type"));
        Fx.run(() -> window.services().look().apply(Settings.Theme.LIGHT, 2));
        Fx.await(() -> field("#home-link").getPromptText().equals("Link or address"));
    }

    @Test
    void aNameThatNobodyHasIsCorrectedOrWaitedFor() {
        FakeShare share = open();
        type("#connect-key", "k7pm-2xqd");
        share.become(new ShareState.Failed(ADDRESS, Fault.UNREACHABLE, "There is no such host."));
        window.fire("#connect-wait-anyway");
        assertThat(share.asked).containsExactly("wait anyway");
        window.fire("#connect-edit-address");
        assertThat(text("#home-link")).contains(ADDRESS);
        assertThat(Fx.call(() -> window.scene().getFocusOwner())).isSameAs(field("#home-link"));
        assertThat(share.asked).containsExactly("wait anyway", "disconnect");
    }

    @Test
    void anInvitationKeepsItsIdOrItsTagWhenItsAddressIsEdited() throws IOException {
        String whole = "quayside://" + ADDRESS + "/?id=" + ID + "."
                + InvitationId.generate(new SecureRandom()).reveal();
        Fx.run(() -> feature.open(ShareLink.parse(whole)));
        shares.last().become(new ShareState.Failed(ADDRESS, Fault.UNREACHABLE, "There is no such host."));
        window.fire("#connect-edit-address");
        assertThat(text("#home-link")).isEqualTo(whole);
        ShareLink saved = ShareLink.parse(LINK).by("0".repeat(32));
        Fx.run(() -> feature.open(saved));
        shares.last().become(new ShareState.Failed(ADDRESS, Fault.UNREACHABLE, "There is no such host."));
        window.fire("#connect-edit-address");
        assertThat(ShareLink.parse(text("#home-link"))).isEqualTo(saved);
    }

    @Test
    void aKeyThatWasTriedAtOneAddressIsNotUsedForTheNext() {
        FakeShare share = open();
        type("#connect-key", "wrong");
        share.become(new ShareState.Failed(ADDRESS, Fault.UNREACHABLE, "There is no such host."));
        window.fire("#connect-edit-address");
        type("#home-link", "192.168.1.6:4870");
        window.fire("#home-connect");
        assertThat(text("#connect-key")).isEmpty();
        assertThat(shares.last().asked).isEmpty();
    }

    @Test
    void aShareThatWasLeftByItsHostIsAskedAgainOnlyByTheUser() {
        FakeShare share = open();
        share.become(new ShareState.Lost(ADDRESS, "The host disconnected you.", ShareState.Why.DISCONNECTED));
        Fx.await(() -> window.find("#connect-reconnect") instanceof Button again
                && again.getText().equals("Ask again"));
        share.become(new ShareState.Lost(ADDRESS, "The host stopped sharing.", ShareState.Why.STOPPED));
        Fx.await(() -> window.find("#connect-reconnect") instanceof Button again
                && again.getText().equals("Try now"));
    }

    @ParameterizedTest
    @CsvSource({"REVOKED,The host withdrew this invitation", "EXPIRED,This invitation has ended"})
    void anInvitationThatIsOverLeadsToAnotherLink(ShareState.Why why, String title) {
        FakeShare share = open();
        share.become(new ShareState.Lost(ADDRESS, "Over.", why));
        window.awaitText(title);
        window.awaitText("Ask the host for a new link.");
        assertThat(share.asked).isEmpty();
        window.fire("#connect-reconnect");
        assertThat(share.asked).containsExactly("reconnect");
        window.fire("#connect-another-link");
        Fx.await(() -> window.find("#home-link") != null);
        assertThat(text("#home-link")).isEmpty();
    }

    @Test
    void aLostShareSaysSoAndOffersToReconnect() {
        FakeShare share = open();
        share.become(new ShareState.Lost(ADDRESS, "The connection was lost."));
        window.fire("#connect-reconnect");
        assertThat(share.asked).containsExactly("reconnect");
    }

    @Test
    void aTabShowsWhereItConnectsToAndEndsIt() {
        FakeShare share = open();
        share.become(new ShareState.Connecting(ADDRESS));
        window.awaitText("Connecting to " + ADDRESS);
        window.fire("#connect-cancel");
        assertThat(share.asked).containsExactly("disconnect");
    }

    @Test
    void aShareOfBeforeWithoutAKeyAsksForIt() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        reopen();
        window.fire(".share-card");
        window.awaitText("“Pictures” asks for its key");
        assertThat(text("#connect-key")).isEmpty();
        assertThat(shares.last().asked).isEmpty();
    }

    @Test
    void theKeyOfAnInvitationThatIsNotKeptComesWithItsWholeLink() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK).by("0".repeat(32)), Fingerprint.parse(ID));
        reopen();
        window.fire(".share-card");
        window.awaitText("“Pictures” asks for its key");
        type("#connect-key", "k7pm-2xqd");
        window.fire("#connect-button");
        window.awaitText("Paste the whole link of the invitation here.");
        assertThat(shares.last().asked).isEmpty();
    }

    @Test
    void aKeyringThatAnswersAfterTheTabWasClosedConnectsNothing() throws IOException {
        keep();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        keyring.asks = () -> {
            asked.countDown();
            Patience.pass(answered);
        };
        window.fire(".share-card");
        Patience.pass(asked);
        window.fire("#connect-cancel");
        answered.countDown();
        // The last job of the window, after the one that waited.
        window.services().background().close();
        Fx.await(window.services().background()::isTerminated);
        Fx.run(() -> {});
        assertThat(shares.last().asked).containsExactly("disconnect");
    }

    @Test
    void aShareWhoseKeyIsKeptOpensWithOneClick() throws IOException {
        keep();
        window.fire(".share-card");
        Fx.await(() -> shares.last().asked.equals(List.of("connect " + ADDRESS + " k7pm-2xqd")));
        assertThat(text("#home-link")).isEmpty();
    }

    @Test
    void aKeptKeyIsForgottenOnRequestAndTheShareStays() throws IOException {
        keep();
        choose("card-forget-key");
        window.awaitText("Asks for its key");
        assertThat(keys.known(saved.list())).isEmpty();
        assertThat(saved.list()).hasSize(1);
    }

    @Test
    void withAShareItsKeyIsForgotten() throws IOException {
        keep();
        SavedServer server = saved.list().getFirst();
        choose("card-forget");
        Fx.await(() -> keys.known(List.of(server)).isEmpty());
        assertThat(saved.list()).isEmpty();
        window.awaitText("No shares yet");
    }

    @Test
    void aFolderIsChosenForSharing() {
        window.fire("#share-other");
        assertThat(shared).containsExactly(Optional.empty());
    }

    /** The share was opened before, and its key is kept. */
    private void keep() throws IOException {
        saved.used("Pictures", ShareLink.parse(LINK), Fingerprint.parse(ID));
        keys.keep(Fingerprint.parse(ID), ADDRESS, AccessKey.of("k7pm-2xqd"));
        reopen();
        window.awaitText("Key saved");
    }

    /** Chooses an entry of the card's menu. */
    private void choose(String id) {
        Fx.run(() -> ((Button) window.find(".share-card"))
                .getContextMenu().getItems().stream()
                        .filter(item -> id.equals(item.getId()))
                        .forEach(item -> item.fire()));
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
