package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.protect.ProtectedShare.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests changes between a check and the action that follows it, and files that look alike. */
class ProtectedMeanwhileTest {
    @TempDir
    Path folder;

    private ProtectedShare share;
    private ProtectedFiles files;
    private Lock lock;
    private Lock other;

    @BeforeEach
    void open() throws IOException {
        share = new ProtectedShare(folder);
        files = share.files;
        lock = share.lock;
        other = share.other;
    }

    private BasicFileAttributes make(String name) throws IOException {
        return share.make(name);
    }

    private List<String> locks(String name) throws IOException {
        return share.locks(name);
    }

    @Test
    void aMoveThatFailsFreesNothingThatArrivedMeanwhile() throws IOException {
        share.protect("mine", lock);
        ProtectedFiles.Given given = files.moving(path("mine"), path("theirs"));
        BasicFileAttributes theirs = make("theirs");
        files.announce(List.of(new ProtectedFiles.Arriving(theirs, other)));
        files.arrived(List.of(new ProtectedFiles.Arrived(path("theirs"), theirs, other)));
        files.notMoved(given);
        assertThat(locks("theirs")).contains(other.id());
    }

    @Test
    void tidyingFreesNoNameThatIsProtectedMeanwhile() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        share.protect("a", lock);
        share.move("a", "b");
        assertThat(locks("b")).hasSize(1);
        files.tidy(share::isGone);
        files.tidy(name -> {
            boolean gone = share.isGone(name);
            if (gone && name.equals(path("a"))) {
                protectQuietly("a");
            }
            return gone;
        });
        assertThat(locks("a")).contains(other.id());
    }

    private void protectQuietly(String name) {
        try {
            share.protect(name, other);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Attributes without a file key, as on Windows. */
    private record Nameless(BasicFileAttributes real) implements BasicFileAttributes {
        @Override
        public FileTime lastModifiedTime() {
            return real.lastModifiedTime();
        }

        @Override
        public FileTime lastAccessTime() {
            return real.lastAccessTime();
        }

        @Override
        public FileTime creationTime() {
            return real.creationTime();
        }

        @Override
        public boolean isRegularFile() {
            return true;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return real.size();
        }

        @Override
        public @Nullable Object fileKey() {
            return null;
        }
    }

    @Test
    void aDeletionTellsOfNothingThatArrivedUnderTheNameSince() throws IOException {
        // A guest has deleted the unprotected "a", and is about to report it; at the same time another uploads a
        // protected "a".
        files.protect(path("z"), new Nameless(make("z")), lock);
        ProtectedFiles.Given names = files.within(path("a"));
        BasicFileAttributes made = new Nameless(make("a"));
        files.reserve(path("a"), made, other);
        files.arrived(List.of(new ProtectedFiles.Arrived(path("a"), made, other)));
        files.deleted(names, List.of());
        assertThat(files.locks(path("a"), made, _ -> false)).contains(other.id());
    }

    @Test
    void aNewFileThatGetsTheNumberOfAReplacedOneIsFree() throws IOException {
        BasicFileAttributes first = make("a");
        assumeThat(first.fileKey()).isNotNull();
        Files.setLastModifiedTime(folder.resolve("a"), first.creationTime());
        BasicFileAttributes made = share.attributes("a");
        files.protect(path("a"), made, lock);
        // An editor replaces it.
        make("a.tmp");
        Files.move(
                folder.resolve("a.tmp"),
                folder.resolve("a"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        assertThat(locks("a")).hasSize(1);
        for (int i = 0; i < 200; i++) {
            BasicFileAttributes each = make("new" + i);
            if (made.fileKey().equals(each.fileKey())) {
                assertThat(locks("new" + i)).isEmpty();
                return;
            }
        }
        assumeThat(false).as("the disk gave the number to none of them").isTrue();
    }

    @Test
    void whoUnprotectsAFileOfTwoNamesHasUnprotectedIt() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        share.protect("a", lock);
        Files.createLink(folder.resolve("b"), folder.resolve("a"));
        assertThat(locks("b")).hasSize(1);
        share.unprotect("a");
        assertThat(locks("a")).isEmpty();
        assertThat(locks("b")).isEmpty();
    }

    @Test
    void whoUnprotectsAFileLeavesAnotherThatHasItsOldName() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        share.protect("a", lock);
        share.move("a", "b");
        share.make("a");
        assertThat(locks("b")).hasSize(1);
        assertThat(locks("a")).hasSize(1);
        share.unprotect("b");
        assertThat(locks("b")).isEmpty();
        assertThat(locks("a")).hasSize(1);
    }

    @Test
    void aNameIsReservedOnlyWhereTheFileItselfCannotBeProtected() throws IOException {
        files.reserve(path("a"), new Nameless(make("a")), lock);
        assertThat(files.locksWithin(path("a"))).containsExactly(lock.id());
        BasicFileAttributes known = make("b");
        assumeThat(known.fileKey()).isNotNull();
        files.reserve(path("b"), known, lock);
        assertThat(files.locksWithin(path("b"))).isEmpty();
    }
}
