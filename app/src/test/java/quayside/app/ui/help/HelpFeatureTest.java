package quayside.app.ui.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.settings.Settings;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.UiServices;

class HelpFeatureTest {
    private StackPane layer;
    private HelpFeature feature;

    @BeforeEach
    void setUp() {
        Fx.run(() -> {
            layer = new StackPane();
            UiServices services = UiServices.of(new Scene(layer, 720, 520), layer, Clock.systemUTC());
            services.look().apply(Settings.Theme.LIGHT, 1);
            feature = new HelpFeature(services);
            feature.show();
        });
    }

    @Test
    void everyKeyOfTheWindowIsListed() {
        List<String> keys = Fx.call(() -> new HelpModel()
                .matches().stream()
                        .flatMap(group -> group.entries().stream())
                        .filter(HelpModel.Entry::isKey)
                        .map(HelpModel.Entry::how)
                        .toList());
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys)
                .contains("Enter", "Backspace", "F6", "F1", "F2", "F5", "Del", "Esc")
                .anyMatch(key -> key.endsWith("A"))
                .anyMatch(key -> key.endsWith("F"))
                .anyMatch(key -> key.endsWith("N"));
    }

    @Test
    void aSearchLeavesOnlyWhatHasAllItsWords() {
        type("FOLDER above");
        assertThat(Fx.call(() -> layer.lookupAll(".help-keys").size())).isEqualTo(1);
        type("encrypted names");
        assertThat(Fx.call(() -> layer.lookupAll(".help-group").size())).isEqualTo(1);
        type("no such words");
        assertThat(Fx.call(() -> layer.lookupAll(".help-group").size())).isZero();
    }

    @Test
    void escapeClosesItAndItOpensAgainWhole() {
        type("delete");
        Fx.run(() -> Event.fireEvent(
                layer.lookup("#help-search"),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
        assertThat(layer.lookup(".dialog-box")).isNull();
        Fx.run(feature::show);
        Fx.run(feature::show);
        assertThat(layer.lookupAll(".dialog-box")).hasSize(1);
        assertThat(((TextField) layer.lookup("#help-search")).getText()).isEmpty();
    }

    private void type(String text) {
        Fx.run(() -> ((TextField) layer.lookup("#help-search")).setText(text));
    }
}
