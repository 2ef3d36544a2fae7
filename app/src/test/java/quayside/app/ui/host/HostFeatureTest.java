package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.text.Sentence;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.Who;
import quayside.server.text.ServerPhrase;

class HostFeatureTest {
    private static final String KEY = FakeHost.KEY;
    private static final String ID = FakeHost.ID;

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private Optional<Path> chosen = Optional.empty();
    private Path folder;
    private SettingsStore settings;
    private TestWindow window;
    private HostFeature feature;
    private int opened;

    @BeforeEach
    void setUp() throws IOException {
        folder = temp.resolve("Pictures");
        settings = SettingsStore.open(temp);
        window = new TestWindow(1000, 900, services -> {
            feature = new HostFeature(
                    host, settings, services, (_, _) -> chosen.stream().toList(), copied::add);
            feature.onOpen(() -> opened++);
            return new VBox(feature.pill(), feature.view());
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    @Test
    void theSwitchAsksForAFolderFirstAndThenHosts() {
        flip("#host-switch", true);
        assertThat(host.asked).isEmpty();
        assertThat(isOn("#host-switch")).isFalse();
        chosen = Optional.of(folder);
        flip("#host-switch", true);
        awaitAsked("start " + folder + " 4870 true true true");
    }

    @Test
    void theSwitchAndThePillFollowTheShare() {
        assertThat(pill()).isEqualTo("Share a folder");
        host.become(FakeHost.on(folder, guest("1"), guest("2")));
        Fx.await(() -> isOn("#host-switch"));
        assertThat(pill()).isEqualTo("Sharing “Pictures” 2 guests");
        window.fire("#host-pill");
        assertThat(opened).isEqualTo(1);
        flip("#host-switch", false);
        awaitAsked("stop");
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        assertThat(pill()).isEqualTo("Share a folder");
        assertThat(text("#host-state")).isEqualTo("“Pictures” is not shared");
    }

    @Test
    void aFolderIsSharedInsteadOfAnotherOnlyOnceNoGuestLosesATransfer() throws IOException {
        Path other = Files.createDirectory(temp.resolve("Films"));
        host.become(FakeHost.on(folder, downloading("1")));
        Fx.await(() -> isOn("#host-switch"));
        Fx.run(() -> feature.share(Optional.of(other)));
        window.press("Same key");
        window.awaitText("1 guest is still transferring. Stop sharing?");
        assertThat(host.asked).isEmpty();
        window.press("Stop when they are done");
        assertThat(host.asked).containsExactly("start " + other + " 4870 true true true when idle");
        assertThat(text("#host-place")).startsWith(folder.toString());
        settings.update(now -> now.withHost(now.host().withPort(4871).withShowHidden(true)));
        assertThat(Objects.requireNonNull(host.starts).get())
                .isEqualTo(new SharedFolder(other, 4871, ShareOptions.Permissions.ALL, true));
    }

    @Test
    void aFolderSharedBeforeIsChosenFromAMenuAndAsksAboutTheKey() throws IOException {
        Path films = Files.createDirectory(temp.resolve("Films"));
        assertThat(Fx.call(() -> window.find("#host-earlier").isVisible())).isFalse();
        host.become(FakeHost.on(films));
        Fx.await(() -> settings.settings().host().folder().equals(Optional.of(films)));
        host.become(FakeHost.on(Files.createDirectory(folder)));
        Fx.await(() -> settings.settings().host().folder().equals(Optional.of(folder)));
        Fx.await(() -> window.find("#host-earlier").isVisible());
        chooseEarlier(films);
        window.awaitText("Share “Films” with a new key?");
        window.press("New key");
        awaitAsked("start " + films + " 4870 true true true with a new key");
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        host.asked.clear();
        chooseEarlier(films);
        Fx.await(() -> text("#host-state").equals("“Films” is not shared"));
        assertThat(host.asked).isEmpty();
    }

    @Test
    void aWarningAboutAnotherFolderNamesItAndLeavesTheSharedOne() throws IOException {
        Path other = Files.createDirectories(temp.resolve("Films/.ssh")).getParent();
        host.become(FakeHost.on(folder));
        Fx.await(() -> isOn("#host-switch"));
        chosen = Optional.of(other);
        window.fire("#host-choose");
        window.awaitText("“Films” is not shared yet. This folder contains “.ssh”");
        assertThat(text("#host-place")).startsWith(folder.toString());
        window.fire("#host-share-not");
        assertThat(window.find("#host-share-anyway")).isNull();
        assertThat(host.asked).isEmpty();
    }

    @Test
    void whoeverHasTheKeyOfAFolderOpensNoOtherOneUnasked() throws IOException {
        Path other = Files.createDirectory(temp.resolve("Films"));
        host.become(FakeHost.on(folder, guest("1")));
        Fx.await(() -> settings.settings().host().folder().equals(Optional.of(folder)));
        Fx.run(() -> feature.share(Optional.of(other)));
        window.awaitText("Share “Films” with a new key?");
        window.awaitText("“Pictures” is no longer shared then.");
        window.press("Cancel");
        assertThat(host.asked).isEmpty();
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        Fx.run(() -> feature.share(Optional.of(other)));
        window.awaitText("everybody who has the link to “Pictures” can open “Films”, too.");
        window.press("New key");
        awaitAsked("start " + other + " 4870 true true true with a new key");
        assertThat(host.asked).hasSize(1);
    }

    @Test
    void anotherFolderIsKeptAndCountedHoweverFastItFollowed() throws IOException {
        Path other = Files.createDirectory(temp.resolve("Films"));
        host.become(FakeHost.on(folder, guest("1")));
        Fx.await(() -> settings.settings().host().folder().equals(Optional.of(folder)));
        window.awaitText("1,204 files");
        host.contents = new HostService.Contents(7, 70);
        host.become(FakeHost.on(other));
        Fx.await(() -> settings.settings().host().folder().equals(Optional.of(other)));
        window.awaitText("7 files");
    }

    private static Guest downloading(String id) {
        return new Guest(
                id,
                "192.168.1.7",
                "Mara's laptop",
                Instant.EPOCH,
                1,
                Sentence.of(ServerPhrase.DOWNLOADING, "film.mkv"),
                OptionalDouble.of(0.629),
                999,
                999);
    }

    @Test
    void switchingOffAsksFirstIfAGuestTransfers() {
        host.become(FakeHost.on(folder, guest("1"), downloading("2")));
        Fx.await(() -> isOn("#host-switch"));
        flip("#host-switch", false);
        Fx.await(() -> window.find(".dialog-box") != null);
        assertThat(window.shows("1 guest is still transferring. Stop sharing?")).isTrue();
        assertThat(window.shows("Mara's laptop · 192.168.1.7")).isTrue();
        assertThat(window.shows("Downloading film.mkv")).isTrue();
        assertThat(window.shows("62 %")).isTrue();
        assertThat(isOn("#host-switch")).isTrue();
        window.press("Keep sharing");
        assertThat(host.asked).isEmpty();
        flip("#host-switch", false);
        window.press("Stop when they are done");
        assertThat(host.asked).containsExactly("stop when idle");
        flip("#host-switch", false);
        window.press("Stop now");
        assertThat(host.asked).containsExactly("stop when idle", "stop");
    }

    @Test
    void closingWaitsForGuestsThatTransferIfTheUserWants() {
        AtomicInteger closed = new AtomicInteger();
        Fx.run(() -> feature.beforeClosing(closed::incrementAndGet));
        assertThat(closed).hasValue(1);
        host.become(FakeHost.on(folder, downloading("1"), downloading("2")));
        Fx.await(() -> isOn("#host-switch"));
        Fx.run(() -> feature.beforeClosing(closed::incrementAndGet));
        assertThat(window.shows("2 guests are still transferring. Stop sharing?"))
                .isTrue();
        window.press("Stop when they are done");
        assertThat(closed).hasValue(1);
        assertThat(host.asked).containsExactly("stop when idle");
        host.become(new HostState.Off());
        Fx.await(() -> closed.get() == 2);
        host.become(FakeHost.on(folder));
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        assertThat(closed).hasValue(2);
    }

    @Test
    void aShareThatWasStartedAnewWhileItWasEndingClosesNoWindowLater() {
        AtomicInteger closed = new AtomicInteger();
        host.become(FakeHost.on(folder, downloading("1")));
        Fx.await(() -> isOn("#host-switch"));
        Fx.run(() -> feature.beforeClosing(closed::incrementAndGet));
        window.press("Stop when they are done");
        host.become(FakeHost.ending(folder, downloading("1")));
        Fx.await(() -> text("#host-state").startsWith("Ending"));
        host.become(FakeHost.on(folder));
        Fx.await(() -> text("#host-state").startsWith("Sharing"));
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        assertThat(closed).hasValue(0);
    }

    @Test
    void aFolderThatHoldsMoreThanItSeemsIsSharedOnlyAfterASecondWord() throws IOException {
        Files.createDirectories(folder.resolve(".ssh"));
        chosen = Optional.of(folder);
        flip("#host-switch", true);
        Fx.await(() -> window.find("#host-share-anyway") != null);
        assertThat(window.shows("This folder contains “.ssh”")).isTrue();
        assertThat(opened).isEqualTo(1);
        assertThat(host.asked).isEmpty();
        window.fire("#host-share-not");
        assertThat(window.find("#host-share-anyway")).isNull();
        flip("#host-switch", true);
        window.fire("#host-share-anyway");
        awaitAsked("start " + folder + " 4870 true true true");
    }

    @Test
    void theKeyIsShownNowhereUntilItIsRevealed() {
        host.become(FakeHost.on(folder));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
        unfold();
        window.fire("#host-key-reveal");
        assertThat(text("#host-key")).isEqualTo(KEY);
        assertThat(text("#host-link")).isEqualTo("quayside://192.168.1.5:4870/…");
        window.fire("#host-key-reveal");
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
    }

    @Test
    void aRevealedKeyIsHiddenAgainByTheNextShare() {
        host.become(FakeHost.on(folder));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        unfold();
        window.fire("#host-key-reveal");
        host.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        host.become(FakeHost.on(folder));
        Fx.await(() -> isOn("#host-switch"));
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
    }

    @Test
    void theWholeLinkIsCopiedAndTheButtonSaysSo() {
        host.become(FakeHost.on(folder, List.of("192.168.1.5", "10.0.0.7")));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        window.fire("#host-link-copy");
        assertThat(text("#host-link-copy")).isEqualTo("Copied");
        assertThat(copied).hasSize(1);
        assertThat(copied.getFirst()).startsWith("quayside://192.168.1.5:4870/?id=" + ID + "#");
        Fx.run(() -> ((ChoiceBox<?>) window.find("#host-address"))
                .getSelectionModel()
                .select(1));
        window.fire("#host-link-copy");
        assertThat(copied.getLast()).startsWith("quayside://10.0.0.7:4870/?id=" + ID + "#");
        unfold();
        window.fire("#host-key-copy");
        assertThat(copied.getLast()).isEqualTo(KEY);
        window.fire("#host-message-copy");
        assertThat(copied.getLast())
                .startsWith("I share the folder “Pictures” with you.")
                .contains("\nquayside://10.0.0.7:4870/?id=" + ID + "#");
    }

    @Test
    void aWeakOwnKeyIsRefusedWithASentenceAndAGoodOneIsUsed() {
        host.become(FakeHost.on(folder));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        unfold();
        window.fire("#host-key-change");
        Fx.run(() -> ((RadioButton) window.find("#key-own")).fire());
        type("#key-own-text", "anna");
        assertThat(text("#key-verdict")).isNotEmpty();
        window.press("Use this key");
        assertThat(host.asked).isEmpty();
        type("#key-own-text", "seven green herons wade");
        assertThat(text("#key-verdict")).isEqualTo("A good key.");
        window.press("Use this key");
        awaitAsked("key seven green herons wade");
        Fx.await(() -> window.find(".dialog-box") == null);
    }

    @Test
    void aNewKeyIsGeneratedOnRequest() {
        host.become(FakeHost.on(folder));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        unfold();
        window.fire("#host-key-change");
        window.press("Use this key");
        awaitAsked("key null");
    }

    @Test
    void whatGuestsMayDoTakesEffectAtOnce() {
        Fx.run(() -> ((CheckBox) window.find("#may-delete")).fire());
        assertThat(host.asked).containsExactly("may true true false");
        chosen = Optional.of(folder);
        flip("#host-switch", true);
        awaitAsked("start " + folder + " 4870 true true false");
    }

    @Test
    void aGuestIsSentAway() {
        host.become(FakeHost.on(folder, guest("g7")));
        window.chooseFrom(".guest-menu", "Disconnect");
        awaitAsked("disconnect g7");
    }

    @Test
    void allGuestsAreSentAwayAtOnce() {
        host.become(FakeHost.on(folder, guest("a"), guest("b")));
        window.fire("#host-disconnect-all");
        assertThat(host.asked).containsExactly("disconnect a", "disconnect b");
    }

    @Test
    void theNewestEventStandsFirst() {
        host.become(FakeHost.on(folder));
        host.happen(new ShareEvent.GuestJoined(Instant.EPOCH, "10.0.0.2"));
        host.happen(new ShareEvent.GuestLost(Instant.EPOCH, "10.0.0.2"));
        Fx.await(() -> allTexts().stream()
                .filter(text -> text.contains("10.0.0.2"))
                .toList()
                .equals(List.of("A guest from 10.0.0.2 lost the connection", "A guest from 10.0.0.2 connected")));
    }

    @Test
    void theActivityIsFilteredAndSaved() throws IOException {
        host.become(FakeHost.on(folder));
        host.happen(new ShareEvent.GuestJoined(Instant.EPOCH, "10.0.0.2"));
        host.happen(new ShareEvent.GuestJoined(Instant.EPOCH, "10.0.0.3"));
        window.awaitText("A guest from 10.0.0.3 connected");
        type("#host-log-filter", "0.2 CONNECTED");
        Fx.await(() -> !window.shows("A guest from 10.0.0.3 connected"));
        assertThat(window.shows("A guest from 10.0.0.2 connected")).isTrue();
        chosen = Optional.of(temp.resolve("log.txt"));
        window.chooseFrom("#host-log-export", "As text…");
        window.awaitText("The activity is saved in “log.txt”.");
        assertThat(temp.resolve("log.txt")).hasContent("1 Jan 1970, 00:00:00  A guest from 10.0.0.2 connected\n");
    }

    @Test
    void theActivityIsFilteredByKindAndGuestAndCleared() {
        host.become(FakeHost.on(folder));
        host.happen(new ShareEvent.Downloaded(Instant.EPOCH, new Who("Mara", "10.0.0.2", ""), "a", 1));
        host.happen(new ShareEvent.Uploaded(Instant.EPOCH, new Who("Ida", "10.0.0.3", ""), "b", 1, false));
        host.happen(new ShareEvent.GuestLeft(Instant.EPOCH, new Who("Mara", "10.0.0.2", "")));
        window.awaitText("Mara (10.0.0.2) disconnected");
        window.chooseFrom("#host-log-which", "Transfers");
        Fx.await(() -> !window.shows("disconnected"));
        assertThat(window.shows("Ida (10.0.0.3) uploaded “b”")).isTrue();
        window.chooseFrom("#host-log-which", "Mara");
        Fx.await(() -> !window.shows("Ida (10.0.0.3)"));
        assertThat(window.shows("Mara (10.0.0.2) downloaded “a”")).isTrue();
        window.chooseFrom("#host-log-export", "Clear the log…");
        window.press("Clear");
        Fx.await(() -> host.log().isEmpty() && !window.shows("Mara (10.0.0.2)"));
    }

    @Test
    void hiddenFilesAreASettingOfTheNextShare() {
        unfold();
        Fx.run(() -> ((CheckBox) window.find("#host-hidden")).fire());
        Patience.await().until(() -> settings.settings().host().showHidden());
    }

    private void chooseEarlier(Path earlier) {
        Fx.run(() -> ((MenuButton) window.find("#host-earlier"))
                .getItems().stream()
                        .filter(item -> earlier.toString().equals(item.getText()))
                        .findFirst()
                        .orElseThrow()
                        .fire());
    }

    private static Guest guest(String id) {
        return FakeHost.guest(id, "192.168.1.7");
    }

    private void unfold() {
        Fx.run(() -> ((ToggleButton) window.find("#host-advanced")).setSelected(true));
    }

    private String pill() {
        return Fx.call(() -> window.find("#host-pill").getAccessibleText());
    }

    private List<String> allTexts() {
        return Fx.call(() -> window.scene().getRoot().lookupAll("*").stream()
                .map(node -> node instanceof Labeled labeled
                        ? labeled.getText()
                        : node instanceof TextField field ? field.getText() : "")
                .filter(text -> text != null)
                .toList());
    }

    private void awaitAsked(String what) {
        Patience.await().untilAsserted(() -> assertThat(host.asked).contains(what));
    }

    private void flip(String id, boolean on) {
        Fx.run(() -> ((ToggleSwitch) window.find(id)).setSelected(on));
    }

    private boolean isOn(String id) {
        return Fx.call(() -> ((ToggleSwitch) window.find(id)).isSelected());
    }

    private void type(String id, String text) {
        Fx.run(() -> ((TextField) window.find(id)).setText(text));
    }

    private String text(String id) {
        return Fx.call(() -> ((Labeled) window.find(id)).getText());
    }
}
