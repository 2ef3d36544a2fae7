package quayside.app.core.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user chose, kept as JSON in the configuration folder ($XDG_CONFIG_HOME/quayside, %APPDATA%\Quayside, ~/Library/Application Support/Quayside).
 * Immutable; SettingsStore loads and saves it atomically; a damaged file is kept aside as settings.json.damaged and the defaults are used, saying so.
 */
public record Settings(
        Theme theme,
        Optional<Path> downloadFolder,
        Optional<Path> hostFolder,
        int hostPort,
        boolean hostShowHidden,
        boolean localShowHidden,
        double fontScale) {
    public enum Theme {
        SYSTEM,
        LIGHT,
        DARK
    }
}
