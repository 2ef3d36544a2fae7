package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.protect.ShareFiles.attributes;
import static quayside.server.protect.ShareFiles.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Passcode;

/** What happens between a look and what follows from it, and files that look alike. */
class ProtectedMeanwhileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

    @TempDir
    Path share;

    private final Hashing hashing = new Hashing(new SecureRandom(), new Argon2Cost(8, 1, 1));
    private Lock lock;
    private Lock other;
    private ProtectedFiles files;

    @BeforeEach
    void open() throws IOException {
        lock = hashing.make(Passcode.of("sesame"));
        other = hashing.make(Passcode.of("poppy"));
        files = ProtectedFiles.open(share.resolve(".quayside"), CLOCK, new Random(3));
    }

    private BasicFileAttributes make(String name) throws IOException {
        return new ShareFiles(share).make(name);
    }

    private List<String> locks(String name) throws IOException {
        return new ShareFiles(share).locks(files, name);
    }

    @Test
    void aMoveThatFailsFreesNothingThatArrivedMeanwhile() throws IOException {
        files.protect(path("mine"), make("mine"), lock);
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
        files.protect(path("a"), make("a"), lock);
        Files.move(share.resolve("a"), share.resolve("b"));
        assertThat(locks("b")).hasSize(1);
        files.tidy(name -> !Files.exists(share.resolve(name.toString())));
        files.tidy(name -> {
            boolean gone = !Files.exists(share.resolve(name.toString()));
            if (gone && name.equals(path("a"))) {
                protectQuietly("a");
            }
            return gone;
        });
        assertThat(locks("a")).contains(other.id());
    }

    private void protectQuietly(String name) {
        try {
            files.protect(path(name), make(name), other);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As it is on Windows. */
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
        // A guest has deleted the unprotected "a", and is about to say so; meanwhile another brings a protected "a".
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
        Files.setLastModifiedTime(share.resolve("a"), first.creationTime());
        BasicFileAttributes made = attributes(share.resolve("a"));
        files.protect(path("a"), made, lock);
        // An editor replaces it.
        make("a.tmp");
        Files.move(
                share.resolve("a.tmp"),
                share.resolve("a"),
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
        files.protect(path("a"), make("a"), lock);
        Files.createLink(share.resolve("b"), share.resolve("a"));
        assertThat(locks("b")).hasSize(1);
        files.unprotect(path("a"), attributes(share.resolve("a")));
        assertThat(locks("a")).isEmpty();
        assertThat(locks("b")).isEmpty();
    }

    @Test
    void whoUnprotectsAFileLeavesAnotherThatHasItsOldName() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        files.protect(path("a"), make("a"), lock);
        Files.move(share.resolve("a"), share.resolve("b"));
        make("a");
        assertThat(locks("b")).hasSize(1);
        assertThat(locks("a")).hasSize(1);
        files.unprotect(path("b"), attributes(share.resolve("b")));
        assertThat(locks("b")).isEmpty();
        assertThat(locks("a")).hasSize(1);
    }
}
