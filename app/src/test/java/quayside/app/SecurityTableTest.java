package quayside.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the guards and tests named in the table of SECURITY.md exist, so that it stays correct. */
class SecurityTableTest {
    private static final List<String> MODULES = List.of("protocol", "server-embedded", "app");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");

    private final Path top = top();

    private static Path top() {
        Path at = Path.of("").toAbsolutePath();
        while (Files.notExists(at.resolve("SECURITY.md"))) {
            at = at.getParent();
        }
        return at;
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(top.resolve("SECURITY.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
    }

    /** All sources of the name in any module and package. */
    private List<String> sources(String kind, String name) throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files =
                    Files.walk(top.resolve(module).resolve("src").resolve(kind))) {
                for (Path file :
                        files.filter(file -> file.endsWith(name + ".java")).toList()) {
                    found.add(Files.readString(file));
                }
            }
        }
        return found;
    }

    @Test
    void itsRowsAreNumberedAndEachNamesAGuardAndATestOrIsSaidToBeMissing() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSize(63);
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            assertThat(row).startsWith("| " + (i + 1) + " |");
            boolean whole = CLASS.matcher(row).find() && TEST.matcher(row).find();
            assertThat(whole || row.contains("*not in this build yet*")).as(row).isTrue();
        }
    }

    @Test
    void everyTestThatItNamesExists() throws IOException {
        int named = 0;
        for (String row : rows()) {
            for (Matcher test = TEST.matcher(row); test.find(); named++) {
                String method = "void " + test.group(2) + "(";
                assertThat(sources("test", test.group(1))).as(test.group()).anyMatch(source -> source.contains(method));
            }
        }
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void everyGuardThatItNamesExists() throws IOException {
        for (String row : rows()) {
            for (Matcher guard = CLASS.matcher(row.substring(0, row.lastIndexOf(" | "))); guard.find(); ) {
                assertThat(sources("main", guard.group(1))).as(guard.group()).isNotEmpty();
            }
        }
    }
}
