package quayside.app.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.OnConflict;

class SettingsFeatureTest {
    @TempDir
    Path config;

    private SettingsStore store;
    private SettingsFeature feature;
    private TestWindow window;

    @BeforeEach
    void setUp() {
        store = SettingsStore.open(config);
        window = new TestWindow(900, 640, services -> {
            feature = new SettingsFeature(store, services, Region::new, () -> Optional.of(config.resolve("Downloads")));
            return new StackPane();
        });
        Fx.run(feature::show);
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    @Test
    void eachChoiceIsAppliedAndSavedAtOnce() {
        segment("#settings-theme", "Dark");
        awaitSaved(settings -> settings.look().theme() == Settings.Theme.DARK);
        segment("#settings-scale", "125 %");
        awaitSaved(settings -> settings.look().fontScale() == 1.25);
        choose("#settings-language", Optional.of(Locale.GERMAN));
        awaitSaved(settings -> settings.look().language().equals(Optional.of(Locale.GERMAN)));
        choose("#settings-reopen", Settings.Reopen.NOTHING);
        awaitSaved(settings -> settings.start().reopen() == Settings.Reopen.NOTHING);
        type("#settings-computer", " Study desktop ");
        awaitSaved(settings -> settings.computer().equals("Study desktop"));
        Fx.run(() -> ((Button) Objects.requireNonNull(window.find("#settings-folder-choose"))).fire());
        awaitSaved(settings -> settings.local().downloadFolder().equals(Optional.of(config.resolve("Downloads"))));
        choose("#settings-parallel", 5);
        choose("#settings-down", 500_000L);
        choose("#settings-up", 1_000_000L);
        choose("#settings-conflict", Optional.of(OnConflict.RENAME));
        for (String box : List.of("resume", "wait", "clear", "share-hidden", "show-hidden")) {
            Fx.run(() -> ((CheckBox) Objects.requireNonNull(window.find("#settings-" + box))).fire());
        }
        awaitSaved(settings -> settings.transfers()
                .equals(new Settings.Moving(
                        5, 500_000, 1_000_000, Optional.of(OnConflict.RENAME), false, false, false)));
        awaitSaved(settings -> settings.host().showHidden() && settings.local().showHidden());
        type("#settings-port", "7000");
        awaitSaved(settings -> settings.host().port() == 7000);
        Fx.run(() -> ((CheckBox) Objects.requireNonNull(window.find("#settings-reachable"))).fire());
        awaitSaved(settings -> settings.host().reachable());
        choose("#settings-open", Settings.OpenFile.TRANSFER);
        awaitSaved(settings -> settings.local().openFile() == Settings.OpenFile.TRANSFER);
        for (String box : List.of("done", "failed", "guests", "arrivals", "keys")) {
            Fx.run(() -> ((CheckBox) Objects.requireNonNull(window.find("#settings-notice-" + box))).fire());
        }
        awaitSaved(settings -> settings.notices().equals(new Settings.Notices(false, false, false, false, false)));
    }

    @Test
    void theDefaultsOfAPageLeaveTheOtherPagesAlone() throws Exception {
        store.update(settings -> settings.withComputer("Study")
                .withLook(settings.look().withTheme(Settings.Theme.DARK))
                .withHost(settings.host().withPort(7000)));
        window.fire("#settings-defaults");
        awaitSaved(settings -> settings.look().theme() == Settings.Theme.SYSTEM
                && settings.computer().isEmpty()
                && settings.host().port() == 7000);
    }

    @Test
    void theKeyboardLeadsThroughThePagesAndEscapeClosesThem() {
        assertThat(shownPages()).containsExactly("settings-computer");
        window.push(KeyCode.DOWN);
        assertThat(shownPages()).containsExactly("settings-down");
        window.push(KeyCode.END);
        assertThat(shownPages()).isEmpty();
        Fx.await(() -> window.find("#settings-defaults") instanceof Button button && !button.isVisible());
        window.fire("#about-show-licences");
        assertThat(window.shows("OpenJFX")).isTrue();
        window.push(KeyCode.ESCAPE);
        assertThat(window.find("#settings-pages")).isNull();
        Fx.run(feature::show);
        assertThat(window.find("#settings-pages")).isNotNull();
    }

    private List<String> shownPages() {
        return Stream.of("settings-computer", "settings-down", "settings-port", "settings-notice-done")
                .filter(id -> Fx.call(() -> {
                    Node node = window.find("#" + id);
                    while (node != null && node.isVisible()) {
                        node = node.getParent();
                    }
                    return node == null;
                }))
                .toList();
    }

    @Test
    void theListsAreAsNarrowAgainAsTheTextIs() {
        Fx.await(() -> choices() != null && choices().getWidth() > 0);
        double narrow = Fx.call(() -> choices().getWidth());
        Fx.run(() -> window.services().look().apply(Settings.Theme.LIGHT, 1.5));
        Fx.await(() -> choices().getWidth() > narrow * 1.2);
        Fx.run(() -> window.services().look().apply(Settings.Theme.LIGHT, 1));
        Fx.await(() -> choices().getWidth() == narrow);
    }

    private ComboBox<?> choices() {
        return (ComboBox<?>) window.scene().lookup(".combo-box");
    }

    @Test
    void aPortThatIsNoneIsExplainedAndNotTaken() {
        for (String typed : new String[] {"65536", "-1", "http", ""}) {
            type("#settings-port", typed);
            assertThat(window.find("#settings-port-fault").isVisible())
                    .as(typed)
                    .isTrue();
            assertThat(((Label) window.find("#settings-port-fault")).getText()).endsWith("65535.");
        }
        assertThat(store.settings().host().port()).isEqualTo(4870);
        type("#settings-port", "65535");
        assertThat(window.find("#settings-port-fault").isVisible()).isFalse();
        awaitSaved(settings -> settings.host().port() == 65_535);
    }

    @Test
    void whatIsChangedElsewhereIsShown() throws Exception {
        store.update(settings -> settings.withLook(settings.look().withTheme(Settings.Theme.LIGHT)));
        Fx.await(() -> button("#settings-theme", "Light").isSelected());
        assertThat(button("#settings-theme", "Follow system").isSelected()).isFalse();
    }

    private void segment(String id, String text) {
        Fx.run(() -> button(id, text).fire());
    }

    @SuppressWarnings("unchecked") // The value has the type of the box.
    private <T> void choose(String id, T value) {
        Fx.run(() -> ((ComboBox<T>) window.find(id)).setValue(value));
    }

    private ToggleButton button(String id, String text) {
        return Fx.call(() -> window.find(id).lookupAll(".toggle-button").stream()
                .map(ToggleButton.class::cast)
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow());
    }

    private void type(String id, String typed) {
        Fx.run(() -> {
            TextField field = (TextField) window.find(id);
            field.setText(typed);
            field.fireEvent(new ActionEvent());
        });
    }

    private void awaitSaved(Predicate<Settings> condition) {
        Patience.await()
                .untilAsserted(
                        () -> assertThat(SettingsStore.open(config).settings()).matches(condition));
    }
}
