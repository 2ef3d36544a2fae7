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
class TimingTest {
    @TempDir
    private Path home;

    private TestShare share;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared"))).start();
        file = Files.writeString(home.resolve("a.txt"), "hello");
    }

    @AfterEach
    void close() {
        share.close();
    }

    @Test
    void transfersSayHowLongTheirPartsTookWhereTheyAreAsked() {
        CliRun cli = new CliRun(home.resolve("config")).with("QUAYSIDE_TIMING", "1");
        assertThat(cli.run("put", share.linkWithKey(), file.toString())).isZero();
        assertThat(cli.err().lines()).singleElement().asString().matches(line());
        Path local = home.resolve("local");
        assertThat(cli.run("get", share.linkWithKey(), "a.txt", "-o", local.toString()))
                .isZero();
        assertThat(cli.err().lines()).singleElement().asString().matches(line());
    }

    @Test
    void otherwiseTheyDoNot() {
        CliRun cli = new CliRun(home.resolve("config"));
        assertThat(cli.run("put", share.linkWithKey(), file.toString())).isZero();
        assertThat(cli.err()).isEmpty();
    }

    private static String line() {
        return "timing: connect \\d+\\.\\d{3} s, transfer \\d+\\.\\d{3} s";
    }
}
