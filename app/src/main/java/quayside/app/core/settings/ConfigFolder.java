package quayside.app.core.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Locates the configuration folder of each system. Does not access the disk. */
public final class ConfigFolder {
    /** The system property, or else the environment variable, that names the folder itself. */
    public static final String OVERRIDE = "QUAYSIDE_CONFIG";

    private ConfigFolder() {}

    /**
     * Returns the folder: {@value #OVERRIDE} if it is set, otherwise {@code $XDG_CONFIG_HOME/quayside} (or {@code
     * ~/.config/quayside}), {@code %APPDATA%\Quayside}, or {@code ~/Library/Application Support/Quayside}.
     *
     * @param property looks up a system property, null if unset
     * @param environment looks up an environment variable, null if unset
     * @return empty if the system names none, for example for an unknown user without HOME
     */
    public static Optional<Path> locate(Lookup property, Lookup environment) {
        String chosen = firstSet(property.get(OVERRIDE), environment.get(OVERRIDE));
        if (chosen != null) {
            return Optional.of(Path.of(chosen).toAbsolutePath());
        }
        Optional<Path> home = home(property.get("user.home"));
        String system = orEmpty(property.get("os.name")).toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String roaming = firstSet(environment.get("APPDATA"));
            return (roaming == null
                            ? home.map(folder -> folder.resolve("AppData").resolve("Roaming"))
                            : Optional.of(Path.of(roaming)))
                    .map(folder -> folder.resolve("Quayside"));
        }
        if (system.startsWith("mac")) {
            return home.map(folder ->
                    folder.resolve("Library").resolve("Application Support").resolve("Quayside"));
        }
        String xdg = firstSet(environment.get("XDG_CONFIG_HOME"));
        // According to the XDG specification a relative path is invalid and to be ignored.
        boolean usable = xdg != null && Path.of(xdg).isAbsolute();
        return (usable ? Optional.of(Path.of(orEmpty(xdg))) : home.map(folder -> folder.resolve(".config")))
                .map(folder -> folder.resolve("quayside"));
    }

    /** Returns the home folder; Java reports "?" if it knows none. */
    private static Optional<Path> home(@Nullable String known) {
        return known == null || known.isBlank() || known.equals("?")
                ? Optional.empty()
                : Optional.of(Path.of(known).toAbsolutePath());
    }

    /** Looks up a variable by its name; null if unset. */
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
