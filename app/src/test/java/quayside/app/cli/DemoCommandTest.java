package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    @TempDir
    private Path home;

    private final List<Optional<Path>> runs = new ArrayList<>();

    private final List<Boolean> samples = new ArrayList<>();

    private CliRun cli(int status) {
        return new CliRun(home).demonstrating((pictures, sample, _) -> {
            runs.add(pictures);
            samples.add(sample);
            return status;
        });
    }

    @Test
    void picturesAreKeptWhereThatIsSaidAndTheStatusIsTheDemos() {
        assertThat(cli(0).run("demo")).isZero();
        assertThat(cli(1).run("demo", "--out", "pictures")).isEqualTo(1);
        assertThat(cli(0).run("demo", "--out=pictures")).isZero();
        assertThat(runs)
                .containsExactly(Optional.empty(), Optional.of(Path.of("pictures")), Optional.of(Path.of("pictures")));
    }

    @Test
    void aSampleIsDrawnOnlyIfItIsAskedFor() {
        assertThat(cli(0).run("demo", "--out", "pictures", "--sample")).isZero();
        assertThat(cli(0).run("demo", "--out", "pictures")).isZero();
        assertThat(samples).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--out", "--out=", "pictures", "--helpme"})
    void argumentsThatItDoesNotKnowAreMisuse(String argument) {
        assertThat(cli(0).run("demo", argument)).isEqualTo(2);
        assertThat(runs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void helpIsAResult(String argument) {
        CliRun cli = cli(0);
        assertThat(cli.run("demo", argument)).isZero();
        assertThat(cli.out()).contains("quayside demo", "--out=DIR", "--sample", "--help");
        assertThat(runs).isEmpty();
    }

    @Test
    void whereThereIsNoDemoNoneIsOffered() {
        CliRun cli = new CliRun(home).withoutDemonstration();
        assertThat(cli.run("demo")).isEqualTo(2);
        assertThat(cli.err()).contains("demo");
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out()).contains("serve").doesNotContain("demo");
    }
}
