package quayside.app.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
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

class SettingsFeatureTest {
    @TempDir
    Path config;

    private SettingsStore store;
    private SettingsFeature feature;
    private TestWindow window;

    @BeforeEach
    void setUp() {
        store = SettingsStore.open(config);
        window = new TestWindow(720, 520, services -> {
            feature = new SettingsFeature(store, services, () -> Optional.of(config.resolve("Downloads")));
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
        choose("#settings-theme", "Dark");
        awaitSaved(settings -> settings.look().theme() == Settings.Theme.DARK);
        choose("#settings-scale", "125 %");
        awaitSaved(settings -> settings.look().fontScale() == 1.25);
        Fx.run(() -> ((CheckBox) window.find("#settings-show-hidden")).fire());
        awaitSaved(settings -> settings.local().showHidden());
        Fx.run(() -> ((CheckBox) window.find("#settings-share-hidden")).fire());
        awaitSaved(settings -> settings.host().showHidden());
        Fx.run(() -> ((Button) window.find("#settings-folder-choose")).fire());
        awaitSaved(settings -> settings.local().downloadFolder().equals(Optional.of(config.resolve("Downloads"))));
        port("7000");
        awaitSaved(settings -> settings.host().port() == 7000);
    }

    @Test
    void aPortThatIsNoneIsExplainedAndNotTaken() {
        for (String typed : new String[] {"65536", "-1", "http", ""}) {
            port(typed);
            assertThat(window.find("#settings-port-fault").isVisible())
                    .as(typed)
                    .isTrue();
            assertThat(((Label) window.find("#settings-port-fault")).getText()).endsWith("65535.");
        }
        assertThat(store.settings().host().port()).isEqualTo(4870);
        port("65535");
        assertThat(window.find("#settings-port-fault").isVisible()).isFalse();
        awaitSaved(settings -> settings.host().port() == 65_535);
    }

    @Test
    void whatIsChangedElsewhereIsShown() throws Exception {
        store.update(settings -> settings.withLook(settings.look().withTheme(Settings.Theme.LIGHT)));
        Fx.await(() -> button("#settings-theme", "Light").isSelected());
        assertThat(button("#settings-theme", "System").isSelected()).isFalse();
    }

    private void choose(String id, String text) {
        Fx.run(() -> button(id, text).fire());
    }

    private ToggleButton button(String id, String text) {
        return Fx.call(() -> window.find(id).lookupAll(".toggle-button").stream()
                .map(ToggleButton.class::cast)
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow());
    }

    private void port(String typed) {
        Fx.run(() -> {
            TextField field = (TextField) window.find("#settings-port");
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
