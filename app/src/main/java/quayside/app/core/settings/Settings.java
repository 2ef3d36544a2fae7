package quayside.app.core.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's settings. Immutable; {@link SettingsStore} keeps them.
 *
 * @param theme the window's colours
 * @param downloadFolder the initial folder of the left pane; empty for the home folder
 * @param hostFolder the folder shared last
 * @param hostPort preferred TCP port, 0 to 65535; 0 for any free one
 * @param hostShowHidden whether names that begin with a dot are shared
 * @param localShowHidden whether the left pane shows them
 * @param fontScale factor of the window's text size, {@value #MIN_FONT_SCALE} to {@value #MAX_FONT_SCALE}
 */
public record Settings(
        Theme theme,
        Optional<Path> downloadFolder,
        Optional<Path> hostFolder,
        int hostPort,
        boolean hostShowHidden,
        boolean localShowHidden,
        double fontScale) {
    public static final double MIN_FONT_SCALE = 0.5;
    public static final double MAX_FONT_SCALE = 3;

    /** The window's colours. */
    public enum Theme {
        /** The system's preference. */
        SYSTEM,
        LIGHT,
        DARK
    }

    public Settings {
        if (hostPort < 0 || hostPort > 65_535) {
            throw new IllegalArgumentException("port " + hostPort);
        }
        if (!(fontScale >= MIN_FONT_SCALE && fontScale <= MAX_FONT_SCALE)) {
            throw new IllegalArgumentException("font scale " + fontScale);
        }
    }

    /** Returns the default settings. */
    public static Settings standard(int hostPort) {
        return new Settings(Theme.SYSTEM, Optional.empty(), Optional.empty(), hostPort, false, false, 1);
    }

    public Settings withTheme(Theme next) {
        return new Settings(next, downloadFolder, hostFolder, hostPort, hostShowHidden, localShowHidden, fontScale);
    }

    public Settings withDownloadFolder(Optional<Path> next) {
        return new Settings(theme, next, hostFolder, hostPort, hostShowHidden, localShowHidden, fontScale);
    }

    public Settings withHostFolder(Optional<Path> next) {
        return new Settings(theme, downloadFolder, next, hostPort, hostShowHidden, localShowHidden, fontScale);
    }

    public Settings withHostPort(int next) {
        return new Settings(theme, downloadFolder, hostFolder, next, hostShowHidden, localShowHidden, fontScale);
    }

    public Settings withHostShowHidden(boolean next) {
        return new Settings(theme, downloadFolder, hostFolder, hostPort, next, localShowHidden, fontScale);
    }

    public Settings withLocalShowHidden(boolean next) {
        return new Settings(theme, downloadFolder, hostFolder, hostPort, hostShowHidden, next, fontScale);
    }

    public Settings withFontScale(double next) {
        return new Settings(theme, downloadFolder, hostFolder, hostPort, hostShowHidden, localShowHidden, next);
    }
}
