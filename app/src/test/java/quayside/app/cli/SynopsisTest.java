package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynopsisTest {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "nearby", "ls", "get", "put", "rm", "verify", "doctor"})
    void readmeAndHelpKnowTheSameOptions(String command) throws IOException {
        CliRun cli = new CliRun(home);
        assertThat(cli.run(command, "--help")).isZero();
        String usage = cli.out()
                .lines()
                .takeWhile(line -> line.startsWith("Usage:") || line.startsWith(" "))
                .collect(Collectors.joining(" "));
        Set<String> known = options(usage);
        known.remove("-h");
        assertThat(options(synopsis(command))).isEqualTo(known);
    }

    /** Returns the lines of README with the syntax of {@code command}, without their descriptions. */
    private static String synopsis(String command) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf("    packaging/quayside " + command + " ", readme.indexOf("## The command line"));
        assertThat(begin).isPositive();
        String rest = readme.substring(begin + 1);
        int end = rest.indexOf("packaging/quayside", rest.indexOf(command));
        return rest.substring(0, end < 0 ? rest.indexOf("\n\n") : Math.min(end, rest.indexOf("\n\n")));
    }

    private static Set<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
