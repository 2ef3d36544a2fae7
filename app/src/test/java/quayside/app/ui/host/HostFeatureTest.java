package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Toasts;
import quayside.server.Guest;
import quayside.server.ShareEvent;

class HostFeatureTest {
    private static final String KEY = "k7pm-2xqd";
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";

    @TempDir
    Path temp;

    private final ScriptedHosting hosting = new ScriptedHosting();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private Optional<Path> chosen = Optional.empty();
    private Path folder;
    private SettingsStore settings;
    private StackPane layer;
    private Stage stage;
    private int opened;

    @BeforeEach
    void setUp() throws IOException {
        folder = temp.resolve("Pictures");
        settings = SettingsStore.open(temp);
        Fx.run(() -> {
            layer = new StackPane();
            Kit kit = new Kit(new Background(), new Dialogs(layer), new Toasts(layer), Clock.systemUTC());
            HostFeature feature = new HostFeature(hosting, settings, kit, (owner, at) -> chosen, copied::add);
            feature.onOpen(() -> opened++);
            layer.getChildren().addFirst(new VBox(feature.toggle(), feature.view()));
            stage = new Stage();
            stage.setScene(new Scene(layer, 980, 900));
            new Look(stage.getScene()).apply(Settings.Theme.LIGHT, 1);
            stage.show();
        });
    }

    @AfterEach
    void tearDown() {
        Fx.run(stage::hide);
    }

    @Test
    void theSwitchAsksForAFolderFirstAndThenHosts() {
        flip("#host-switch", true);
        assertThat(hosting.asked).isEmpty();
        assertThat(isOn("#host-switch")).isFalse();
        chosen = Optional.of(folder);
        flip("#host-switch", true);
        awaitAsked("start " + folder + " 4870 true true true");
    }

    @Test
    void bothSwitchesAndTheWordsFollowTheShare() {
        hosting.become(on(List.of("192.168.1.5"), List.of(guest("1"), guest("2"))));
        Fx.await(() -> isOn("#host-switch") && isOn("#host-bar-switch"));
        assertThat(text("#host-bar-state")).isEqualTo("Hosting Pictures · 2 guests");
        flip("#host-bar-switch", false);
        awaitAsked("stop");
        hosting.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch") && !isOn("#host-bar-switch"));
        assertThat(text("#host-bar-state")).isEqualTo("Not hosting");
    }

    @Test
    void aFolderThatHoldsMoreThanItSeemsIsSharedOnlyAfterASecondWord() {
        hosting.warning = Optional.of("This is your home folder.");
        chosen = Optional.of(folder);
        flip("#host-bar-switch", true);
        Fx.await(() -> layer.lookup("#host-share-anyway") != null);
        assertThat(opened).isEqualTo(1);
        assertThat(hosting.asked).isEmpty();
        fire("#host-share-not");
        assertThat(layer.lookup("#host-share-anyway")).isNull();
        flip("#host-switch", true);
        Fx.await(() -> layer.lookup("#host-share-anyway") != null);
        fire("#host-share-anyway");
        awaitAsked("start " + folder + " 4870 true true true");
    }

    @Test
    void theKeyIsShownNowhereUntilItIsRevealed() {
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        Fx.await(() -> layer.lookup("#host-link").getParent().isVisible()
                && !text("#host-fingerprint").isEmpty());
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
        fire("#host-key-reveal");
        assertThat(text("#host-key")).isEqualTo(KEY);
        fire("#host-key-reveal");
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
    }

    @Test
    void aRevealedKeyIsHiddenAgainByTheNextShare() {
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        fire("#host-key-reveal");
        hosting.become(new HostState.Off());
        Fx.await(() -> !isOn("#host-switch"));
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        Fx.await(() -> isOn("#host-switch"));
        assertThat(allTexts()).noneMatch(text -> text.contains("k7pm"));
    }

    @Test
    void theWholeLinkIsCopiedAndTheButtonSaysSo() {
        hosting.become(on(List.of("192.168.1.5", "10.0.0.7"), List.of()));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        fire("#host-link-copy");
        assertThat(text("#host-link-copy")).isEqualTo("Copied");
        assertThat(copied).hasSize(1);
        assertThat(copied.getFirst()).startsWith("quayside://192.168.1.5:4870/?id=" + ID + "#");
        Fx.run(() -> ((ChoiceBox<?>) layer.lookup("#host-address"))
                .getSelectionModel()
                .select(1));
        fire("#host-link-copy");
        assertThat(copied.getLast()).startsWith("quayside://10.0.0.7:4870/?id=" + ID + "#");
        fire("#host-key-copy");
        assertThat(copied.getLast()).isEqualTo(KEY);
    }

    @Test
    void aWeakOwnKeyIsRefusedWithASentenceAndAGoodOneIsUsed() {
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        fire("#host-key-change");
        Fx.run(() -> ((RadioButton) layer.lookup("#key-own")).fire());
        type("#key-own-text", "anna");
        assertThat(text("#key-verdict")).isNotEmpty();
        fireText("Use this key");
        assertThat(hosting.asked).isEmpty();
        type("#key-own-text", "seven green herons wade");
        assertThat(text("#key-verdict")).isEqualTo("A good key.");
        fireText("Use this key");
        awaitAsked("key seven green herons wade");
        Fx.await(() -> layer.lookup(".dialog-box") == null);
    }

