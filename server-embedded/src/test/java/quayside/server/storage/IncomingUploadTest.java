package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.open;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;
import static quayside.server.storage.Shares.upload;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** How uploads are published on a real disk, and how files are read while they change. */
class IncomingUploadTest {
    @TempDir
    Path root;

    private FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        Files.writeString(root.resolve("a.txt"), "alpha");
        storage = open(root);
    }

    @Test
    void overwritingReplacesWhole() throws IOException {
        put(storage, "a.txt", "new", OnConflict.OVERWRITE);
        assertThat(content(storage, "a.txt")).isEqualTo("new");
        assertThat(storage.stat(path("a.txt")).modified()).isEqualTo(MODIFIED);
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void newerReplacesOnlyWhatIsOlderToTheNanosecond() throws IOException {
        Path old = root.resolve("a.txt");
        for (long nanos : new long[] {0, 1}) {
            Files.setLastModifiedTime(old, FileTime.from(MODIFIED.plusNanos(nanos)));
            assertThat(put(storage, "a.txt", "new", OnConflict.NEWER)).isInstanceOf(Storage.UploadResult.Skipped.class);
        }
        Files.setLastModifiedTime(old, FileTime.from(MODIFIED.minusNanos(1)));
        assertThat(put(storage, "a.txt", "new", OnConflict.NEWER)).isInstanceOf(Storage.UploadResult.Stored.class);
        assertThat(old).hasContent("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"})
    void noModifiedTimeOfASourceKeepsAFileFromLanding(Instant modified) throws IOException {
        put(storage, upload("t", 1, modified, OnConflict.FAIL, false), "x");
        assertThat(content(storage, "t")).isEqualTo("x");
    }

    @Test
    void manyUploadsToOneNameAtOnceLeaveOneWhole() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Fault>> uploads = IntStream.range(0, 16)
                    .<Callable<Fault>>mapToObj(i -> () -> {
                        try {
                            put(storage, "one", Integer.toString(i), OnConflict.FAIL);
                            return Fault.CANCELLED;
                        } catch (ProtocolException e) {
                            return e.fault();
                        }
                    })
                    .toList();
            List<Future<Fault>> outcomes = threads.invokeAll(uploads);

            assertThat(outcomes)
                    .extracting(Future::resultNow)
                    .containsOnlyOnce(Fault.CANCELLED)
                    .containsOnly(Fault.CANCELLED, Fault.EXISTS);
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void manyUploadsUnderRenameAllFindANameOfTheirOwn() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                String content = Integer.toString(i);
                Future<?> _ = threads.submit(() -> put(storage, "one.txt", content, OnConflict.RENAME));
            }
        }
        assertThat(names(storage, "").stream().filter(name -> name.startsWith("one")))
                .hasSize(16)
                .contains("one.txt", "one (2).txt", "one (16).txt");
    }

    @Test
    void leftoversOfAKilledServerAreSweptAfterADayAndNothingElse() throws IOException {
        put(storage, "b.txt", "makes the staging area", OnConflict.FAIL);
        Path area = root.resolve(".quayside/staging");
        Files.writeString(area.resolve("0123456789abcdef0123456789abcdef"), "old");
        Files.createDirectory(area.resolve("00000000000000000000000000000000"));
        Path young = Files.writeString(area.resolve("ffffffffffffffffffffffffffffffff"), "young");
        Path foreign = Files.writeString(area.resolve("notes.txt"), "somebody's");
        Instant now = Instant.now().plus(Duration.ofHours(25));
        Files.setLastModifiedTime(young, FileTime.from(now));

        storage.close();
        FolderStorage.open(root, false, InstantSource.fixed(now), new Random(1)).close();

        assertThat(Shares.stagedIn(root))
                .containsExactlyInAnyOrder(
                        young.getFileName().toString(), foreign.getFileName().toString());
    }

    @Test
    void theStagingAreaIsTheOwnersAlone() throws IOException {
        put(storage, "b.txt", "b", OnConflict.FAIL);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(".quayside"))))
                .isEqualTo("rwx------");
        assertThat(Files.getPosixFilePermissions(root.resolve("b.txt")))
                .isEqualTo(Files.getPosixFilePermissions(root.resolve("a.txt")));
    }

    @Test
    void aLinkInThePlaceOfTheStagingAreaIsNotUsed(@TempDir Path outside) throws IOException {
        Files.createSymbolicLink(root.resolve(".quayside"), outside);
        assertFault(Fault.SERVER_ERROR, () -> put(storage, "b.txt", "b", OnConflict.FAIL));
        assertThat(Shares.filesIn(outside)).isEmpty();
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            // Here folders are made in the staging area, too.
            Path share = Files.createDirectories(memory.getPath("/share"));
            Path beside = Files.createDirectories(memory.getPath("/outside"));
            try (FolderStorage other = open(share)) {
                Files.createSymbolicLink(share.resolve(".quayside"), beside);
                assertFault(Fault.SERVER_ERROR, () -> other.makeFolder(path("new"), false));
                assertThat(share.resolve("new")).doesNotExist();
                assertThat(beside).isEmptyDirectory();
            }
        }
    }

    @Test
    void aFolderWhereSomethingElseHasTheNameOfTheStagingAreaIsNotShared(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve(".quayside"), "a file");
        assertThatThrownBy(() -> open(other)).hasRootCauseMessage(notOurs(".quayside", "file"));
        Files.delete(file);
        Files.createSymbolicLink(file, root);
        assertThatThrownBy(() -> open(other)).hasRootCauseMessage(notOurs(".quayside", "link"));
        Files.delete(file);
        Files.writeString(Files.createDirectory(file).resolve("staging"), "a file");
        assertThatThrownBy(() -> open(other)).hasRootCauseMessage(notOurs(".quayside/staging", "file"));
    }

    private static String notOurs(String name, String kind) {
        return "The folder to be shared contains a " + kind + " named “" + name
                + "”, but Quayside needs that name for a folder of its own. Delete or rename the " + kind
                + ", then share the folder.";
    }

    @Test
    void anotherFolderInTheSharesPlaceIsNotServed(@TempDir Path other) throws IOException {
        Path share = Files.createDirectory(other.resolve("share"));
        try (FolderStorage moved = open(share)) {
            Files.move(share, other.resolve("aside"));
            Files.createSymbolicLink(share, root);
            assertFault(Fault.SERVER_FULL, () -> Shares.look(moved, "a.txt"));
            assertFault(Fault.SERVER_FULL, () -> put(moved, "b.txt", "b", OnConflict.FAIL));
        }
        assertThat(Shares.filesIn(root)).containsExactly("a.txt");
    }

    @Test
    void aFileThatIsReplacedMovedOrDeletedWhileItIsReadIsNotReadToItsEnd() throws IOException {
        for (String what : List.of("replace", "move", "delete")) {
            Path file = Files.writeString(root.resolve("file"), "whole old content");
            try (Storage.Reader reader = storage.reader();
                    Storage.Content content = reader.open(path("file"), Optional.empty())) {
                content.bytes().readNBytes(5);
                switch (what) {
                    case "replace" -> put(storage, "file", "new", OnConflict.OVERWRITE);
                    case "move" -> storage.move(path("file"), path("moved"));
                    default -> storage.delete(path("file"), false);
                }
                assertFault(Fault.CHANGED, () -> content.bytes().readAllBytes());
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(root.resolve("moved"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grown much longer", "sho", "other"})
    void aFileThatIsRewrittenWhileItIsReadIsNotReadToItsEnd(String rewritten) throws IOException {
        Path file = root.resolve("a.txt");
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = reader.open(path("a.txt"), Optional.empty())) {
            content.bytes().readNBytes(2);
            Files.writeString(file, rewritten);
            assertFault(Fault.CHANGED, () -> content.bytes().readAllBytes());
        }
    }

    @Test
    void anUploadWhoseFolderWentAwayIsNotFoundAndGone() throws IOException {
        storage.makeFolder(path("docs"), false);
        try (SingleUpload staged = new SingleUpload(storage, upload("docs/x", "x", OnConflict.FAIL))) {
            staged.write("x".getBytes(UTF_8));
            storage.delete(path("docs"), true);
            assertFault(Fault.NOT_FOUND, staged::commit);
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aShareIsWellOnlyWhileItsOwnFolderIsThere(@TempDir Path other) throws IOException {
        Path share = Files.createDirectory(other.resolve("share"));
        Path aside = other.resolve("aside");
        try (FolderStorage moved = open(share)) {
            assertThat(moved.condition()).isEqualTo(Storage.Condition.WELL);
            put(moved, "b.txt", "makes the staging area", OnConflict.FAIL);
            assertThat(moved.condition()).isEqualTo(Storage.Condition.WELL);
            Files.move(share, aside);
            assertThat(moved.condition()).isEqualTo(Storage.Condition.AWAY);
            Files.createDirectory(share);
            assertThat(moved.condition()).isEqualTo(Storage.Condition.AWAY);
            Files.delete(share);
            Files.move(aside, share);
            assertThat(moved.condition()).isEqualTo(Storage.Condition.WELL);
        }
    }
}
