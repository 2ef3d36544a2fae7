package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.open;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** Names and kinds of files that no guest may see, touch, or bring the server down with. */
class HostileNamesTest {
    @TempDir
    Path temporary;

    private Path root;
    private FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        root = Files.createDirectory(temporary.resolve("share"));
        Files.writeString(root.resolve("a.txt"), "alpha");
        // Everything hidden is shared here: what is held back is held back as reserved.
        storage = open(root, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".quayside",
                ".QUAYSIDE",
                ".Quayside",
                ".quay\u017fide",
                ".quay\u200bside",
                "\uff0equayside",
                ".quayside.",
                ".quayside ",
                ".quayside::$DATA",
                "QUAYSI~1",
                "QUAYSI~1.PAR",
                ".quayside-0123456789abcdef.part",
                ".QUAYSIDE-0123456789abcdef.RESUME",
                ".quayside-x",
                ".quay\u200bside-x"
            })
    void theReservedFolderIsOutOfReachOfEveryVerbInEverySpelling(String spelling) throws IOException {
        for (String reserved : new String[] {spelling, "docs/" + spelling}) {
            Path secret = root.resolve(reserved);
            Files.createDirectories(secret);
            Files.writeString(secret.resolve("protected.json"), "{}");
            String inside = reserved + "/protected.json";

            assertThat(names(storage, path(reserved).parent().toString())).doesNotContain(spelling);
            for (String path : new String[] {reserved, inside}) {
                assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, path));
                assertFault(Fault.NOT_FOUND, () -> storage.list(path(path)));
                assertFault(Fault.NOT_FOUND, () -> storage.stat(path(path)));
                assertFault(Fault.REFUSED, () -> storage.delete(path(path), true));
                assertFault(Fault.REFUSED, () -> storage.move(path(path), path("mine")));
                assertFault(Fault.REFUSED, () -> storage.move(path("a.txt"), path(path)));
                assertFault(Fault.REFUSED, () -> storage.makeFolder(path(path), false));
                assertFault(Fault.REFUSED, () -> put(storage, path, "x", OnConflict.OVERWRITE));
            }
            assertThat(secret.resolve("protected.json")).hasContent("{}");
        }
    }

    @Test
    void aFolderThatHoldsAReservedOneIsNeitherDeletedNorMoved() throws IOException {
        Files.createDirectories(root.resolve("docs/deep/.Quayside"));
        Files.writeString(root.resolve("docs/first.txt"), "1");

        assertFault(Fault.REFUSED, () -> storage.delete(path("docs"), true));
        assertFault(Fault.REFUSED, () -> storage.move(path("docs"), path("moved")));
        assertFault(Fault.REFUSED, () -> storage.move(path("docs/deep"), path("deep")));

        assertThat(root.resolve("docs/first.txt")).exists();
        assertThat(root.resolve("docs/deep/.Quayside")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "nul.txt",
                "COM\u00b9",
                "trailing.",
                "trailing ",
                "a:b",
                "what?*",
                "-rf",
                "#1 100%.txt",
                "caf\u00e9",
                "cafe\u0301",
                "\u202egnp.exe",
                "\ud83d\ude00",
                "a\\b"
            })
    void whatAreOrdinaryNamesHereAreStoredAsTheyAre(String name) throws IOException {
        put(storage, name, name, OnConflict.FAIL);
        assertThat(names(storage, "")).contains(name);
        assertThat(content(storage, name)).isEqualTo(name);
    }

    @Test
    void aWindowsDiskOpensNoDevicesStreamsOrOtherFolders() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path share = Files.createDirectories(windows.getPath("C:\\share"));
            Files.createDirectories(windows.getPath("C:\\share-x"));
            try (FolderStorage shared = open(share)) {
                for (String name : new String[] {
                    "CON",
                    "nul.txt",
                    "COM\u00b9",
                    "lpt9.log",
                    "conin$",
                    "x.",
                    "x ",
                    "a:b",
                    "a|b",
                    "..\\share-x",
                    "C:x",
                    "\\\\?\\C:\\x"
                }) {
                    assertFault(Fault.NOT_FOUND, () -> Shares.look(shared, name));
                    assertFault(Fault.NOT_FOUND, () -> shared.stat(path(name)));
                    assertFault(Fault.REFUSED, () -> put(shared, name, "x", OnConflict.FAIL));
                    assertFault(Fault.REFUSED, () -> shared.makeFolder(path(name), false));
                    assertFault(Fault.REFUSED, () -> shared.delete(path(name), true));
                }
                put(shared, "console.txt", "x", OnConflict.FAIL);
            }
        }
    }

    @Test
    void onADiskThatFoldsNamesAnotherSpellingIsAConflict() throws IOException {
        Configuration folding = Configuration.osX().toBuilder()
                .setAttributeViews("basic", "posix")
                .build();
        try (FileSystem mac = Jimfs.newFileSystem(folding)) {
            Path share = Files.createDirectories(mac.getPath("/share"));
            Files.writeString(share.resolve("Report.txt"), "old");
            try (FolderStorage shared = open(share)) {
                assertFault(Fault.EXISTS, () -> put(shared, "report.txt", "new", OnConflict.FAIL));
                assertFault(Fault.EXISTS, () -> put(shared, "report.txt", "new", OnConflict.OVERWRITE));
                assertFault(Fault.EXISTS, () -> shared.makeFolder(path("REPORT.TXT"), false));
                put(shared, "report.txt", "new", OnConflict.RENAME);

                assertThat(content(shared, "Report.txt")).isEqualTo("old");
                assertThat(content(shared, "report (2).txt")).isEqualTo("new");

                assertThat(shared.makeFolder(path("Docs"), true)).isEmpty();
                assertThat(shared.makeFolder(path("Docs"), true)).isPresent();
                assertFault(Fault.EXISTS, () -> shared.makeFolder(path("docs"), true));
            }
        }
    }

    @Test
    void namesThatGuestsCouldNotAskForAreLeftOut() throws IOException {
        Files.writeString(root.resolve("line\nbreak"), "x");
        Files.writeString(root.resolve("\u001b[31mred"), "x");
        // A name in no encoding: the byte 0xff is not UTF-8.
        run("touch \"$(printf 'caf\\377')\"");

        assertThat(names(storage, "")).containsExactly("a.txt");
    }

    @Test
    @Timeout(60)
    void aPipeIsNeitherListedNorOpenedNorWaitedFor() throws IOException {
        run("mkfifo pipe && mkdir docs && mkfifo docs/pipe");

        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "pipe"));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("pipe")));
        assertFault(Fault.NOT_FOUND, () -> storage.stat(path("pipe/x")));
        assertFault(Fault.EXISTS, () -> put(storage, "pipe", "x", OnConflict.OVERWRITE));
        assertFault(Fault.REFUSED, () -> storage.delete(path("docs"), true));
        assertThat(root.resolve("docs/pipe")).exists();
    }

    @Test
    void aDeviceIsNotOpened() throws IOException {
        Path devices = Path.of("/dev");
        assumeThat(devices.resolve("null")).exists();
        try (FolderStorage shared = open(devices)) {
            assertFault(Fault.NOT_FOUND, () -> Shares.look(shared, "null"));
            assertThat(names(shared, "")).doesNotContain("null", "zero");
        }
    }

    @Test
    void aNameThatIsLongInEveryWayIsRefusedCleanly() throws IOException {
        String longest = "\u00e9".repeat(127) + "x";
        assertThat(longest.getBytes(UTF_8)).hasSize(255);
        put(storage, longest, "1", OnConflict.FAIL);
        put(storage, longest, "2", OnConflict.RENAME);
        assertThat(names(storage, "")).hasSize(3);
        assertThat(content(storage, longest)).isEqualTo("1");
    }

    private void run(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            boolean ended = process.waitFor(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
            assumeThat(ended && process.exitValue() == 0)
                    .as("a shell with mkfifo")
                    .isTrue();
        } catch (InterruptedException e) {
            Assertions.fail(e);
        }
    }
}
