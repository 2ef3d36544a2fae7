package quayside.app.core.desktop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.ConfigFolder;

/**
 * Whether the desktop starts this program, without its window, when the user logs in: a file in the user's autostart
 * folder, as the XDG specification describes it. The file itself is the setting, so that the desktop's own list of
 * programs may change it too. Blocks on the disk.
 */
public final class LoginStart {
    /** The argument of a start without a window. */
    public static final String BACKGROUND = "--background";

    /** The system property in which the launcher names itself, and that of a program packed by jpackage. */
    private static final List<String> LAUNCHERS = List.of("quayside.launcher", "jpackage.app-path");

    private static final String NAME = "quayside.desktop";
    private static final String OFF = "Hidden=true";
    private static final String OFF_IN_GNOME = "X-GNOME-Autostart-enabled=false";

    private final Optional<Path> file;
    private final String content;

    /** The line of the file that names what is started. */
    private final String command;

    private LoginStart(Optional<Path> file, String command) {
        this.file = file;
        this.command = "Exec=" + command;
        this.content = String.join(
                "\n",
                "[Desktop Entry]",
                "Type=Application",
                "Name=Quayside",
                "Comment=Shares a folder in the background",
                this.command,
                "Icon=quayside",
                "Terminal=false",
                "");
    }

    /** Returns one that can do nothing. */
    public static LoginStart none() {
        return new LoginStart(Optional.empty(), "");
    }

    /**
     * Returns that of this system: it can do nothing on one without such a folder, or if no launcher has started this
     * program, which could start it again.
     */
    public static LoginStart ofSystem(ConfigFolder.Lookup property, ConfigFolder.Lookup environment) {
        String system = orEmpty(property.get("os.name")).toLowerCase(Locale.ROOT);
        Optional<String> launcher = LAUNCHERS.stream()
                .flatMap(name -> Optional.ofNullable(property.get(name)).stream())
                .filter(path -> !path.isBlank() && path.chars().noneMatch(Character::isISOControl))
                .findFirst();
        String xdg = orEmpty(environment.get("XDG_CONFIG_HOME"));
        String home = orEmpty(property.get("user.home"));
        Optional<Path> folder = xdg.startsWith("/")
                ? Optional.of(Path.of(xdg))
                : home.startsWith("/") ? Optional.of(Path.of(home, ".config")) : Optional.empty();
        if (!system.startsWith("linux") || launcher.isEmpty() || folder.isEmpty()) {
            return none();
        }
        String chosen = orEmpty(environment.get(ConfigFolder.OVERRIDE));
        boolean usable = !chosen.isBlank() && chosen.chars().noneMatch(Character::isISOControl);
        String command =
                (usable
                                ? "env "
                                        + quoted(ConfigFolder.OVERRIDE + "="
                                                + Path.of(chosen).toAbsolutePath()) + " "
                                : "") + quoted(launcher.get()) + " " + BACKGROUND;
        return new LoginStart(folder.map(config -> config.resolve("autostart").resolve(NAME)), command);
    }

    /** Quotes an argument for the key Exec: first for its words, then as the string of a desktop file. */
    private static String quoted(String argument) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < argument.length(); i++) {
            char each = argument.charAt(i);
            switch (each) {
                // A backslash is doubled for the words, and each of the two again for the string.
                case '\\' -> quoted.append("\\\\\\\\");
                case '"', '`', '$' -> quoted.append("\\\\").append(each);
                case '%' -> quoted.append("%%");
                default -> quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Returns whether {@link #set} can do something here. */
    public boolean isPossible() {
        return file.isPresent();
    }

    /**
     * Returns whether the desktop starts this program at login. A file that names another place, from which the program
     * was moved or where another one lies, does not.
     */
    public boolean isOn() {
        if (file.isEmpty()) {
            return false;
        }
        try {
            List<String> lines = Files.readAllLines(file.get(), StandardCharsets.UTF_8);
            return lines.contains(command) && !lines.contains(OFF) && !lines.contains(OFF_IN_GNOME);
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets the desktop start the program at login, or no longer. Does nothing if that is not possible. */
    public void set(boolean on) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Path entry = file.get();
        if (!on) {
            Files.deleteIfExists(entry);
            return;
        }
        Path folder = entry.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(entry.toString());
        }
        Files.createDirectories(folder);
        // The desktop never reads half of it.
        Path next = Files.createTempFile(folder, ".quayside", ".part");
        try {
            Files.writeString(next, content);
            Files.move(next, entry, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
