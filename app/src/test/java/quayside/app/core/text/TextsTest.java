package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("quayside.app.core.text.texts", Locale.ROOT);
    private static final Path SOURCES = Path.of("src/main/java/quayside/app");

    @Test
    void everyKeyThatIsAskedForHasAText() throws IOException {
        assertThat(BUNDLE.keySet()).containsAll(literals(Pattern.compile("Texts\\s*\\.get\\(\\s*\"([^\"]+)\"")));
    }

    @Test
    void everyTextIsAskedForByItsWholeKey() throws IOException {
        assertThat(literals(Pattern.compile("\"([A-Za-z0-9.]+)\""))).containsAll(BUNDLE.keySet());
    }

    @Test
    void everyTextIsAMessagePatternThatLosesNothing() {
        for (String key : BUNDLE.keySet()) {
            assertThat(BUNDLE.getString(key)).as(key).isNotBlank().doesNotContain("'");
            new MessageFormat(BUNDLE.getString(key), Locale.ENGLISH);
        }
    }

    private static Set<String> literals(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }
}
