package quayside.app.ui.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;

/** Passes each choice to the store, which notifies its listeners. JavaFX thread only. */
final class SettingsController {
    static final int MAX_PORT = 65_535;

    private final SettingsStore store;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final UiServices services;

    SettingsController(SettingsStore store, UiServices services) {
        this.store = store;
        settings = new ReadOnlyObjectWrapper<>(store.settings());
        this.services = services;
    }

    /** Begins to follow the store. */
    void begin() {
        Latest<Settings> latest = new Latest<>(settings::set);
        store.onChange(latest::offer);
    }

    ReadOnlyObjectProperty<Settings> settings() {
        return settings.getReadOnlyProperty();
    }

    void theme(Settings.Theme theme) {
        change(now -> now.withLook(now.look().withTheme(theme)));
    }

    /** Sets the font scale; 1 is 100 %. */
    void fontScale(double scale) {
        change(now -> now.withLook(now.look().withFontScale(scale)));
    }

    void downloadFolder(Path folder) {
        change(now -> now.withLocal(now.local().withDownloadFolder(Optional.of(folder))));
    }

    void showLocalHidden(boolean shown) {
        change(now -> now.withLocal(now.local().withShowHidden(shown)));
    }

    void shareHidden(boolean shared) {
        change(now -> now.withHost(now.host().withShowHidden(shared)));
    }

    /** Sets the port as typed. Returns a sentence and changes nothing if it is not a port. */
    Optional<String> port(String typed) {
        int port;
        try {
            port = Integer.parseInt(typed.strip());
        } catch (NumberFormatException e) {
            return Optional.of(Texts.get("settings.port.fault"));
        }
        if (port < 0 || port > MAX_PORT) {
            return Optional.of(Texts.get("settings.port.fault"));
        }
        change(now -> now.withHost(now.host().withPort(port)));
        return Optional.empty();
    }

    private void change(UnaryOperator<Settings> change) {
        services.background()
                .run(
                        () -> store.update(change),
                        () -> {},
                        // The setting holds until the program ends in any case.
                        failed -> services.toasts().error(Texts.get("settings.notSaved")));
    }
}
