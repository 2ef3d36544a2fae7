package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Hashing;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFile;

/** What a lock closes, and where the protection goes (PROTOCOL.md section 5.8). */
class ProtectionTest {
    @TempDir
    Path folder;

    private Lock lock;
    private FolderStorage storage;
    private Storage host;

    @BeforeEach
    void protectAFile() throws IOException {
        lock = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1)).make(Passcode.of("sesame"));
        storage = Shares.open(folder);
        host = storage.with(Keyring.HOST);
        Files.createDirectories(folder.resolve("docs/deep"));
        Files.writeString(folder.resolve("docs/deep/secret"), "secret");
        Files.writeString(folder.resolve("docs/free"), "free");
        host.protect(path("docs/deep/secret"), Optional.of(lock));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void assertLocked(ThrowingCallable work) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(work).satisfies(e -> {
            assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(Fault.PASSCODE_NEEDED);
            assertThat(e.lock()).contains(lock.id());
        });
    }

    private List<String> locked() {
        return storage.protectedFiles().list().stream()
                .map(ProtectedFile::path)
                .map(Object::toString)
                .toList();
    }

    private static Storage.Upload under(Storage.Upload upload, Lock lock) {
        return new Storage.Upload(
                upload.target(),
                upload.size(),
                upload.modified(),
                upload.onConflict(),
                true,
                Optional.empty(),
                upload.unlessSame(),
                upload.source(),
                Optional.of(lock),
                upload.id(),
                Optional.empty(),
                upload.seen());
    }

    @Test
    void onlyWhoHasOpenedTheLockReadsTheFile() throws IOException {
        assertLocked(() -> Shares.look(storage, "docs/deep/secret"));
        assertLocked(() -> storage.digest(path("docs/deep/secret"), "somebody"));
        Storage opened = storage.with(lock.id()::equals);
        assertThat(Shares.content(opened, "docs/deep/secret")).isEqualTo("secret");
        assertThat(opened.digest(path("docs/deep/secret"), "somebody").sha256()).hasSize(64);
        // What was computed for one is remembered, and for nobody else.
        assertLocked(() -> storage.digest(path("docs/deep/secret"), "somebody"));
        Shares.look(storage, "docs/free");
    }

    @Test
    void listingsShowTheLock() throws IOException {
        assertThat(storage.stat(path("docs/deep/secret")).lock()).contains(lock.id());
        assertThat(storage.stat(path("docs/free")).lock()).isEmpty();
        try (Storage.Listing listing = storage.list(path("docs/deep"))) {
            assertThat(listing.next().lock()).contains(lock.id());
        }
    }

    @Test
    void whatHoldsItIsNotDeletedAndNothingOfIt() {
        assertLocked(() -> storage.delete(path("docs"), true));
        assertLocked(() -> storage.delete(path("docs/deep/secret"), false));
        assertLocked(() -> storage.delete(path("docs/deep/secret"), true));
        assertThat(folder.resolve("docs/free")).exists();
        assertThat(folder.resolve("docs/deep/secret")).exists();
    }

    @Test
    void whatIsLockedIsNamedForWhatItIs() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> storage.digest(path("docs/deep/secret"), "somebody"))
                .withMessageStartingWith("“docs/deep/secret” is protected: enter its passcode");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> storage.delete(path("docs"), false))
                .withMessageStartingWith("“docs” contains protected files: enter their passcode");
    }

    @Test
    void aFileRenamedByHandWithinTheFolderKeepsItFromBeingDeleted() throws IOException {
        Files.move(folder.resolve("docs/deep/secret"), folder.resolve("docs/other"));
        storage.close();
        storage = Shares.open(folder);
        assertLocked(() -> storage.delete(path("docs/other"), false));
        assertLocked(() -> storage.delete(path("docs"), true));
        assertLocked(() -> storage.move(path("docs"), path("moved")));
        assertLocked(() -> Shares.look(storage, "docs/other"));
        assertThat(storage.stat(path("docs/other")).lock()).contains(lock.id());
    }

    @Test
    void howeverDeepTheHostHasMovedItItKeepsWhatHoldsItFromBeingDeleted() throws IOException {
        Path deep = folder.resolve("docs");
        for (int depth = 0; depth < 2 * TreeWalk.MAX_OPEN; depth++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Files.move(folder.resolve("docs/deep/secret"), deep.resolve("secret"));

        assertLocked(() -> storage.delete(path("docs/d"), true));
        assertLocked(() -> storage.delete(path("docs/d/d"), true));
        assertThat(deep.resolve("secret")).exists();
        host.delete(path("docs/d"), true);
        assertThat(folder.resolve("docs/d")).doesNotExist();
        assertThat(folder.resolve("docs/free")).exists();
    }

    @Test
    void whatLandedBeforeIsToldToNobodyOnceItIsLocked() throws IOException {
        Storage.Upload upload = new Storage.Upload(
                path("docs/new"),
                3,
                Shares.MODIFIED,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of("one"),
                Optional.empty(),
                Optional.empty());
        Shares.put(storage, upload, "new");
        assertThat(Shares.put(storage, upload, "new")).isInstanceOf(Storage.UploadResult.Skipped.class);

        host.protect(path("docs/new"), Optional.of(lock));
        assertLocked(() -> Shares.put(storage, upload, "new"));
        assertThat(Shares.put(host, upload, "new")).isInstanceOf(Storage.UploadResult.Skipped.class);
    }

    @Test
    void protectionIsTakenOnlyFromWhatCanHaveIt() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("docs/free"));
        for (String path : new String[] {"docs", "no", "docs/no", "link"}) {
            assertFault(Fault.NOT_FOUND, () -> storage.protect(path(path), Optional.empty()));
        }
        assertThat(storage.protect(path("docs/free"), Optional.empty())).isFalse();

        // The name of a file that is gone may still be freed.
        Files.delete(folder.resolve("docs/deep/secret"));
        assertThat(host.protect(path("docs/deep/secret"), Optional.empty())).isTrue();
        assertFault(Fault.NOT_FOUND, () -> host.protect(path("docs/deep/secret"), Optional.empty()));
    }

    @Test
    void aDeletedFileLeavesNothingBehind() throws IOException {
        host.delete(path("docs"), true);
        assertThat(storage.protectedFiles().isEmpty()).isTrue();
        assertThat(folder.resolve(".quayside/protected.json")).doesNotExist();
    }

    @Test
    void anotherNameOfADeletedFileStaysLocked() throws IOException {
        Files.createLink(folder.resolve("twin"), folder.resolve("docs/deep/secret"));
        host.delete(path("docs/deep/secret"), false);
        assertLocked(() -> Shares.look(storage, "twin"));
    }

    @Test
    void neitherEndOfAMoveIsFree() throws IOException {
        assertLocked(() -> storage.move(path("docs/deep/secret"), path("mine")));
        assertLocked(() -> storage.move(path("docs"), path("mine")));
        Files.delete(folder.resolve("docs/deep/secret"));
        assertLocked(() -> storage.move(path("docs/free"), path("docs/deep/secret")));
        assertThat(folder.resolve("docs/free")).exists();
    }

    @Test
    void theProtectionMovesWithTheFileAndWithItsFolder() throws IOException {
        host.move(path("docs/deep/secret"), path("docs/s"));
        assertThat(locked()).containsExactly("docs/s");
        host.move(path("docs"), path("papers"));
        assertThat(locked()).containsExactly("papers/s");
        assertLocked(() -> Shares.look(storage, "papers/s"));
        Shares.put(storage, "docs", "free again", OnConflict.FAIL);
    }

    @ParameterizedTest
    @EnumSource(
            value = OnConflict.class,
            names = {"FAIL", "OVERWRITE", "NEWER", "SKIP"})
    void nothingIsUploadedOntoTheNameWhateverTheRule(OnConflict rule) throws IOException {
        Storage.Upload same = new Storage.Upload(
                path("docs/deep/secret"),
                6,
                Files.getLastModifiedTime(folder.resolve("docs/deep/secret")).toInstant(),
                rule,
                true,
                Optional.empty(),
                true,
                Optional.empty());
        assertLocked(() -> Shares.put(storage, same, "SECRET"));
        Files.delete(folder.resolve("docs/deep/secret"));
        assertLocked(() -> Shares.put(storage, "docs/deep/secret", "x", rule));
        assertThat(folder.resolve("docs/deep/secret")).doesNotExist();
    }

    @Test
    void aNameThatIsFreeOnlyByHandIsNotTakenByRename() throws IOException {
        Files.delete(folder.resolve("docs/deep/secret"));
        Storage.UploadResult arrived = Shares.put(storage, "docs/deep/secret", "x", OnConflict.RENAME);
        assertThat(((Storage.UploadResult.Stored) arrived).entry().name()).isEqualTo("secret (2)");
        assertThat(((Storage.UploadResult.Stored) arrived).entry().lock()).isEmpty();
    }

    /** The rule is asked again when the upload is whole: the name may have been protected meanwhile. */
    @Test
    void aNameThatIsProtectedWhileAnUploadGrowsIsNotTaken() throws IOException {
        try (SingleUpload upload = new SingleUpload(storage, upload("docs/free", "mine", OnConflict.OVERWRITE))) {
            upload.write("mine".getBytes(UTF_8));
            host.protect(path("docs/free"), Optional.of(lock));
            assertLocked(upload::commit);
        }
        assertThat(folder.resolve("docs/free")).hasContent("free");
    }

    @Test
    void whatReplacesAProtectedFileIsUnderItsLock() throws IOException {
        Shares.put(storage.with(lock.id()::equals), "docs/deep/secret", "new", OnConflict.OVERWRITE);
        assertLocked(() -> Shares.look(storage, "docs/deep/secret"));
        Files.move(folder.resolve("docs/deep/secret"), folder.resolve("elsewhere"));
        assertLocked(() -> Shares.look(storage, "elsewhere"));
    }

    @Test
    void whatWasReplacedIsForgotten() throws IOException {
        Storage opened = storage.with(lock.id()::equals);
        for (int i = 0; i < 5; i++) {
            Shares.put(opened, "docs/deep/secret", "new " + i, OnConflict.OVERWRITE);
        }
        assertThat(Files.readString(folder.resolve(".quayside/protected.json")).split("\"inode\""))
                .as("one identity")
                .hasSize(2);
        Files.createLink(folder.resolve("twin"), folder.resolve("docs/deep/secret"));
        Shares.put(opened, "docs/deep/secret", "newest", OnConflict.OVERWRITE);
        assertLocked(() -> Shares.look(storage, "twin"));
    }

    @Test
    void replacingTheContentByHandKeepsTheNameProtected() throws IOException {
        Files.writeString(folder.resolve("fresh"), "fresh");
        Files.move(folder.resolve("fresh"), folder.resolve("docs/deep/secret"), StandardCopyOption.REPLACE_EXISTING);
        assertLocked(() -> Shares.look(storage, "docs/deep/secret"));
    }

    @Test
    void anUploadIsProtectedBeforeItsNameCanBeFound() throws IOException {
        List<String> atTheMove = new ArrayList<>();
        Path state = folder.resolve(".quayside/protected.json");
        Lock own = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1)).make(Passcode.of("own"));
        storage.close();
        try (Storage watched = WatchedShares.open(folder, (operation, _) -> {
            if (operation == WatchedDisk.Operation.MOVE) {
                atTheMove.add(Files.readString(state));
            }
        })) {
            Shares.put(watched, under(upload("docs/fresh", "x", OnConflict.FAIL), own), "x");
            assertThat(atTheMove)
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains(own.id()));
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Shares.look(watched, "docs/fresh"))
                    .extracting(ProtocolException::lock)
                    .isEqualTo(Optional.of(own.id()));
        }
        storage = Shares.open(folder);
        assertThat(locked()).containsExactly("docs/deep/secret", "docs/fresh");
    }

    @Test
    void anUploadThatFailsProtectsNothing() throws IOException {
        Lock own = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1)).make(Passcode.of("own"));
        try (SingleUpload upload = new SingleUpload(storage, under(upload("docs/fresh", "x", OnConflict.FAIL), own))) {
            upload.write("x".getBytes(UTF_8));
            Files.writeString(folder.resolve("docs/fresh"), "somebody else's");
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(upload::commit)
                    .extracting(ProtocolException::fault)
                    .isEqualTo(Fault.EXISTS);
        }
        assertThat(locked()).containsExactly("docs/deep/secret");
        Shares.look(storage, "docs/fresh");
        assertThat(Files.readString(folder.resolve(".quayside/protected.json"))).doesNotContain(own.id());
    }

    /** Neither in its place nor as what was sent before. */
    @Test
    void whatIsToBeProtectedIsNotDoneByTheSameFileThatIsFree() throws IOException {
        Storage.Upload free = new Storage.Upload(
                path("docs/twice"),
                1,
                Shares.MODIFIED,
                OnConflict.RENAME,
                true,
                Optional.empty(),
                true,
                Optional.empty());
        Storage opened = storage.with(lock.id()::equals);
        assertThat(Shares.put(opened, free, "x")).isInstanceOf(Storage.UploadResult.Stored.class);
        assertThat(Shares.put(opened, free, "x")).isInstanceOf(Storage.UploadResult.Skipped.class);
        assertThat(Shares.put(opened, under(free, lock), "x"))
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Stored.class,
                        stored -> assertThat(stored.entry().name()).isEqualTo("twice (2)"));
        assertThat(Shares.put(opened, under(free, lock), "x"))
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Skipped.class,
                        skipped -> assertThat(skipped.existing().lock()).contains(lock.id()));
        assertThat(locked()).containsExactlyInAnyOrder("docs/deep/secret", "docs/twice (2)");
    }

    /** Else who knows a path and a version could finish somebody's secret as a free file. */
    @Test
    void whatArrivedOfAProtectedUploadIsNotGoneOnWithByAnother() throws IOException {
        byte[] large = new byte[300 * 1024];
        Storage.Upload free = new Storage.Upload(
                path("large"),
                large.length,
                Shares.MODIFIED,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                false,
                Optional.of("v1"));
        Storage opened = storage.with(lock.id()::equals);
        try (SingleUpload first = new SingleUpload(opened, under(free, lock))) {
            first.write(Arrays.copyOf(large, 200 * 1024));
        }
        try (SingleUpload other = new SingleUpload(storage, free)) {
            assertThat(other.staged().offset()).isZero();
        }
        try (SingleUpload again = new SingleUpload(opened, under(free, lock))) {
            assertThat(again.staged().offset()).isEqualTo(200 * 1024);
        }
    }

    @Test
    void whoeverHasOpenedTheLockTakesTheProtectionAway() throws IOException {
        assertLocked(() -> storage.protect(path("docs/deep/secret"), Optional.empty()));
        assertLocked(() -> storage.protect(path("docs/deep/secret"), Optional.of(lock)));
        storage.with(lock.id()::equals).protect(path("docs/deep/secret"), Optional.empty());
        Shares.look(storage, "docs/deep/secret");
    }

    @Test
    void onlyAFileIsProtected() {
        for (String name : List.of("docs", "missing", "docs/missing")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> host.protect(path(name), Optional.of(lock)))
                    .extracting(ProtocolException::fault)
                    .isEqualTo(Fault.NOT_FOUND);
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> host.protect(path(".quayside/protected.json"), Optional.of(lock)))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.REFUSED);
    }

    @Test
    void theHostFreesANameWhereNothingIsAnyMore() throws IOException {
        Files.delete(folder.resolve("docs/deep/secret"));
        host.protect(path("docs/deep/secret"), Optional.empty());
        Shares.put(storage, "docs/deep/secret", "x", OnConflict.FAIL);
    }

    @Test
    void aProtectedNameIsRefusedBeforeTheUploadThoughItsFileIsGone() throws IOException {
        Files.delete(folder.resolve("docs/deep/secret"));
        for (OnConflict rule : List.of(OnConflict.FAIL, OnConflict.OVERWRITE, OnConflict.SKIP)) {
            assertLocked(() -> new SingleUpload(storage, upload("docs/deep/secret", "x", rule)));
        }
    }
}
