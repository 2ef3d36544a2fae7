package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.server.ShareEvent;

/** Tests protected files on the command line. */
@Timeout(120)
class ProtectedFilesTest {
    private static final String PASSCODE = "open sesame 42";

    @TempDir
    private Path home;

    private Path shared;
    private Path secret;
    private Path passcodeFile;
    private TestShare share;
    private String link;
    private CliRun cli;

    @BeforeEach
    void putAProtectedFile() throws IOException {
        shared = Files.createDirectory(home.resolve("shared"));
        secret = Files.writeString(home.resolve("secret.txt"), "secret");
        passcodeFile = Files.writeString(home.resolve("passcode"), PASSCODE + "\n");
        share = new TestShare(shared).start();
        link = share.linkWithKey();
        cli = new CliRun(home.resolve("config"));
        assertThat(put(cli)).as(cli.err()).isZero();
    }

    @AfterEach
    void close() throws IOException {
        share.close();
        assertThat(cli.out() + cli.err()).doesNotContain(PASSCODE);
        assertThat(share.events().toString()).doesNotContain(PASSCODE);
        try (Stream<Path> files = Files.walk(shared)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(PASSCODE);
            }
        }
    }

    private int put(CliRun by) {
        return by.run("put", link, secret.toString(), "--protect", "--passcode-file", passcodeFile.toString());
    }

    private CliRun other() {
        return new CliRun(home.resolve("config"));
    }

    private int get(CliRun by, String... more) {
        return by.run(Stream.concat(
                        Stream.of(
                                "get",
                                link,
                                "secret.txt",
                                "-o",
                                home.resolve("down").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void withoutThePasscodeNothingComesAndNothingGoes() throws IOException {
        cli = other();
        assertThat(get(cli)).isEqualTo(4);
        assertThat(cli.err()).contains("secret.txt", "passcode");
        assertThat(cli.run("rm", link, "secret.txt")).isEqualTo(4);
        assertThat(cli.run("verify", link, "secret.txt", secret.toString())).isEqualTo(4);
        assertThat(cli.run("put", link, secret.toString())).as("there already").isZero();
        Files.writeString(secret, "another one");
        assertThat(cli.run("put", link, secret.toString(), "--on-conflict", "overwrite"))
                .isEqualTo(4);
        assertThat(home.resolve("down/secret.txt")).doesNotExist();
        assertThat(shared.resolve("secret.txt")).hasContent("secret");
    }

    @Test
    void withTheVariableTheFileOrAPersonItIsOpen() {
        assertThat(get(other().with("QUAYSIDE_PASSCODE", PASSCODE))).isZero();
        assertThat(home.resolve("down/secret.txt")).hasContent("secret");
        assertThat(other().typing(PASSCODE).run("verify", link, "secret.txt", secret.toString()))
                .isZero();
        assertThat(cli.run("rm", link, "secret.txt", "--passcode-file", passcodeFile.toString()))
                .isZero();
        assertThat(shared.resolve("secret.txt")).doesNotExist();
    }

    @Test
    void spacesCountAndTheLineEndAfterThemDoesNot() throws IOException {
        Path spaced = Files.writeString(home.resolve("spaced"), " two words \r\n");
        Path file = Files.writeString(home.resolve("spaced.txt"), "spaced");
        assertThat(cli.run("put", link, file.toString(), "--protect", "--passcode-file", spaced.toString()))
                .isZero();
        String[] get = {"get", link, "spaced.txt", "-o", home.resolve("down").toString()};
        assertThat(other().with("QUAYSIDE_PASSCODE", "two words").run(get)).isEqualTo(4);
        assertThat(other().with("QUAYSIDE_PASSCODE", " two words \n").run(get)).isZero();
        assertThat(home.resolve("down/spaced.txt")).hasContent("spaced");
    }

    @Test
    void withNoPasscodeItIsSaidHowToGiveOne() {
        cli = other();
        assertThat(get(cli)).isEqualTo(4);
        assertThat(cli.err())
                .contains("“secret.txt” is protected", "no passcode was given", "--passcode-file", "QUAYSIDE_PASSCODE")
                .doesNotContain("wrong");
        assertThat(cli.run("verify", link, "secret.txt", secret.toString())).isEqualTo(4);
        assertThat(cli.err())
                .contains("“secret.txt” is protected", "no passcode was given")
                .doesNotContain("wrong");
    }

    @Test
    void aWrongPasscodeIsToldSoWhereverItCameFrom() throws IOException {
        Path wrong = Files.writeString(home.resolve("wrong"), "wrong\n");
        cli = other();
        assertThat(get(cli, "--passcode-file", wrong.toString())).isEqualTo(4);
        assertWrong();
        cli = other().with("QUAYSIDE_PASSCODE", "wrong");
        assertThat(cli.run("verify", link, "secret.txt", secret.toString())).isEqualTo(4);
        assertWrong();
        cli = other().typing("wrong");
        assertThat(get(cli)).isEqualTo(4);
        assertWrong();
    }

    @Test
    void whatCannotBeAPasscodeIsAskedForAgainAndCountsAsGiven() {
        cli = other().typing("x".repeat(2000));
        assertThat(get(cli)).isEqualTo(4);
        assertWrong();
    }

    private void assertWrong() {
        assertThat(cli.err()).contains("The passcode was wrong").doesNotContain("no passcode was given", "too many");
    }

    @Test
    void tooManyWrongPasscodesAreToldWithTheSecondsToWait() {
        cli = other().with("QUAYSIDE_PASSCODE", "wrong");
        for (int tries = 0; tries < 10 && !cli.err().contains("too many wrong passcodes"); tries++) {
            assertThat(get(cli)).isEqualTo(4);
        }
        assertThat(cli.err())
                .containsPattern(
                        "secret.txt: .*too many wrong passcodes.* Try again in ([0-9]+|a) (second|minute)s?\\.")
                .doesNotContain("no passcode was given", "passcode was wrong");
    }

    @Test
    void eachLockedFileOfAFolderIsListedWithItsReasonAndTheRestArrives() throws IOException {
        Path docs = Files.createDirectory(home.resolve("docs"));
        Files.writeString(docs.resolve("a"), "a");
        Files.writeString(docs.resolve("b"), "b");
        assertThat(cli.run("put", link, docs.toString(), "--protect", "--passcode-file", passcodeFile.toString()))
                .isZero();
        Files.writeString(shared.resolve("docs/free"), "free");
        String down = home.resolve("down").toString();
        cli = other();
        assertThat(cli.run("get", link, "docs", "-o", down)).isEqualTo(4);
        assertThat(cli.err().lines())
                .contains("1 file, 2 could not be transferred.")
                .filteredOn(line -> line.contains("is protected"))
                .hasSize(2);
        assertThat(cli.err()).containsOnlyOnce("no passcode was given");
        cli = other().with("QUAYSIDE_PASSCODE", "wrong");
        assertThat(cli.run("get", link, "docs", "secret.txt", "-o", down)).isEqualTo(4);
        assertThat(cli.err().lines().filter(line -> line.contains("wrong")))
                .containsExactlyInAnyOrder(
                        "docs/a: The passcode was wrong, so it stays locked.",
                        "docs/b: The passcode was wrong, so it stays locked.",
                        "secret.txt: The passcode was wrong, so it stays locked.");
        assertWrong();
        assertThat(home.resolve("down/docs")).isDirectoryNotContaining("glob:**/{a,b}");
        assertThat(home.resolve("down/docs/free")).hasContent("free");
    }

    @Test
    void aWrongPasscodeIsTriedOnceForAllThatIsUnderItsLock() throws IOException {
        Path file = Files.writeString(home.resolve("more.txt"), "more");
        assertThat(cli.run(
                        "put",
                        link,
                        file.toString(),
                        secret.toString(),
                        "--to",
                        "two",
                        "--protect",
                        "--passcode-file",
                        passcodeFile.toString()))
                .isZero();
        cli = other().with("QUAYSIDE_PASSCODE", "wrong");
        assertThat(cli.run("rm", link, "two/more.txt", "two/secret.txt", "two/more.txt"))
                .isEqualTo(4);
        assertWrong();
        assertThat(cli.err().lines().filter(line -> line.contains("The passcode was wrong")))
                .hasSize(3);
        await().until(() -> share.events().stream().anyMatch(ShareEvent.GuestLeft.class::isInstance));
        assertThat(share.events().stream().filter(ShareEvent.WrongPasscode.class::isInstance))
                .hasSize(1);
    }

    @Test
    void listingsMarkIt() throws IOException {
        Files.writeString(shared.resolve("free"), "free");
        assertThat(cli.run("ls", link)).isZero();
        assertThat(cli.out().lines().filter(line -> line.endsWith("(protected)")))
                .singleElement()
                .asString()
                .contains("secret.txt");
        assertThat(cli.run("ls", link, "secret.txt", "--json")).isZero();
        assertThat(JsonParser.parseString(cli.out())
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get("protected")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void theSameCommandAgainFindsItDone() {
        assertThat(put(cli)).as(cli.err()).isZero();
        assertThat(cli.err()).contains("1 already there");
    }

    @Test
    void aFileThatIsThereUnprotectedIsNotTakenForOneThatIsProtected() throws IOException {
        Files.copy(secret, shared.resolve("copy.txt"), StandardCopyOption.COPY_ATTRIBUTES);
        Path copy = Files.copy(secret, home.resolve("copy.txt"), StandardCopyOption.COPY_ATTRIBUTES);
        String file = passcodeFile.toString();
        assertThat(cli.run("put", link, copy.toString(), "--protect", "--passcode-file", file))
                .isEqualTo(5);
        assertThat(cli.run("put", link, copy.toString(), "--protect", "--passcode-file", file, "--on-conflict", "skip"))
                .isEqualTo(5);
        assertThat(cli.err()).contains("without protection");
        assertThat(cli.run(
                        "put",
                        link,
                        copy.toString(),
                        "--protect",
                        "--passcode-file",
                        file,
                        "--on-conflict",
                        "overwrite"))
                .isZero();
        assertThat(cli.run("get", link, "copy.txt", "-o", home.resolve("down").toString()))
                .isEqualTo(4);
    }

    @Test
    void toProtectWithoutAPasscodeIsMisuse() {
        assertThat(cli.run("put", link, secret.toString(), "--protect")).isEqualTo(2);
        assertThat(cli.run("put", link, secret.toString(), "--protect", "--passcode-file", home + "/none"))
                .isEqualTo(2);
    }
}
