package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;

/** Leftovers of uploads go after a day, by a clock that the test moves. */
class SweepTest {
    private static final byte[] BYTES = new byte[300_000];

    @TempDir
    Path root;

    private Instant now = Instant.now();
    private FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        storage = FolderStorage.open(root, false, () -> now, new Random(3));
    }

    @AfterEach
    void closeShare() {
        storage.close();
    }

    private SingleUpload begin(Instant modified) throws IOException {
        return new SingleUpload(
                storage,
                new Storage.Upload(
                        path("new"),
                        BYTES.length,
                        modified,
                        OnConflict.FAIL,
                        true,
                        Optional.empty(),
                        false,
                        Optional.of("source")));
    }

    @Test
    void whatNobodyCameBackForGoesAfterADayAndNotBefore() throws IOException {
        try (SingleUpload single = begin(now)) {
            single.write(new byte[1000]);
        }
        now = now.plus(Duration.ofHours(23));
        storage.sweep();
        assertThat(Shares.stagedIn(root)).hasSize(2);

        now = now.plus(Duration.ofHours(2));
        storage.sweep();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void whatIsInUseIsNotSweptHoweverOld() throws IOException {
        try (SingleUpload single = begin(now)) {
            single.write(BYTES);
            now = now.plus(Duration.ofDays(30));
            storage.sweep();
            assertThat(single.commit()).isInstanceOf(Storage.UploadResult.Stored.class);
        }
        assertThat(root.resolve("new")).hasBinaryContent(BYTES);
    }

    @Test
    void aWholePartWithTheTimeOfAnOldSourceIsAsYoungAsItsRecord() throws IOException {
        try (SingleUpload single = begin(Instant.parse("1999-12-31T23:59:59Z"))) {
            single.write(BYTES);
            Files.createFile(root.resolve("new"));
            Faults.assertFault(quayside.protocol.wire.Fault.EXISTS, single::commit);
        }
        storage.sweep();
        assertThat(Shares.stagedIn(root)).hasSize(2);
        now = now.plus(Duration.ofHours(25));
        storage.sweep();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    /** It may be another program's, which has just given it its source's time. */
    @Test
    void aPartWithTheTimeOfAnOldSourceIsAsYoungAsItIs() throws IOException {
        Path area = Files.createDirectories(root.resolve(".quayside/staging"));
        Path part = Files.createFile(area.resolve("ffffffffffffffffffffffffffffffff"));
        Files.setLastModifiedTime(part, FileTime.from(Instant.EPOCH));
        now = now.plus(Duration.ofHours(23));
        storage.sweep();
        assertThat(part).exists();
        now = now.plus(Duration.ofHours(2));
        storage.sweep();
        assertThat(part).doesNotExist();
    }

    @Test
    void onlyWhatIsOursIsSwept() throws IOException {
        Path area = Files.createDirectories(root.resolve(".quayside/staging"));
        for (String name : List.of(
                "notes.txt",
                "0123456789abcdef0123456789abcdef.part",
                "0123456789abcdef0123456789abcdef.resume",
                "0123456789abcdef0123456789abcdef.txt",
                "ffffffffffffffffffffffffffffffff")) {
            Files.createFile(area.resolve(name));
        }
        now = now.plus(Duration.ofDays(2));
        storage.sweep();
        assertThat(Shares.stagedIn(root))
                .containsExactlyInAnyOrder("notes.txt", "0123456789abcdef0123456789abcdef.txt");
    }

    @Test
    void theStagingAreaGoesAtTheEndWhereItIsEmptyAndStaysOtherwise() throws IOException {
        Shares.put(storage, "file", "x", OnConflict.FAIL);
        assertThat(root.resolve(".quayside/staging")).isDirectory();
        storage.close();
        assertThat(root.resolve(".quayside")).doesNotExist();

        Files.delete(root.resolve("file"));
        try (SingleUpload single = begin(now)) {
            single.write(new byte[1000]);
        }
        storage.close();
        assertThat(Shares.stagedIn(root)).hasSize(2);
    }

    /** A program that shares a folder, and is killed while a copy waits to be published and an upload arrives. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) throws IOException {
            FolderStorage storage = Shares.open(Path.of(args[0]));
            storage.batch().copy(path("file"), path("copy"));
            SingleUpload upload = new SingleUpload(
                    storage,
                    new Storage.Upload(
                            path("upload"),
                            BYTES.length,
                            Instant.EPOCH,
                            OnConflict.FAIL,
                            true,
                            Optional.empty(),
                            false,
                            Optional.of("source")));
            upload.write(new byte[1000]);
            Runtime.getRuntime().halt(3);
        }
    }

    private void shareAndBeKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(3);
    }

    @Test
    void theNextStartRemovesThePartOfACopyThatWasKilledAndNothingOfOthers() throws Exception {
        Files.write(root.resolve("file"), BYTES);
        storage.close();
        // Another computer's, which may be sharing the folder too.
        Path area = Files.createDirectories(root.resolve(".quayside/staging"));
        Path others = Files.write(area.resolve("ffffffffffffffffffffffffffffffff"), BYTES);
        for (int i = 0; i < 2; i++) {
            shareAndBeKilled();
            // The other's, the upload's part and its record; and of the last one, the copy.
            assertThat(Shares.stagedIn(root)).as("after being killed").hasSize(4);
        }
        openShare();
        assertThat(Shares.stagedIn(root))
                .hasSize(3)
                .contains(others.getFileName().toString())
                .anyMatch(name -> name.endsWith(StagingArea.PART))
                .anyMatch(name -> name.endsWith(StagingArea.RECORD));
    }

    @Test
    void whatAProgramThatEndedByItselfStillWritesIsNotRemoved() throws IOException {
        Storage.Batch batch = storage.batch();
        Files.write(root.resolve("file"), BYTES);
        batch.copy(path("file"), path("copy"));
        storage.close();
        storage = FolderStorage.open(root, false, () -> now, new Random(4));
        assertThat(Shares.stagedIn(root)).hasSize(1);
        batch.close();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }
}
