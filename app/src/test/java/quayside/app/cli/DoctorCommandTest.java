package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
class DoctorCommandTest {
    @TempDir
    private Path home;

    private TestShare share;
    private CliRun cli;

    @BeforeEach
    void begin() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared"))).start();
        cli = new CliRun(home.resolve("config"));
    }

    @AfterEach
    void end() {
        share.close();
    }

    @Test
    void theStatusSaysWhatKindOfThingIsTheMatter() {
        assertThat(cli.run("doctor", share.linkWithKey())).as(cli.err()).isZero();
        assertThat(cli.out()).startsWith("Everything works: “share” opens with this key.");
        assertThat(cli.run("doctor", share.link() + "#abcd-efgh")).isEqualTo(4);
        assertThat(cli.run("doctor", "quayside://here:99999/")).isEqualTo(2);
        assertThat(cli.out()).startsWith("The link cannot be used.");
        share.stop();
        assertThat(cli.run("doctor", share.linkWithKey())).isEqualTo(6);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void theKeyIsThatOfTheFileAndNobodyIsAsked() throws IOException {
        Path key = Files.writeString(home.resolve("key"), share.key().reveal());
        assertThat(cli.run("doctor", share.link().toString(), "--key-file", key.toString()))
                .isZero();
        assertThat(cli.out()).contains("The key opens the share.");
        cli.typing("abcd-efgh");
        assertThat(cli.run("doctor", share.link().toString())).isZero();
        assertThat(cli.out()).contains("No key was tried.");
    }

    @Test
    void programsReadItAsJson() {
        share.stop();
        assertThat(cli.run("doctor", share.linkWithKey(), "--json")).isEqualTo(6);
        JsonObject all = JsonParser.parseString(cli.out()).getAsJsonObject();
        assertThat(all.get("finding").getAsString()).isEqualTo("not-shared");
        assertThat(all.get("checks").getAsJsonArray())
                .isNotEmpty()
                .allSatisfy(check ->
                        assertThat(check.getAsJsonObject().keySet()).containsExactly("check", "result", "found"));
        assertThat(cli.out()).doesNotContainIgnoringCase(share.key().reveal());
    }

    @Test
    void withoutALinkThisComputersShareIsExamined() {
        int port = share.link().port();
        share.stop();
        assertThat(cli.run("doctor", "--port", Integer.toString(port))).isEqualTo(6);
        assertThat(cli.out()).startsWith("Nothing is shared at port " + port + " of this computer.");
        assertThat(home.resolve("config/server-identity")).doesNotExist();
        assertThat(cli.run("doctor", "--port", "0")).isEqualTo(2);
    }
}
