package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.AccessLists;
import quayside.protocol.message.OnConflict;
import quayside.protocol.text.Sentence;

/**
 * Tests the metadata of a file (PROTOCOL.md section 8.5), to the real server and back. Root gives files to other users
 * here; an ordinary user has only its own files and the groups that it is in. If root builds, {@link OrdinaryUserTest}
 * also runs this as an ordinary user.
 */
final class MetadataWayTest {
    private static final Instant OLD = Instant.parse("1903-04-05T06:07:08Z");
    private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.5Z");
    private static final Whose WHOSE = Whose.here();

    private enum Direction {
        UP,
        DOWN
    }

    @TempDir
    Path share;

    @TempDir
    Path local;

    private TappedShare tapped;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        tapped = new TappedShare(share);
    }

    @AfterEach
    void stop() throws IOException {
        tapped.close();
    }

    private Path source(Direction direction) {
        return direction == Direction.UP ? local : share;
    }

    private Path target(Direction direction) {
        return direction == Direction.UP ? share : local;
    }

    private TransferReport.Summary move(Direction direction, String name, OnConflict rule) throws IOException {
        TransferListener listener = new TransferListener() {
            @Override
            public void noted(String path, Sentence sentence) {
                notes.add(sentence.toString());
            }
        };
        return direction == Direction.UP
                ? tapped.up(local.resolve(name), rule, listener)
                : tapped.down(name, local, rule, listener);
    }

    private static Path write(Path file, int size, int mode, Instant modified) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
        Files.setAttribute(file, "unix:mode", mode);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    private static Object unix(Path file, String what) throws IOException {
        Map<String, Object> all = Files.readAttributes(file, "unix:" + what, LinkOption.NOFOLLOW_LINKS);
        return all.get(what);
    }

    private static int mode(Path file) throws IOException {
        return (int) unix(file, "mode") & 07777;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static void assumeLists(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setfacl")) && Files.isExecutable(Path.of("/usr/bin/getfacl")),
                "setfacl and getfacl are not installed.");
        Path trial = Files.createFile(folder.resolve("trial"));
        Process process = new ProcessBuilder("/usr/bin/setfacl", "-m", "u:5:r", trial.toString())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        boolean takes = process.waitFor() == 0;
        Files.delete(trial);
        assumeTrue(takes, "This file system knows no access control lists.");
    }

    private static String list(Path file) throws IOException, InterruptedException {
        return run("/usr/bin/getfacl", "--omit-header", "--numeric", "--absolute-names", file.toString());
    }

    static Stream<Arguments> ways() {
        return Stream.of(Direction.values())
                .flatMap(direction -> Stream.of(OnConflict.values())
                        .flatMap(rule -> Stream.of("f", "tree")
                                .flatMap(what ->
                                        Stream.of(3, 300_000).map(size -> Arguments.of(direction, rule, what, size)))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aReplacedFileKeepsWhoseItIsAndANewOneIsItsFolders(Direction direction, OnConflict rule, String what, int size)
            throws Exception {
        assumeLists(local);
        String name = what.equals("f") ? "f" : "tree/f";
        touch(write(source(direction).resolve(name), size, 0660, OLD), BEFORE_1970);
        Path old = write(target(direction).resolve(name), 5, 0660, OLD);
        Path folder = old.getParent();
        run("/usr/bin/setfacl", "-d", "-m", "u:7:rwx", folder.toString());
        Files.setAttribute(folder, "unix:gid", WHOSE.team());
        Files.setAttribute(folder, "unix:mode", 02770);
        run("/usr/bin/setfacl", "-d", "-m", "u:7:rwx", folder.toString());
        Files.setAttribute(old, "unix:uid", WHOSE.owner());
        Files.setAttribute(old, "unix:gid", WHOSE.group());
        run("/usr/bin/setfacl", "-m", "u:5:rw,g::r,m::r", old.toString());
        UserDefinedFileAttributeView notes = Files.getFileAttributeView(old, UserDefinedFileAttributeView.class);
        notes.write("note", ByteBuffer.wrap("mine".getBytes(UTF_8)));
        String listed = list(old);

        move(direction, what, rule);

        assertThat(list(old)).isEqualTo(listed);
        assertThat(unix(old, "uid")).isEqualTo(WHOSE.owner());
        assertThat(unix(old, "gid")).isEqualTo(WHOSE.group());
        assertThat(Files.getFileAttributeView(old, UserDefinedFileAttributeView.class)
                        .list())
                .contains("note");
        boolean replaced = rule == OnConflict.OVERWRITE || rule == OnConflict.NEWER;
        assertThat(Files.size(old)).isEqualTo(replaced ? size : 5);
        assertThat(Files.getLastModifiedTime(old).toInstant()).isEqualTo(replaced ? BEFORE_1970 : OLD);
        Path beside = folder.resolve("f (2)");
        assertThat(Files.exists(beside)).isEqualTo(rule == OnConflict.RENAME);
        if (rule == OnConflict.RENAME) {
            Path made = write(folder.resolve("made"), 1, 0660, OLD);
            assertThat(unix(beside, "gid")).isEqualTo(WHOSE.team());
            assertThat(list(beside)).isEqualTo(list(made));
        }
        assertThat(this.notes).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void newFoldersInheritAsThoseThatAreMadeThere(Direction direction) throws Exception {
        assumeLists(local);
        Path top = target(direction);
        Files.createDirectories(source(direction).resolve("tree/sub"));
        write(source(direction).resolve("tree/sub/f"), 3, 0666, OLD);
        Files.setAttribute(source(direction).resolve("tree"), "unix:mode", 0777);
        Files.setAttribute(source(direction).resolve("tree/sub"), "unix:mode", 0777);
        Files.setAttribute(top, "unix:gid", WHOSE.team());
        Files.setAttribute(top, "unix:mode", 02775);
        run("/usr/bin/setfacl", "-d", "-m", "u:7:rwx", top.toString());
        Path made = Files.createDirectories(top.resolve("made/sub"));
        Path file = Files.createFile(made.resolve("f"));

        move(direction, "tree", OnConflict.FAIL);

        for (String folder : List.of("", "/sub")) {
            assertThat(mode(top.resolve("tree" + folder))).isEqualTo(mode(top.resolve("made" + folder)));
            assertThat(unix(top.resolve("tree" + folder), "gid")).isEqualTo(WHOSE.team());
            assertThat(list(top.resolve("tree" + folder))).isEqualTo(list(top.resolve("made" + folder)));
        }
        assertThat(unix(top.resolve("tree/sub/f"), "gid")).isEqualTo(WHOSE.team());
        assertThat(list(top.resolve("tree/sub/f"))).isEqualTo(list(file));
    }

    @ParameterizedTest
    @CsvSource({"UP, 3", "UP, 300000", "DOWN, 3", "DOWN, 300000"})
    void theGroupGetsNothingThatOnlyAnAccessListGrantsToOthers(Direction direction, int size) throws IOException {
        for (String file : List.of("f", "tree/f")) {
            AccessLists.assumeLetsAnotherIn(write(source(direction).resolve(file), size, 0600, OLD));
            assertThat(mode(source(direction).resolve(file))).isEqualTo(0660);
        }
        move(direction, "f", OnConflict.FAIL);
        move(direction, "tree", OnConflict.FAIL);
        assertThat(mode(target(direction).resolve("f"))).isEqualTo(0600);
        assertThat(mode(target(direction).resolve("tree/f"))).isEqualTo(0600);
    }

    @ParameterizedTest
    @CsvSource({"UP, 3", "UP, 300000", "DOWN, 3", "DOWN, 300000"})
    void whatIsPrivateStaysPrivate(Direction direction, int size) throws IOException {
        for (String file : List.of("new", "tree/new", "replaced", "tree/replaced")) {
            write(source(direction).resolve(file), size, 0600, BEFORE_1970);
        }
        for (String file : List.of("replaced", "tree/replaced")) {
            write(target(direction).resolve(file), 5, 0644, OLD);
        }
        for (String what : List.of("new", "replaced", "tree")) {
            move(direction, what, OnConflict.OVERWRITE);
        }
        for (String file : List.of("new", "tree/new", "replaced", "tree/replaced")) {
            assertThat(mode(target(direction).resolve(file))).isEqualTo(0600);
        }
    }

    /** What a disk does not reach is the nearest that it has, it is said once, and the file is known again. */
    @ParameterizedTest
    @CsvSource({
        "UP, 1665-01-01T00:00:00Z",
        "UP, 1901-12-13T20:45:53.5Z",
        "UP, 1969-12-31T23:59:59.5Z",
        "UP, 1969-12-31T23:59:58.000000001Z",
        "UP, 2106-02-07T06:28:16.25Z",
        "UP, 2275-01-01T00:00:00Z",
        "UP, 9999-12-31T23:59:59Z",
        "DOWN, 1665-01-01T00:00:00Z",
        "DOWN, 1901-12-13T20:45:53.5Z",
        "DOWN, 1969-12-31T23:59:59.5Z",
        "DOWN, 1969-12-31T23:59:58.000000001Z",
        "DOWN, 2106-02-07T06:28:16.25Z",
        "DOWN, 2275-01-01T00:00:00Z",
        "DOWN, 9999-12-31T23:59:59Z"
    })
    void timesNearAndFarAreKeptAndKnownAgain(Direction direction, Instant time) throws Exception {
        for (String name : List.of("tree/f", "tree/g", "h")) {
            touch(write(source(direction).resolve(name), 3, 0644, OLD), time);
        }
        assertThat(move(direction, "tree", OnConflict.FAIL).stored()).isEqualTo(2);
        assertThat(move(direction, "h", OnConflict.FAIL).stored()).isEqualTo(1);
        for (String name : List.of("tree/f", "tree/g", "h")) {
            assertThat(Files.getLastModifiedTime(target(direction).resolve(name)))
                    .isEqualTo(Files.getLastModifiedTime(source(direction).resolve(name)));
        }
        assertThat(notes).isEmpty();
        TransferReport.Summary again = move(direction, "tree", OnConflict.FAIL);
        assertThat(again.skipped()).isEqualTo(2);
        assertThat(again.failedCount()).isZero();
    }

    private static void touch(Path file, Instant time) throws IOException, InterruptedException {
        // Java sets no fraction of a second before 1970, and nothing far away.
        run("touch", "-d", time.toString(), file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UP", "DOWN"})
    void foldersKeepTheirTimesAlsoWhereTheyWereThere(Direction direction) throws IOException {
        Path tree = source(direction).resolve("tree");
        write(tree.resolve("a/b/f"), 3, 0644, OLD);
        write(tree.resolve("a/large"), 300_000, 0644, OLD);
        Files.createDirectories(tree.resolve("empty"));
        List<String> folders = List.of("empty", "a/b", "a", "");
        for (String folder : folders) {
            Files.setLastModifiedTime(tree.resolve(folder), FileTime.from(OLD.plusSeconds(folder.length())));
        }
        Files.createDirectories(target(direction).resolve("tree/a"));
        for (int i = 0; i < 2; i++) {
            assertThat(move(direction, "tree", OnConflict.SKIP).failedCount()).isZero();
            for (String folder : folders) {
                assertThat(Files.getLastModifiedTime(
                                target(direction).resolve("tree").resolve(folder)))
                        .as(folder)
                        .isEqualTo(FileTime.from(OLD.plusSeconds(folder.length())));
            }
        }
    }

    @Test
    void aFolderHasNoMoreRightsThanItsSource() throws IOException {
        Path closed = Files.createDirectories(local.resolve("tree/closed"));
        write(closed.resolve("f"), 3, 0644, OLD);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        move(Direction.UP, "tree", OnConflict.FAIL);
        assertThat(mode(share.resolve("tree/closed"))).isEqualTo(0700);
    }
}
