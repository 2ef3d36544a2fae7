package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;

@Timeout(60)
class VerifyCommandTest {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path home;

    private Path shared;
    private Path local;
    private TestShare share;
    private CliRun cli;

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectories(home.resolve("shared/docs")).getParent();
        local = Files.createDirectory(home.resolve("local"));
        share = new TestShare(shared).start();
        cli = new CliRun(home.resolve("config"));
    }

    @AfterEach
    void close() {
        share.close();
    }

    @Test
    void equalFilesAreZeroAndPrintedAsSha256sumDoes() throws IOException {
        Files.writeString(shared.resolve("docs/a.txt"), "abc");
        Path file = Files.writeString(local.resolve("mine.txt"), "abc");
        assertThat(verify("docs/a.txt", file)).as(cli.err()).isZero();
        assertThat(cli.out().lines()).containsExactly(OF_ABC + "  docs/a.txt", OF_ABC + "  " + file);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void differentFilesAreSevenAndBothArePrinted() throws IOException {
        Files.createFile(shared.resolve("docs/a.txt"));
        Path file = Files.writeString(local.resolve("a.txt"), "abc");
        assertThat(verify("docs/a.txt", file)).isEqualTo(7);
        assertThat(cli.out().lines()).containsExactly(OF_NOTHING + "  docs/a.txt", OF_ABC + "  " + file);
        assertThat(cli.err()).isEqualToIgnoringNewLines("The two files differ.");
    }

    @Test
    void whatIsMissingOnEitherSideIsNotFoundAndNothingIsPrinted() throws IOException {
        Path file = Files.writeString(local.resolve("a.txt"), "abc");
        assertThat(verify("docs/a.txt", file)).isEqualTo(3);
        assertThat(cli.out()).isEmpty();
        Files.writeString(shared.resolve("docs/a.txt"), "abc");
        assertThat(verify("docs/a.txt", local.resolve("none"))).isEqualTo(3);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void onlyFilesHaveAChecksum() throws IOException {
        Path file = Files.writeString(local.resolve("a.txt"), "abc");
        assertThat(verify("", file)).isEqualTo(2);
        assertThat(verify("docs/a.txt", local)).isEqualTo(2);
        assertThat(verify("docs", file)).isNotZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).doesNotContain("Exception");
    }

    private int verify(String path, Path file) {
        return cli.run("verify", share.linkWithKey(), path, file.toString());
    }
}
