package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What client and server both do is written once, in the packages that both use. */
final class TwinsTest {
    private static final int LINES = 6;
    private static final Path CLIENT = Path.of("../protocol/src/main/java/quayside/protocol/client");
    private static final Path SERVER = Path.of("src/main/java/quayside/server");

    /** Returns each run of lines in a tree, with a file that has it. */
    private static Map<String, String> runs(Path tree) throws IOException {
        Map<String, String> runs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                List<String> lines = code(Files.readString(file));
                for (int i = 0; i + LINES <= lines.size(); i++) {
                    runs.putIfAbsent(
                            String.join("\n", lines.subList(i, i + LINES)),
                            file.getFileName().toString());
                }
            }
        }
        return runs;
    }

    /** Returns the lines without comments, imports, annotations and lone brackets. */
    private static List<String> code(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//.*", "")
                .lines()
                .map(String::strip)
                .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                .filter(line -> !line.matches("(package |import |@).*"))
                .toList();
    }

    @Test
    void noSixLinesAreInBothClientAndServer() throws IOException {
        Map<String, String> client = runs(CLIENT);
        Map<String, String> both = runs(SERVER);
        assertThat(client).isNotEmpty();
        assertThat(both).isNotEmpty();
        both.keySet().retainAll(client.keySet());
        assertThat(both).isEmpty();
    }
}