    @Test
    void aNewKeyIsGeneratedOnRequest() {
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        Fx.await(() -> !text("#host-fingerprint").isEmpty());
        fire("#host-key-change");
        fireText("Use this key");
        awaitAsked("key null");
    }

    @Test
    void whatGuestsMayDoTakesEffectAtOnce() {
        Fx.run(() -> ((CheckBox) layer.lookup("#may-delete")).fire());
        assertThat(hosting.asked).containsExactly("may true true false");
        chosen = Optional.of(folder);
        flip("#host-switch", true);
        awaitAsked("start " + folder + " 4870 true true false");
    }

    @Test
    void aGuestIsSentAway() {
        hosting.become(on(List.of("192.168.1.5"), List.of(guest("g7"))));
        Fx.await(() -> {
            layer.applyCss();
            layer.layout();
            return layer.lookup(".guest-disconnect") != null;
        });
        Fx.run(() -> ((Button) layer.lookup(".guest-disconnect")).fire());
        assertThat(hosting.asked).containsExactly("disconnect g7");
    }

    @Test
    void whatHappenedIsToldInPlainWords() {
        Instant at = Instant.EPOCH;
        assertThat(EventText.of(new ShareEvent.GuestJoined(at, "10.0.0.2"))).isEqualTo("10.0.0.2 came");
        assertThat(EventText.of(new ShareEvent.Uploaded(at, "10.0.0.2", "a.txt", 1_400_000)))
                .isEqualTo("10.0.0.2 uploaded a.txt, 1.4 MB");
        assertThat(EventText.of(new ShareEvent.Refused(at, "10.0.0.2", "wrong access key")))
                .isEqualTo("10.0.0.2 was refused: wrong access key");
        // Braces in a name are no pattern.
        assertThat(EventText.of(new ShareEvent.Downloaded(at, "10.0.0.2", "{0}'s file", 1)))
                .isEqualTo("10.0.0.2 downloaded {0}'s file, 1 B");
    }

    @Test
    void theNewestEventStandsFirst() {
        hosting.become(on(List.of("192.168.1.5"), List.of()));
        hosting.happen(new ShareEvent.GuestJoined(Instant.EPOCH, "10.0.0.2"));
        hosting.happen(new ShareEvent.GuestLost(Instant.EPOCH, "10.0.0.2"));
        Fx.await(() -> {
            layer.applyCss();
            layer.layout();
            List<String> rows = layer.lookupAll(".host-log-row > .label").stream()
                    .map(node -> ((Label) node).getText())
                    .filter(text -> text.startsWith("10.0.0.2"))
                    .toList();
            return rows.equals(List.of("10.0.0.2 was lost: the connection broke", "10.0.0.2 came"));
        });
    }

    @Test
    void aFolderThatCannotBeReadOffersAnother() {
        hosting.readable = false;
        hosting.become(new HostState.Failed(folder, "The folder cannot be read."));
        Fx.await(() -> layer.lookup("#host-remedy") != null);
        assertThat(text("#host-remedy")).isEqualTo("Choose another folder");
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void aPortThatCannotBeUsedOffersAFreeOne() {
        chosen = Optional.of(folder);
        fire("#host-choose");
        hosting.become(new HostState.Failed(folder, "Port 80 is not allowed."));
        Fx.await(() -> layer.lookup("#host-remedy") != null);
        fire("#host-remedy");
        awaitAsked("start " + folder + " 0 true true true");
    }

    private HostState.On on(List<String> addresses, List<Guest> guests) {
        String link = "quayside://" + addresses.getFirst() + ":4870/?id=" + ID + "#k7pm2xqd";
        return new HostState.On(folder, "Pictures", 4870, addresses, link, KEY, guests);
    }

    private static Guest guest(String id) {
        return new Guest(id, "192.168.1.7", Instant.EPOCH, 1, "browsing", 0, 0);
    }

    private List<String> allTexts() {
        return Fx.call(() -> layer.lookupAll("*").stream()
                .map(node -> node instanceof Labeled labeled
                        ? labeled.getText()
                        : node instanceof TextField field ? field.getText() : "")
                .filter(text -> text != null)
                .toList());
    }

    private void awaitAsked(String what) {
        Awaitility.await().untilAsserted(() -> assertThat(hosting.asked).contains(what));
    }

    private void flip(String id, boolean on) {
        Fx.run(() -> ((ToggleSwitch) layer.lookup(id)).setSelected(on));
    }

    private boolean isOn(String id) {
        return Fx.call(() -> ((ToggleSwitch) layer.lookup(id)).isSelected());
    }

    private void type(String id, String text) {
        Fx.run(() -> ((TextField) layer.lookup(id)).setText(text));
    }

    private void fire(String id) {
        Fx.run(() -> ((Button) layer.lookup(id)).fire());
    }

    private void fireText(String text) {
        Fx.run(() -> layer.lookupAll(".dialog-box .button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private String text(String id) {
        return Fx.call(() -> ((Labeled) layer.lookup(id)).getText());
    }
}
