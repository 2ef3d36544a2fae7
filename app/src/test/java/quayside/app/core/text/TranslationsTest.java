package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the German of all modules with the English. The command line is English only. */
class TranslationsTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    private static final Pattern SHOWN = Pattern.compile("\\{(\\d)(?!,choice,)");
    private static final Map<String, String> ENGLISH = read("");
    private static final Map<String, String> GERMAN = read("_de");

    @Test
    void everyTextIsInGermanAndNoOther() {
        assertThat(GERMAN.keySet()).containsExactlyInAnyOrderElementsOf(ENGLISH.keySet());
    }

    @Test
    void onlyTheListedTextsAreTheSameInBothLanguages() throws IOException {
        Set<String> same = GERMAN.keySet().stream()
                .filter(key -> GERMAN.get(key).equals(ENGLISH.get(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(same)
                .containsExactlyElementsOf(
                        Files.readAllLines(Path.of("src/test/resources/quayside/app/core/text/same.txt")));
    }

    /** German may leave out an argument that only chooses between words, because its words may be the same for each. */
    @Test
    void bothLanguagesShowTheSameArguments() {
        GERMAN.forEach((key, german) -> {
            String english = ENGLISH.getOrDefault(key, german);
            assertThat(places(PLACE, english)).as(key).containsAll(places(PLACE, german));
            assertThat(places(PLACE, german)).as(key).containsAll(places(SHOWN, english));
        });
    }

    @Test
    void everyTextCanBeFormattedWithEachNumber() {
        Map.of(Locale.ENGLISH, ENGLISH, Locale.GERMAN, GERMAN)
                .forEach((language, texts) -> texts.forEach((key, text) -> {
                    for (long number : new long[] {0, 1, 2, 1234}) {
                        Object[] arguments = new Object[10];
                        Arrays.fill(arguments, number);
                        assertThat(new MessageFormat(text, language).format(arguments))
                                .as(key)
                                .doesNotContain("{", "}");
                    }
                }));
    }

    @Test
    void germanHasItsOwnMarks() {
        GERMAN.forEach((key, text) -> {
            assertThat(text).as(key).doesNotContain("'", "\"", "”", "...");
            assertThat(text.chars().filter(c -> c == '„').count())
                    .as(key)
                    .isEqualTo(text.chars().filter(c -> c == '“').count());
        });
    }

    private static Set<String> places(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(place -> place.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reads the files of all modules whose names end so. A key without a dot has the name of its enum before it. */
    private static Map<String, String> read(String language) {
        Map<String, String> texts = new TreeMap<>();
        for (String module : new String[] {"protocol", "server-embedded", "app"}) {
            Path resources = Path.of("..", module, "src/main/resources");
            try (Stream<Path> files = Files.walk(resources)) {
                for (Path file : files.filter(path -> path.toString().endsWith(language + ".properties"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(language + ".properties", "");
                    if (name.contains("_") || name.equals("CliText")) {
                        continue;
                    }
                    Properties words = new Properties();
                    try (Reader reader = Files.newBufferedReader(file)) {
                        words.load(reader);
                    }
                    words.stringPropertyNames()
                            .forEach(key ->
                                    texts.put(key.contains(".") ? key : name + "." + key, words.getProperty(key)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }
}
