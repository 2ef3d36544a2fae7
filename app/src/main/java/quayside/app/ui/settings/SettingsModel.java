package quayside.app.ui.settings;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.app.core.settings.Settings;

/** The settings as they are now. JavaFX thread only. */
final class SettingsModel {
    private final ReadOnlyObjectWrapper<Settings> settings;

    SettingsModel(Settings now) {
        settings = new ReadOnlyObjectWrapper<>(this, "settings", now);
    }

    ReadOnlyObjectProperty<Settings> settings() {
        return settings.getReadOnlyProperty();
    }

    void show(Settings now) {
        settings.set(now);
    }
}
