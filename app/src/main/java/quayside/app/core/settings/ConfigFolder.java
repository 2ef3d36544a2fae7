package quayside.app.core.settings;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the configuration is kept on each system. Touches no disk. */
public final class ConfigFolder {
    /** The system property, or else the environment variable, that names the folder itself. */
    public static final String OVERRIDE = "QUAYSIDE_CONFIG";

    private ConfigFolder() {}

    /**
     * The folder: {@value #OVERRIDE} where it is set, otherwise {@code $XDG_CONFIG_HOME/quayside} (or {@code
     * ~/.config/quayside}), {@code %APPDATA%\Quayside}, or {@code ~/Library/Application Support/Quayside}.
     *
     * @param property looks up a system property, null where unset
     * @param environment looks up an environment variable, null where unset
     */
    public static Path locate(Lookup property, Lookup environment) {
        String chosen = firstSet(property.get(OVERRIDE), environment.get(OVERRIDE));
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath();
        }
        Path home = Path.of(orEmpty(property.get("user.home"))).toAbsolutePath();
        String system = orEmpty(property.get("os.name")).toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String roaming = firstSet(environment.get("APPDATA"));
            return (roaming == null ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming))
                    .resolve("Quayside");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Quayside");
        }
        String xdg = firstSet(environment.get("XDG_CONFIG_HOME"));
        // The XDG specification: a relative path there is invalid and to be ignored.
        boolean usable = xdg != null && Path.of(xdg).isAbsolute();
        return (usable ? Path.of(orEmpty(xdg)) : home.resolve(".config")).resolve("quayside");
    }

    /** A variable by its name; null where unset. */
    @FunctionalInterface
    public interface Lookup {
        @Nullable
        String get(String name);
    }

    private static @Nullable String firstSet(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
