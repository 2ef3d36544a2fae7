package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.TestShare;

@Timeout(60)
class CliTest {
    private static final List<String> AWKWARD =
            List.of("two words.txt", "grüße.txt", "🚢 ship.txt", "a#b", "100%.txt", "-x", "@list", "a'b\"c", "co:lon");

    @TempDir
    private Path home;

    private Path shared;
    private Path local;
    private TestShare share;
    private String link;
    private CliRun cli;

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectory(home.resolve("shared"));
        local = Files.createDirectory(home.resolve("local"));
        share = new TestShare(shared).start();
        link = share.linkWithKey();
        cli = new CliRun(home.resolve("config"));
    }

    @AfterEach
    void close() {
        share.close();
        assertThat(cli.out() + cli.err()).doesNotContain(share.key().reveal());
    }

    @Test
    void listingShowsFoldersFirstWithSizesAndDatesAsPeopleWriteThem() throws IOException {
        Files.createDirectory(shared.resolve("zoo"));
        Files.write(shared.resolve("a.bin"), new byte[1_400_000]);
        stamp(shared.resolve("a.bin"), "2026-03-03T14:05:00Z");
        stamp(shared.resolve("zoo"), "2026-11-22T09:00:00Z");
        assertThat(cli.run("ls", link)).isZero();
        assertThat(cli.out().lines())
                .containsExactly("     -  22 Nov 2026 09:00  zoo/", "1.4 MB   3 Mar 2026 14:05  a.bin");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void listingAsJsonNamesEveryFileExactly() throws IOException {
        Files.createDirectory(shared.resolve("sub"));
        for (String name : AWKWARD) {
            Files.writeString(shared.resolve("sub").resolve(name), name);
        }
        assertThat(cli.run("ls", link, "sub", "--json")).isZero();
        List<String> names = new ArrayList<>();
        JsonArray entries = JsonParser.parseString(cli.out()).getAsJsonArray();
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.get(i).getAsJsonObject();
            names.add(entry.get("name").getAsString());
            assertThat(entry.get("path").getAsString()).isEqualTo("sub/" + names.getLast());
            assertThat(entry.get("type").getAsString()).isEqualTo("file");
            assertThat(entry.get("size").getAsLong())
                    .isEqualTo(Files.size(shared.resolve("sub").resolve(names.getLast())));
            assertThat(Instant.parse(entry.get("modified").getAsString())).isBefore(Instant.now());
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(AWKWARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "ls --help",
                "ls LINK",
                "ls LINK --json",
                "verify LINK a.txt a.txt",
                "demo"
            })
    void outputThatCannotBeWrittenIsAFailure(String command) throws IOException {
        Files.writeString(shared.resolve("a.txt"), "hello");
        Path same = Files.writeString(local.resolve("a.txt"), "hello");
        String[] arguments = command.replace("LINK", link)
                .replaceFirst("a.txt$", same.toString())
                .split(" ");
        cli.withoutOutput().demonstrating((_, _, out) -> {
            out.println("said");
            return 0;
        });
        assertThat(cli.run(arguments)).isEqualTo(1);
        assertThat(cli.err().lines()).singleElement().asString().startsWith("Standard output cannot be written");
    }

    @Test
    void withoutAHomeFolderOnlyWhatNeedsNoneIsDone() {
        cli = new CliRun();
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.run("ls", link)).isEqualTo(1);
        assertThat(cli.err()).contains("QUAYSIDE_CONFIG").doesNotContain("Exception");
        assertThat(cli.run("serve", shared.toString())).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void anEmptyShareIsAnEmptyList() {
        assertThat(cli.run("ls", link, "/", "--json")).isZero();
        assertThat(cli.out().strip()).isEqualTo("[]");
        assertThat(cli.run("ls", link)).isZero();
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aNameThatATerminalWouldObeyIsShownEscaped() throws IOException {
        Files.createFile(shared.resolve("a\u202egnp.exe"));
        assertThat(cli.run("ls", link)).isZero();
        assertThat(cli.out()).contains("a\\u{202e}gnp.exe").doesNotContain("\u202e");
        assertThat(cli.run("ls", link, "--json")).isZero();
        assertThat(cli.out()).contains("a\\u202egnp.exe").doesNotContain("\u202e");
    }

    @Test
    void filesOfAllNamesGoUpAndComeDownUnchanged() throws IOException {
        List<String> put = new ArrayList<>(List.of("put", link, "--to", "in box/deep", "--"));
        List<String> get =
                new ArrayList<>(List.of("get", link, "-o", home.resolve("down").toString(), "--"));
        for (String name : AWKWARD) {
            put.add(Files.writeString(local.resolve(name), "content of " + name).toString());
            get.add("in box/deep/" + name);
        }
        assertThat(cli.run(put.toArray(String[]::new))).as(cli.err()).isZero();
        assertThat(cli.run(get.toArray(String[]::new))).as(cli.err()).isZero();
        for (String name : AWKWARD) {
            assertThat(shared.resolve("in box/deep").resolve(name)).hasContent("content of " + name);
            assertThat(home.resolve("down").resolve(name)).hasContent("content of " + name);
        }
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aNameWithALeadingDashComesAfterTwoDashes() throws IOException {
        Files.writeString(shared.resolve("-x"), "dash");
        assertThat(cli.run("get", link, "-o", local.toString(), "--", "-x")).isZero();
        assertThat(local.resolve("-x")).hasContent("dash");
        assertThat(cli.run("rm", link, "-x")).isEqualTo(2);
        assertThat(cli.run("rm", link, "--", "-x")).isZero();
        assertThat(shared.resolve("-x")).doesNotExist();
    }

    @Test
    void foldersGoUpAndComeDownWithAllTheyHold() throws IOException {
        Path tree = Files.createDirectories(local.resolve("tree/a/b"));
        Files.writeString(tree.resolve("leaf"), "leaf");
        Files.createDirectory(local.resolve("tree/empty"));
        assertThat(cli.run("put", link, local.resolve("tree").toString())).isZero();
        assertThat(cli.run("get", link, "tree/", "-o", home.resolve("down").toString()))
                .isZero();
        assertThat(home.resolve("down/tree/a/b/leaf")).hasContent("leaf");
        assertThat(home.resolve("down/tree/empty")).isEmptyDirectory();
        assertThat(cli.run("rm", link, "tree")).isZero();
        assertThat(shared.resolve("tree")).doesNotExist();
    }

    @Test
    void aFailingItemDoesNotKeepTheOthersAndTheFirstFailureIsTheStatus() throws IOException {
        Files.writeString(shared.resolve("good"), "1");
        Files.writeString(shared.resolve("taken"), "new");
        Files.writeString(local.resolve("taken"), "older");
        assertThat(cli.run("get", link, "missing", "taken", "good", "-o", local.toString()))
                .isEqualTo(3);
        assertThat(local.resolve("good")).hasContent("1");
        assertThat(local.resolve("taken")).hasContent("older");
        assertThat(cli.err())
                .contains("no “missing”", "“taken” is already there.", "1 file, 2 could not be transferred.")
                .doesNotContain("Exception", "missing: ", "taken: ");
        assertThat(cli.run("get", link, "taken", "missing", "-o", local.toString()))
                .isEqualTo(5);
        assertThat(cli.run("rm", link, "missing", "good")).isEqualTo(3);
        assertThat(shared.resolve("good")).doesNotExist();
    }

    /** The JVM returns this sign for a character that its encoding does not have. */
    @Test
    void aNameThatIsNoTextIsNotSimplySaidToBeMissing() {
        assertThat(cli.run("put", link, local.resolve("caf\uFFFD").toString())).isEqualTo(1);
        assertThat(cli.err()).contains("caf\uFFFD", "or its name is not text");
    }

    @Test
    void whatFailsInAFolderDoesNotKeepTheRestAndTheStatusIsThatOfTheFirstListed() throws IOException {
        Path tree = Files.createDirectories(local.resolve("tree/sub")).getParent();
        Files.writeString(tree.resolve("good"), "1");
        Files.writeString(tree.resolve("taken"), "new");
        Files.writeString(tree.resolve("sub/leaf"), "2");
        Files.createDirectory(shared.resolve("tree"));
        Files.writeString(shared.resolve("tree/taken"), "older");
        assertThat(cli.run("put", link, tree.toString(), local.resolve("none").toString()))
                .isEqualTo(5);
        assertThat(cli.err().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).contains("“tree/taken” is already there."))
                .satisfies(lines -> assertThat(lines.get(1)).contains("none", "There is no file or folder"))
                .endsWith("2 files, 2 could not be transferred.");
        assertThat(cli.run("put", link, local.resolve("none").toString(), tree.toString()))
                .isEqualTo(3);
        assertThat(shared.resolve("tree/good")).hasContent("1");
        assertThat(shared.resolve("tree/sub/leaf")).hasContent("2");
        assertThat(shared.resolve("tree/taken")).hasContent("older");
    }

    @Test
    void aDotAndASlashAreTheShareItself() throws IOException {
        Path file = Files.writeString(local.resolve("f.txt"), "f");
        for (String place : List.of(".", "/", "./sub", "/sub/.")) {
            assertThat(cli.run("put", link, file.toString(), "--to", place))
                    .as(cli.err())
                    .isZero();
        }
        assertThat(shared.resolve("f.txt")).hasContent("f");
        assertThat(shared.resolve("sub/f.txt")).hasContent("f");
        assertThat(cli.run("ls", link, "/")).isZero();
        String listed = cli.out();
        assertThat(cli.run("ls", link, ".")).isZero();
        assertThat(cli.out()).isEqualTo(listed).contains("f.txt", "sub/");
        assertThat(cli.run("get", link, ".", "-o", home.resolve("down").toString()))
                .isZero();
        assertThat(home.resolve("down/f.txt")).hasContent("f");
        assertThat(home.resolve("down/sub/f.txt")).hasContent("f");
        assertThat(cli.run("rm", link, "./f.txt")).isZero();
        assertThat(cli.run("put", link, file.toString(), "--to", "../x")).isEqualTo(2);
        assertThat(cli.err()).contains("from the top of the share");
    }

    @Test
    void theConflictRuleIsTheUsers() throws IOException {
        Path file = Files.writeString(local.resolve("f.txt"), "new");
        Files.writeString(shared.resolve("f.txt"), "older");
        assertThat(cli.run("put", link, file.toString())).isEqualTo(5);
        assertThat(cli.run("put", link, file.toString(), "--on-conflict", "skip"))
                .isZero();
        assertThat(cli.err()).contains("0 files, 1 already there.");
        assertThat(shared.resolve("f.txt")).hasContent("older");
        assertThat(cli.run("put", link, file.toString(), "--on-conflict", "rename"))
                .isZero();
        assertThat(shared.resolve("f (2).txt")).hasContent("new");
        assertThat(cli.run("put", link, file.toString(), "--on-conflict", "overwrite"))
                .isZero();
        assertThat(shared.resolve("f.txt")).hasContent("new");
        assertThat(cli.run("get", "--help")).isZero();
        assertThat(cli.out()).contains("fail, overwrite,").doesNotContain("FAIL");
        assertThat(cli.run("put", link, file.toString(), "--on-conflict", "guess"))
                .isEqualTo(2);
    }

    @Test
    void theSameCommandOnceMoreFindsItsFilesThereAlready() throws IOException {
        Files.writeString(local.resolve("a"), "1");
        Files.writeString(local.resolve("b"), "2");
        String[] put = {
            "put", link, local.resolve("a").toString(), local.resolve("b").toString()
        };
        assertThat(cli.run(put)).isZero();
        assertThat(cli.run(put)).isZero();
        assertThat(cli.err()).isEqualToIgnoringNewLines("0 files, 2 already there.");
        String[] get = {"get", link, "a", "b", "-o", home.resolve("down").toString()};
        assertThat(cli.run(get)).isZero();
        assertThat(cli.run(get)).isZero();
        assertThat(cli.err()).isEqualToIgnoringNewLines("0 files, 2 already there.");
        stamp(local.resolve("a"), "2026-03-03T14:05:00Z");
        assertThat(cli.run(put)).isEqualTo(5);
    }

    @Test
    void standardInputAndPipesAreReadToTheirEndAndSentUnderAName() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(home.resolve("temporary"));
        cli.with("TMPDIR", temporary.toString()).reading(new ByteArrayInputStream(new byte[300_000]));
        assertThat(cli.run("put", link, "-", "--to", "in", "--name", "dump.sql"))
                .as(cli.err())
                .isZero();
        assertThat(shared.resolve("in/dump.sql")).hasSize(300_000);
        assertThat(cli.run("put", link, "-")).isEqualTo(2);
        assertThat(cli.err()).contains("--name").doesNotContain("Exception");
        assertThat(cli.run("put", link, "-", "--name", "in/dump.sql")).isEqualTo(2);
        Path file = Files.writeString(local.resolve("a"), "a");
        assertThat(cli.run("put", link, file.toString(), "--name", "b")).isEqualTo(2);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsReadToItsEndAndSentUnderItsOwnName() throws IOException, InterruptedException {
        Path pipe = local.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                Files.writeString(pipe, "through a pipe", StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(cli.run("put", link, pipe.toString())).as(cli.err()).isZero();
        writer.join();
        assertThat(shared.resolve("pipe")).hasContent("through a pipe");
        assertThat(cli.run("put", link, "/dev/zero")).isEqualTo(1);
        assertThat(cli.err()).contains("neither a file nor a folder");
    }

    @Test
    void inputThatNeverEndsIsNotWaitedForOnceTheCommandIsInterrupted() throws IOException {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        cli.reading(new InputStream() {
            @Override
            public int read() {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                asked.complete(true);
                LockSupport.park();
                return 0;
            }
        });
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(
                () -> cli.run("put", link, "-", "--name", "never"),
                task -> Thread.ofVirtual().start(task));
        assertThat(asked).succeedsWithin(Duration.ofSeconds(30));
        cli.interrupt();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(30));
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    void aPathThroughALinkIsTheSystemsAndNotItsText() throws IOException {
        Files.createDirectories(home.resolve("far/deep"));
        Files.createSymbolicLink(local.resolve("link"), home.resolve("far/deep"));
        Files.writeString(shared.resolve("a.txt"), "hello");
        assertThat(cli.run(
                        "get", link, "a.txt", "-o", local.resolve("link/../x").toString()))
                .as(cli.err())
                .isZero();
        assertThat(home.resolve("far/x/a.txt")).hasContent("hello");
        assertThat(local.resolve("x")).doesNotExist();
        Files.writeString(home.resolve("far/b.txt"), "far");
        Files.writeString(local.resolve("b.txt"), "near");
        assertThat(cli.run("put", link, local.resolve("link/../b.txt").toString()))
                .isZero();
        assertThat(shared.resolve("b.txt")).hasContent("far");
    }

    @Test
    void whatIsNotOnThisComputerIsNotFound() {
        assertThat(cli.run("put", link, local.resolve("none").toString())).isEqualTo(3);
        assertThat(cli.run("ls", link, "none")).isEqualTo(3);
        assertThat(cli.err().lines()).hasSize(1);
    }

    @Test
    void theSharedFolderItselfIsNeverDeleted() throws IOException {
        Files.createFile(shared.resolve("kept"));
        assertThat(cli.run("rm", link, "/")).isEqualTo(2);
        assertThat(cli.run("rm", link, "")).isEqualTo(2);
        assertThat(cli.run("rm", link, ".")).isEqualTo(2);
        assertThat(shared.resolve("kept")).exists();
    }

    @Test
    void aProgressBarIsDrawnOnATerminalAndNowhereElse() throws IOException {
        Files.write(shared.resolve("big"), new byte[3 << 20]);
        assertThat(cli.run("get", link, "big", "-o", local.toString())).isZero();
        assertThat(cli.err()).isEmpty();
        cli.onTerminal();
        assertThat(cli.run("get", link, "big", "-o", home.resolve("again").toString()))
                .isZero();
        assertThat(cli.err()).contains("big  [").endsWith("\r\u001b[K");
        cli.with("TERM", "dumb");
        assertThat(cli.run("get", link, "big", "-o", home.resolve("dumb").toString()))
                .isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void downloadsDoNotGoIntoAFile() throws IOException {
        Path file = Files.createFile(local.resolve("file"));
        assertThat(cli.run("get", link, "x", "-o", file.toString())).isEqualTo(5);
    }

    private static void stamp(Path path, String instant) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse(instant)));
    }
}
