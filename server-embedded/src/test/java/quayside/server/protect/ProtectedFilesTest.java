package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.protect.ProtectedShare.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

class ProtectedFilesTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private ProtectedShare share;
    private ProtectedFiles files;
    private String lock;

    @BeforeEach
    void open() throws IOException {
        share = new ProtectedShare(folder);
        files = share.files;
        lock = share.lock.id();
    }

    private void protect(String name) throws IOException {
        share.protect(name, share.lock);
    }

    private List<String> locks(String name) throws IOException {
        return share.locks(name);
    }

    private List<String> locksReopened(String name) throws IOException {
        return share.locks(share.reopened(), name);
    }

    private void assumeIdentities() throws IOException {
        assumeThat(share.make("x").fileKey()).isNotNull();
    }

    @Test
    void aShareWithoutProtectedFilesHasNothingWritten() throws IOException {
        share.make("free");
        assertThat(locks("free")).isEmpty();
        files.tidy(_ -> true);
        assertThat(share.state.getParent()).doesNotExist();
        assertThat(files.isEmpty()).isTrue();
    }

    @Test
    void whatIsProtectedStaysSoOverARestart() throws IOException {
        protect("docs/a");
        share.make("docs/b");
        ProtectedFiles again = share.reopened();
        assertThat(share.locks(again, "docs/a")).containsExactly(lock);
        assertThat(share.locks(again, "docs/b")).isEmpty();
        Lock kept = again.lock(lock).orElseThrow();
        assertThat(share.hashing.opens(kept, Passcode.of("sesame"))).isTrue();
        assertThat(share.hashing.opens(kept, Passcode.of("x"))).isFalse();
    }

    @Test
    void theFileIsItsOwnersAloneAndHoldsNoPasscode() throws IOException {
        protect("a");
        assertThat(Files.readString(share.state)).contains("argon2id").doesNotContain("sesame");
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(share.state)))
                .isEqualTo("rw-------");
    }

    @Test
    void theLastProtectionTakesTheFileWithIt() throws IOException {
        protect("a");
        share.unprotect("a");
        assertThat(share.state).doesNotExist();
        assertThat(locks("a")).isEmpty();
    }

    /** A killed server may leave a file that was not moved yet. */
    @Test
    void whatWasHalfWrittenCountsForNothing() throws IOException {
        protect("a");
        Path half = share.state.resolveSibling("protected.json.new");
        Files.writeString(half, "{\"version\":1,\"locks\":[],");
        assertThat(locksReopened("a")).containsExactly(lock);
        protect("b");
        assertThat(half).doesNotExist();
    }

    @Test
    void aChangeThatCannotBeKeptIsNone() throws IOException {
        protect("a");
        share.make("b");
        // A folder with that name prevents the write.
        Files.createDirectories(share.state.resolveSibling("protected.json.new").resolve("in-the-way"));
        assertThatThrownBy(() -> protect("b")).isInstanceOf(IOException.class);
        assertThat(locks("b")).isEmpty();
        assertThat(locksReopened("a")).containsExactly(lock);
    }

    @Test
    void theProtectionGoesWithAFileThatIsRenamedByHand() throws IOException {
        assumeIdentities();
        protect("a");
        ProtectedFiles later = share.reopened();
        share.move("a", "b");
        assertThat(share.locks(later, "b")).containsExactly(lock);
        // From here on its new name has a protection of its own.
        later.tidy(_ -> false);
        Files.delete(folder.resolve("b"));
        share.make("b");
        assertThat(locksReopened("b")).containsExactly(lock);
    }

    @Test
    void theProtectionStaysOnANameWhoseContentIsReplaced() throws IOException {
        protect("a");
        Path fresh = Files.writeString(folder.resolve("a.tmp"), "other");
        Files.move(fresh, folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(locks("a")).containsExactly(lock);
        // The new content is known by now.
        share.move("a", "c");
        assertThat(locks("c")).containsExactly(lock);
    }

    @Test
    void allNamesOfOneFileAreProtected() throws IOException {
        assumeIdentities();
        protect("a");
        Files.createLink(folder.resolve("other"), folder.resolve("a"));
        assertThat(locks("other")).containsExactly(lock);
        files.deleted(files.within(path("a")), List.of(new ProtectedFiles.Deleted(share.attributes("a"), lock, true)));
        Files.delete(folder.resolve("a"));
        share.move("other", "third");
        assertThat(locksReopened("third")).containsExactly(lock);
    }

    @Test
    void aFileThatHasTheNumberOfADeletedOneIsFree() throws IOException {
        BasicFileAttributes made = share.make("a");
        assumeThat(made.fileKey()).isNotNull();
        FileIdentity then = Objects.requireNonNull(new FileIdentity.Finder(folder).of(made));
        // Without the number of its disk, which may be another after a restart.
        assertThat(then.inode()).matches("[0-9]+");
        FileIdentity now = new FileIdentity(then.inode(), Instant.EPOCH);
        assertThat(new FileIdentity(then.inode(), Instant.EPOCH.plusNanos(1)).mayBe(now))
                .isFalse();
        assertThat(new FileIdentity(then.inode(), null).mayBe(now))
                .as("unless that is not sure")
                .isTrue();
    }

    @Test
    void aNameIsFreedOnceItsFileIsKnownToHaveAnotherAndNotAtTheFirstLook() throws IOException {
        assumeIdentities();
        protect("a");
        share.move("a", "b");
        files.tidy(share::isGone);
        files.tidy(share::isGone);
        assertThat(locks("a")).as("nobody has seen the file elsewhere").hasSize(1);
        assertThat(locks("b")).hasSize(1);
        files.tidy(share::isGone);
        assertThat(locks("a")).as("it may be about to come back").hasSize(1);
        files.tidy(share::isGone);
        assertThat(locks("a")).isEmpty();
        assertThat(locksReopened("b")).containsExactly(lock);
    }

    /** A file may be out of the share for a while. */
    @Test
    void whereNoNameIsThereNoneIsFreed() throws IOException {
        assumeIdentities();
        protect("a");
        share.move("a", "b");
        assertThat(locks("b")).hasSize(1);
        Files.move(folder.resolve("b"), elsewhere.resolve("away"));
        files.tidy(share::isGone);
        files.tidy(share::isGone);
        Files.move(elsewhere.resolve("away"), folder.resolve("c"));
        assertThat(locksReopened("c")).containsExactly(lock);
    }

    @Test
    void aMoveKeepsBothNamesUntilItIsDone() throws IOException {
        protect("d/a");
        ProtectedFiles.Given given = files.moving(path("d"), path("e"));
        assertThat(locksReopened("d/a")).hasSize(1);
        assertThat(locksReopened("e/a")).hasSize(1);
        files.notMoved(given);
        assertThat(locksReopened("e/a")).isEmpty();
        files.moving(path("d"), path("e"));
        files.moved(path("d"), path("e"));
        share.move("d", "e");
        assertThat(locksReopened("d/a")).isEmpty();
        assertThat(locksReopened("e/a")).containsExactly(lock);
    }

    @Test
    void aMoveThatFailsTakesNothingFromTheNameThatWasInItsWay() throws IOException {
        protect("a");
        share.protect("b", share.other);
        files.notMoved(files.moving(path("a"), path("b")));
        assertThat(locksReopened("b")).containsExactly(share.other.id());
    }

    @Test
    void aProtectedNameCountsHoweverTheFileSystemSpellsIt() throws IOException {
        protect("Straße/É");
        RemotePath alike = path("STRASSE/e\u0301");
        assertThat(files.locks(alike, null, path("Straße/É")::equals)).containsExactly(lock);
        assertThat(files.locks(alike, null, _ -> false)).isEmpty();
    }

    @Test
    void theLockOfNoFileIsForgotten() throws IOException {
        protect("a");
        share.protect("b", share.other);
        share.unprotect("a");
        assertThat(share.reopened().lock(lock)).isEmpty();
    }

    @Test
    void whatIsOnItsWayIsUnderItsLockOverARestart() throws IOException {
        assumeIdentities();
        files.announce(List.of(new ProtectedFiles.Arriving(share.make("part"), share.lock)));
        ProtectedFiles again = share.reopened();
        assertThat(share.locks(again, "part")).containsExactly(lock);
        assertThat(share.hashing.opens(again.lock(lock).orElseThrow(), Passcode.of("sesame")))
                .isTrue();
    }

    @Test
    void whatIsUploadedOverAProtectedNameIsUnderItsLockWhereverItGoes() throws IOException {
        assumeIdentities();
        protect("a");
        BasicFileAttributes uploaded = share.make("part");
        Files.move(folder.resolve("part"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
        files.arrived(List.of(new ProtectedFiles.Arrived(path("a"), uploaded, null)));
        share.move("a", "b");
        assertThat(locks("b")).containsExactly(lock);
    }

    @Test
    void aFileThatArrivesWithTheNumberOfAProtectedOneTakesNothingFromIt() throws IOException {
        protect("a");
        files.arrived(List.of(new ProtectedFiles.Arrived(path("b"), share.attributes("a"), null)));
        assertThat(files.locksWithin(path("a"))).containsExactly(lock);
    }

    @Test
    void aFileThatLeftADeletedNameStaysProtected() throws IOException {
        assumeIdentities();
        protect("a");
        ProtectedFiles.Given names = files.within(path("a"));
        share.move("a", "b");
        files.deleted(names, List.of());
        assertThat(files.locksWithin(path("a"))).isEmpty();
        assertThat(locks("b")).containsExactly(lock);
    }

    @Test
    void aDeletedFileLeavesNothingToTheNextWithItsNumber() throws IOException {
        protect("a");
        BasicFileAttributes deleted = share.attributes("a");
        files.deleted(files.within(path("a")), List.of(new ProtectedFiles.Deleted(deleted, lock, false)));
        assertThat(files.locks(path("b"), deleted, _ -> false)).isEmpty();
        assertThat(files.isEmpty()).isTrue();
    }

    @Test
    void noNameIsFreedForAFileThatIsUnderAnotherLockElsewhere() throws IOException {
        assumeIdentities();
        protect("a");
        share.move("a", "b");
        files.arrived(List.of(new ProtectedFiles.Arrived(path("b"), share.attributes("b"), share.other)));
        for (int i = 0; i < 3; i++) {
            files.tidy(share::isGone);
        }
        assertThat(files.locksWithin(path("a"))).containsExactly(lock);
    }

    /** A disk that sleeps is not woken for nothing. */
    @Test
    void tidyingLooksForNoNameWhoseFileHasNoOther() throws IOException {
        protect("a");
        files.tidy(name -> {
            throw new AssertionError(name);
        });
    }

    @Test
    void aNameThatIsFreedTakesNothingFromOneThatIsSpelledLikeIt() throws IOException {
        files.protect(path("É"), share.make("x"), share.lock);
        files.protect(path("é"), share.make("y"), share.lock);
        files.unprotect(path("É"), share.attributes("x"));
        assertThat(files.locks(path("e\u0301"), null, path("é")::equals)).containsExactly(lock);
    }

    @Test
    void aFileOfTwoNamesIsUnderTheLockThatItWasGivenLast() throws IOException {
        assumeIdentities();
        protect("a");
        Files.createLink(folder.resolve("b"), folder.resolve("a"));
        files.protect(path("b"), share.attributes("b"), share.other);
        assertThat(locks("b")).containsExactly(share.other.id());
    }

    @Test
    void aNameIsFreedThoughItsFileIsGone() throws IOException {
        protect("a");
        Files.delete(folder.resolve("a"));
        assertThat(files.unprotect(path("a"), null)).isTrue();
        assertThat(files.locksWithin(path("a"))).isEmpty();
    }

    @Test
    void anUploadThatGotNoNameLeavesNothing() throws IOException {
        BasicFileAttributes part = share.make("part");
        files.announce(List.of(new ProtectedFiles.Arriving(part, share.lock)));
        files.arrived(List.of(new ProtectedFiles.Arrived(null, part, share.lock)));
        assertThat(files.isEmpty()).isTrue();
    }

    @Test
    void aFileIsKnownByItselfWhereItsNameIsNone() throws IOException {
        assumeIdentities();
        protect("a");
        assertThat(files.locks(share.attributes("a"))).containsExactly(lock);
        assertThat(files.locks(share.make("b"))).isEmpty();
        assertThat(files.nameUnder(lock)).contains(path("a"));
        assertThat(files.nameUnder(share.other.id())).isEmpty();
    }

    @Test
    void aFileThatWasReplacedLeavesNothingToTheNextWithItsNumber() throws IOException {
        assumeIdentities();
        protect("a");
        BasicFileAttributes old = share.attributes("a");
        files.replaced(old);
        assertThat(files.locks(path("b"), old, _ -> false)).isEmpty();
        assertThat(files.locksWithin(path("a"))).containsExactly(lock);
    }
}
