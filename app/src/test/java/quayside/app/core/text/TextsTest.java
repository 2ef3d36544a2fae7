package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java/quayside/app");
    private static final Path FILES = Path.of("src/main/resources/quayside/app/core/text/texts");
    private static final Map<String, String> TEXTS = read();

    @Test
    void everyKeyThatIsAskedForHasAText() throws IOException {
        assertThat(TEXTS.keySet()).containsAll(literals(Pattern.compile("Texts\\s*\\.get\\(\\s*\"([^\"]+)\"")));
    }

    @Test
    void everyTextIsAskedForByItsWholeKey() throws IOException {
        assertThat(literals(Pattern.compile("\"([A-Za-z0-9.]+)\""))).containsAll(TEXTS.keySet());
    }

    @Test
    void everyTextIsAMessagePatternThatLosesNothing() {
        TEXTS.forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank().doesNotContain("'");
            new MessageFormat(text, Locale.ENGLISH);
        });
    }

    /** Reads all files in English; the first word of each key is the name of its file. */
    private static Map<String, String> read() {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file :
                    files.filter(path -> !path.toString().contains("_")).toList()) {
                Properties words = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    words.load(reader);
                }
                String name = file.getFileName().toString().replace(".properties", "");
                assertThat(words.stringPropertyNames()).allMatch(key -> key.startsWith(name + "."));
                words.stringPropertyNames().forEach(key -> texts.put(key, words.getProperty(key)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
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
