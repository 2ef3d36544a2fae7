package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginStartTest {
    @TempDir
    Path home;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setUp() {
        properties.put("os.name", "Linux");
        properties.put("user.home", home.toString());
        properties.put("quayside.launcher", "/opt/quayside/quayside");
    }

    private LoginStart login() {
        return LoginStart.ofSystem(properties::get, environment::get);
    }

    private Path file() {
        return home.resolve(".config/autostart/quayside.desktop");
    }

    @Test
    void theDesktopStartsTheLauncherWithoutItsWindow() throws IOException {
        LoginStart login = login();
        assertThat(login.isPossible()).isTrue();
        assertThat(login.isOn()).isFalse();
        login.set(true);
        assertThat(login.isOn()).isTrue();
        assertThat(Files.readString(file()))
                .startsWith("[Desktop Entry]\nType=Application\n")
                .contains("\nExec=\"/opt/quayside/quayside\" --background\n");
        assertThat(file().getParent()).isDirectoryNotContaining(path -> !path.equals(file()));
        login.set(false);
        assertThat(login.isOn()).isFalse();
        assertThat(file()).doesNotExist();
        login.set(false);
    }

    @Test
    void aFolderOfItsOwnAndACommandOfAnotherNameAreQuoted() throws IOException {
        properties.put("quayside.launcher", "/opt/a \"b\" $c `d` 100 % \\e/quayside");
        environment.put("QUAYSIDE_CONFIG", "/home/u/my config");
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        login().set(true);
        assertThat(Files.readString(home.resolve("xdg/autostart/quayside.desktop")))
                .contains("\nExec=env \"QUAYSIDE_CONFIG=/home/u/my config\""
                        + " \"/opt/a \\\\\"b\\\\\" \\\\$c \\\\`d\\\\` 100 %% \\\\\\\\e/quayside\" --background\n");
    }

    @Test
    void whatTheDesktopSwitchedOffIsOff() throws IOException {
        LoginStart login = login();
        for (String line : new String[] {"Hidden=true", "X-GNOME-Autostart-enabled=false"}) {
            login.set(true);
            Files.writeString(file(), Files.readString(file()) + line + "\n");
            assertThat(login.isOn()).isFalse();
        }
        login.set(true);
        assertThat(login.isOn()).isTrue();
    }

    @Test
    void aFileThatStartsAProgramAtAnotherPlaceIsOffUntilItIsSetAgain() throws IOException {
        login().set(true);
        properties.put("quayside.launcher", "/opt/quayside 2/quayside");
        LoginStart moved = login();
        assertThat(moved.isOn()).isFalse();
        moved.set(true);
        assertThat(moved.isOn()).isTrue();
        assertThat(Files.readString(file()))
                .contains("/opt/quayside 2/quayside")
                .doesNotContain("/opt/quayside/");
    }

    @Test
    void withoutALauncherOrOnAnotherSystemItIsNotPossible() throws IOException {
        properties.remove("quayside.launcher");
        assertThat(login().isPossible()).isFalse();
        properties.put("jpackage.app-path", "/opt/quayside/bin/Quayside");
        assertThat(login().isPossible()).isTrue();
        properties.put("os.name", "Mac OS X");
        LoginStart mac = login();
        mac.set(true);
        assertThat(mac.isPossible() || mac.isOn()).isFalse();
        assertThat(home.resolve(".config")).doesNotExist();
    }
}
