package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigFolderTest {
    private static final Map<String, String> LINUX = Map.of("os.name", "Linux", "user.home", "/home/ada");

    @Test
    void linuxFollowsTheXdgSpecification() {
        assertThat(locate(LINUX, Map.of())).isEqualTo(Path.of("/home/ada/.config/quayside"));
        assertThat(locate(LINUX, Map.of("XDG_CONFIG_HOME", "/cfg"))).isEqualTo(Path.of("/cfg/quayside"));
    }

    @Test
    void aRelativeXdgFolderIsIgnoredAsTheSpecificationAsks() {
        assertThat(locate(LINUX, Map.of("XDG_CONFIG_HOME", "cfg"))).isEqualTo(Path.of("/home/ada/.config/quayside"));
    }

    @Test
    void theOtherSystemsHaveTheirOwnPlaces() {
        assertThat(locate(Map.of("os.name", "Mac OS X", "user.home", "/Users/ada"), Map.of()))
                .isEqualTo(Path.of("/Users/ada/Library/Application Support/Quayside"));
        assertThat(locate(Map.of("os.name", "Windows 11", "user.home", "/u"), Map.of("APPDATA", "/roaming")))
                .isEqualTo(Path.of("/roaming/Quayside"));
    }

    @Test
    void theOverrideWinsAndThePropertyBeforeTheVariable() {
        Map<String, String> environment = Map.of(ConfigFolder.OVERRIDE, "/env", "XDG_CONFIG_HOME", "/cfg");
        assertThat(locate(LINUX, environment)).isEqualTo(Path.of("/env"));
        Map<String, String> properties =
                Map.of("os.name", "Linux", "user.home", "/home/ada", ConfigFolder.OVERRIDE, "/property");
        assertThat(locate(properties, environment)).isEqualTo(Path.of("/property"));
    }

    @Test
    void whereTheSystemKnowsNoHomeFolderNoneIsMadeUp() {
        for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
            for (String none : List.of("?", "")) {
                Map<String, String> properties = Map.of("os.name", system, "user.home", none);
                assertThat(ConfigFolder.locate(properties::get, _ -> null)).isEmpty();
            }
        }
        assertThat(locate(Map.of("os.name", "Linux", "user.home", "?"), Map.of("XDG_CONFIG_HOME", "/cfg")))
                .isEqualTo(Path.of("/cfg/quayside"));
    }

    private static Path locate(Map<String, String> properties, Map<String, String> environment) {
        return ConfigFolder.locate(properties::get, environment::get).orElseThrow();
    }
}
