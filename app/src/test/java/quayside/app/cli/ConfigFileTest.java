package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConfigFileTest {
    @TempDir
    private Path home;

    private final CommandSpec serve = new CommandLine(new ServeCommand(new CliContext(
                    InputStream.nullInputStream(),
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    _ -> null,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    ZoneOffset.UTC,
                    new SecureRandom(),
                    _ -> () -> {})))
            .getCommandSpec();

    private Path file(String content) throws IOException {
        return Files.writeString(home.resolve("serve.conf"), content);
    }

    @Test
    void itsLinesAreOptionsAndTheCommandLineCountsMore() throws Exception {
        Path file = file("""
            # the harbour's share
            folder = /srv/harbour
            port = 5000
            bind=127.0.0.1

            read-only = true
            hidden = false
            invite = Mara,folder=2026,for=7d
            invite = Jonas
            """);
        assertThat(ConfigFile.added(List.of("--config", file.toString()), serve))
                .containsExactly(
                        "/srv/harbour",
                        "--port=5000",
                        "--bind=127.0.0.1",
                        "--read-only",
                        "--invite=Mara,folder=2026,for=7d",
                        "--invite=Jonas",
                        "--config",
                        file.toString());
        assertThat(ConfigFile.added(
                        List.of("/other", "--port", "0", "--upload-only", "--invite=Ida", "--config=" + file), serve))
                .containsExactly(
                        "--bind=127.0.0.1",
                        "/other",
                        "--port",
                        "0",
                        "--upload-only",
                        "--invite=Ida",
                        "--config=" + file);
        assertThat(ConfigFile.added(List.of("/other"), serve)).containsExactly("/other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        prot = 5     | line 2: serve has no option “prot”.
        help = true  | line 2: serve has no option “help”.
        config = x   | line 2: serve has no option “config”.
        port = five  | line 2: “port” is a whole number.
        hidden = yes | line 2: “hidden” is either true or false.
        hidden       | line 2: “hidden” has no value. A line is: name = value.
        """)
    void aWrongLineIsNamed(String line, String words) throws IOException {
        Path file = file("# first\n" + line + "\n");
        assertThatThrownBy(() -> ConfigFile.added(List.of("--config", file.toString()), serve))
                .isInstanceOf(CliException.class)
                .hasMessage(file + ", " + words);
    }

    @Test
    void severalFoldersAreSharedAndNoneIsTakenForAnOption() throws Exception {
        Path file = file("folder = /srv/a=b\nfolder = Trip=/srv/2026\nfolder = --yes\n");
        String config = "--config=" + file;
        assertThat(ConfigFile.added(List.of(config), serve))
                .containsExactly("/srv/a=b", "--folder=Trip=/srv/2026", "./--yes", config);
        assertThat(ConfigFile.added(List.of(config, "--folder", "X=/x"), serve))
                .containsExactly(config, "--folder", "X=/x");
    }

    @Test
    void anOptionIsThereOnceAndAMissingFileIsSaid() throws IOException {
        Path file = file("port = 1\nport = 2\n");
        assertThatThrownBy(() -> ConfigFile.added(List.of("--config", file.toString()), serve))
                .hasMessage(file + ", line 2: “port” is there twice.");
        Path none = home.resolve("none");
        assertThatThrownBy(() -> ConfigFile.added(List.of("--config", none.toString()), serve))
                .hasMessage(none + " cannot be read as a file of options.");
    }
}
