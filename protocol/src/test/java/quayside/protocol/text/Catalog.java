package quayside.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks the keys of an enum against the bundle beside it and against the code of all modules. */
public final class Catalog {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)[,}]");
    private static final String MAKING =
            "((?:Sentence\\.of|new ProtocolException|new InvalidInput|context\\.say)\\(\\s*|new CliException\\(\\s*[\\w.]+,\\s*)?";
    private static final Set<String> CAUSES = Set.of("e", "cause", "failure");

    private Catalog() {}

    /**
     * Checks that each constant has one valid pattern, that no other pattern exists, that the code uses each constant, and
     * that it gives each pattern the arguments that the pattern uses.
     */
    public static <K extends Enum<K> & Sentence.Key> void check(Class<K> keys) throws IOException {
        ResourceBundle words = Sentence.bundle(keys.getName(), keys, Locale.ROOT);
        List<K> all = List.of(keys.getEnumConstants());
        assertThat(words.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(Enum::name).toList());
        String code = code(keys.getSimpleName() + ".java");
        Map<String, List<MatchResult>> uses = Pattern.compile(MAKING + "\\b" + keys.getSimpleName() + "\\.(\\w+)\\b")
                .matcher(code)
                .results()
                .collect(Collectors.groupingBy(use -> use.group(2)));
        for (K key : all) {
            String pattern = words.getString(key.name());
            Set<Integer> places = places(pattern);
            assertThat(places)
                    .as(pattern)
                    .isEqualTo(IntStream.range(0, places.size()).boxed().collect(Collectors.toSet()));
            assertThat(pattern).as("marks are ’ “ ”").doesNotContain("'", "\"");
            new MessageFormat(pattern, Locale.ENGLISH);
            assertThat(uses).as("the code uses each").containsKey(key.name());
            for (MatchResult use : uses.get(key.name())) {
                if (use.group(1) != null) {
                    List<String> given = arguments(code, use.end());
                    given.removeIf(CAUSES::contains);
                    assertThat(given).as(key.name()).hasSize(places.size());
                }
            }
        }
    }

    private static Set<Integer> places(String pattern) {
        Set<Integer> places = new HashSet<>();
        PLACE.matcher(pattern).results().forEach(place -> places.add(Integer.parseInt(place.group(1))));
        return places;
    }

    /** Returns the arguments of a call from {@code from} to its closing parenthesis. */
    private static List<String> arguments(String code, int from) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int begin = from;
        for (int at = from; ; at++) {
            char c = code.charAt(at);
            if (depth == 0 && (c == ',' || c == ')')) {
                arguments.add(code.substring(begin, at).strip());
                begin = at + 1;
                if (c == ')') {
                    // The first part is what follows the key: nothing.
                    return new ArrayList<>(arguments.subList(1, arguments.size()));
                }
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
    }

    /** Returns the code of all modules, without {@code except} and without text. */
    private static String code(String except) throws IOException {
        StringBuilder code = new StringBuilder();
        for (String module : List.of("protocol", "server-embedded", "app")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java") && !path.endsWith(except))
                        .toList()) {
                    code.append(Files.readString(file).replaceAll("\"(?:\\\\.|[^\"\\\\\n])*\"", "\"\""))
                            .append('\n');
                }
            }
        }
        return code.toString();
    }
}
