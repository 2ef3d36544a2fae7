package quayside.server.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.protect.ShareFiles.attributes;
import static quayside.server.protect.ShareFiles.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

class ProtectedFilesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

    @TempDir
    Path share;

    @TempDir
    Path elsewhere;

    private final Hashing hashing = new Hashing(new SecureRandom(), new Argon2Cost(8, 1, 1));
    private Lock lock;
    private Path state;
    private ProtectedFiles files;

    @BeforeEach
    void open() throws IOException {
        lock = hashing.make(Passcode.of("sesame"));
        state = share.resolve(".quayside/protected.json");
        files = reopened();
    }

    private ProtectedFiles reopened() throws IOException {
        return ProtectedFiles.open(share.resolve(".quayside"), CLOCK, new Random(3));
    }

    private BasicFileAttributes make(String name) throws IOException {
        return new ShareFiles(share).make(name);
    }

    private List<String> locks(ProtectedFiles of, String name) throws IOException {
        return new ShareFiles(share).locks(of, name);
    }

    private void protect(String name) throws IOException {
        files.protect(path(name), make(name), lock);
    }

    @Test
    void aShareWithoutProtectedFilesHasNothingWritten() throws IOException {
        make("free");
        assertThat(locks(files, "free")).isEmpty();
        files.tidy(_ -> true);
        assertThat(share.resolve(".quayside")).doesNotExist();
        assertThat(files.isEmpty()).isTrue();
    }

    @Test
    void whatIsProtectedStaysSoOverARestart() throws IOException {
        protect("docs/a");
        make("docs/b");
        ProtectedFiles again = reopened();
        assertThat(locks(again, "docs/a")).containsExactly(lock.id());
        assertThat(locks(again, "docs/b")).isEmpty();
        assertThat(hashing.opens(again.lock(lock.id()).orElseThrow(), Passcode.of("sesame")))
                .isTrue();
        assertThat(hashing.opens(again.lock(lock.id()).orElseThrow(), Passcode.of("x")))
                .isFalse();
    }

    @Test
    void theFileIsItsOwnersAloneAndHoldsNoPasscode() throws IOException {
        protect("a");
        assertThat(Files.readString(state)).contains("argon2id").doesNotContain("sesame");
        assumeThat(share.getFileSystem().supportedFileAttributeViews()).contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rw-------");
    }

    @Test
    void theLastProtectionTakesTheFileWithIt() throws IOException {
        protect("a");
        files.unprotect(path("a"), attributes(share.resolve("a")));
        assertThat(state).doesNotExist();
        assertThat(locks(files, "a")).isEmpty();
    }

    /** A killed server leaves what it had not moved yet. */
    @Test
    void whatWasHalfWrittenCountsForNothing() throws IOException {
        protect("a");
        Files.writeString(share.resolve(".quayside/protected.json.new"), "{\"version\":1,\"locks\":[],");
        assertThat(locks(reopened(), "a")).containsExactly(lock.id());
        protect("b");
        assertThat(share.resolve(".quayside/protected.json.new")).doesNotExist();
    }

    @Test
    void aChangeThatCannotBeKeptIsNone() throws IOException {
        protect("a");
        make("b");
        // Nothing can be written under a name that a folder has.
        Files.createDirectories(share.resolve(".quayside/protected.json.new/in-the-way"));
        assertThatThrownBy(() -> protect("b")).isInstanceOf(IOException.class);
        assertThat(locks(files, "b")).isEmpty();
        assertThat(locks(reopened(), "a")).containsExactly(lock.id());
    }

    @Test
    void theProtectionGoesWithAFileThatIsRenamedByHand() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        protect("a");
        ProtectedFiles later = reopened();
        Files.move(share.resolve("a"), share.resolve("b"));
        assertThat(locks(later, "b")).containsExactly(lock.id());
        // From here on its new name is protected for itself.
        later.tidy(_ -> false);
        Files.delete(share.resolve("b"));
        make("b");
        assertThat(locks(reopened(), "b")).containsExactly(lock.id());
    }

    @Test
    void theProtectionStaysOnANameWhoseContentIsReplaced() throws IOException {
        protect("a");
        Path fresh = Files.writeString(share.resolve("a.tmp"), "other");
        Files.move(fresh, share.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(locks(files, "a")).containsExactly(lock.id());
        // And the new content is known by now.
        Files.move(share.resolve("a"), share.resolve("c"));
        assertThat(locks(files, "c")).containsExactly(lock.id());
    }

    @Test
    void allNamesOfOneFileAreProtected() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        protect("a");
        Files.createLink(share.resolve("other"), share.resolve("a"));
        assertThat(locks(files, "other")).containsExactly(lock.id());
        files.deleted(
                files.within(path("a")),
                List.of(new ProtectedFiles.Deleted(attributes(share.resolve("a")), lock.id(), true)));
        Files.delete(share.resolve("a"));
        Files.move(share.resolve("other"), share.resolve("third"));
        assertThat(locks(reopened(), "third")).containsExactly(lock.id());
    }

    @Test
    void aFileThatHasTheNumberOfADeletedOneIsFree() throws IOException {
        BasicFileAttributes made = make("a");
        assumeThat(made.fileKey()).isNotNull();
        FileIdentity then = Objects.requireNonNull(new Identities(share).of(made));
        FileIdentity now = new FileIdentity(then.inode(), Instant.EPOCH);
        assertThat(new FileIdentity(then.inode(), Instant.EPOCH.plusNanos(1)).mayBe(now))
                .isFalse();
        assertThat(new FileIdentity(then.inode(), null).mayBe(now))
                .as("unless that is not sure")
                .isTrue();
    }

    @Test
    void aNameIsFreedOnceItsFileIsKnownToHaveAnotherAndNotAtTheFirstLook() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        protect("a");
        Files.move(share.resolve("a"), share.resolve("b"));
        files.tidy(this::isGone);
        files.tidy(this::isGone);
        assertThat(locks(files, "a")).as("nobody has seen the file elsewhere").hasSize(1);
        assertThat(locks(files, "b")).hasSize(1);
        files.tidy(this::isGone);
        assertThat(locks(files, "a")).as("it may be about to come back").hasSize(1);
        files.tidy(this::isGone);
        assertThat(locks(files, "a")).isEmpty();
        assertThat(locks(reopened(), "b")).containsExactly(lock.id());
    }

    /** A file may be out of the share for a while. */
    @Test
    void whereNoNameIsThereNoneIsFreed() throws IOException {
        assumeThat(make("x").fileKey()).isNotNull();
        protect("a");
        Files.move(share.resolve("a"), share.resolve("b"));
        assertThat(locks(files, "b")).hasSize(1);
        Files.move(share.resolve("b"), elsewhere.resolve("away"));
        files.tidy(this::isGone);
        files.tidy(this::isGone);
        Files.move(elsewhere.resolve("away"), share.resolve("c"));
        assertThat(locks(reopened(), "c")).containsExactly(lock.id());
    }

    private boolean isGone(RemotePath name) {
        return Files.notExists(share.resolve(name.toString()));
    }

    @Test
    void aMoveKeepsBothNamesUntilItIsDone() throws IOException {
        protect("d/a");
        ProtectedFiles.Given given = files.moving(path("d"), path("e"));
        assertThat(locks(reopened(), "d/a")).hasSize(1);
        assertThat(locks(reopened(), "e/a")).hasSize(1);
        files.notMoved(given);
        assertThat(locks(reopened(), "e/a")).isEmpty();
        files.moving(path("d"), path("e"));
        files.moved(path("d"), path("e"));
        Files.move(share.resolve("d"), share.resolve("e"));
        assertThat(locks(reopened(), "d/a")).isEmpty();
        assertThat(locks(reopened(), "e/a")).containsExactly(lock.id());
    }

    @Test
    void aMoveThatFailsTakesNothingFromTheNameThatWasInItsWay() throws IOException {
        protect("a");
        Lock others = hashing.make(Passcode.of("other"));
        files.protect(path("b"), make("b"), others);
        files.notMoved(files.moving(path("a"), path("b")));
        assertThat(locks(reopened(), "b")).containsExactly(others.id());
    }

    @Test
    void aProtectedNameCountsHoweverTheFileSystemSpellsIt() throws IOException {
        protect("Straße/É");
        RemotePath alike = path("STRASSE/e\u0301");
        assertThat(files.locks(alike, null, path("Straße/É")::equals)).containsExactly(lock.id());
        assertThat(files.locks(alike, null, _ -> false)).isEmpty();
    }

    private void damage(String from, String to) throws IOException {
        String text = Files.readString(state);
        assertThat(text).contains(from);
        Files.writeString(state, text.replaceFirst(Pattern.quote(from), to));
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> all = Files.list(state.getParent())) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("protected.json.damaged-"))
                    .toList();
        }
    }

    @Test
    void aDamagedHashSealsItsFilesAndNoOthers() throws IOException {
        protect("a");
        Lock others = hashing.make(Passcode.of("other"));
        files.protect(path("b"), make("b"), others);
        make("free");
        byte[] hash = lock.hash().hash();
        damage(Base64.getEncoder().encodeToString(hash), "////");
        byte[] damaged = Files.readAllBytes(state);
        ProtectedFiles again = reopened();
        assertThat(locks(again, "a")).containsExactly(lock.id());
        assertThat(hashing.opens(again.lock(lock.id()).orElseThrow(), Passcode.of("sesame")))
                .isFalse();
        assertThat(hashing.opens(again.lock(others.id()).orElseThrow(), Passcode.of("other")))
                .isTrue();
        assertThat(locks(again, "free")).isEmpty();
        assertThat(again.isEverythingLocked()).isFalse();
        assertThat(again.list()).extracting(ProtectedFile::sealed).containsExactly(true, false);
        String copy = copies().getFirst();
        assertThat(again.warning()).hasValueSatisfying(text -> assertThat(text).contains(copy));
        assertThat(state.resolveSibling(copy)).hasBinaryContent(damaged);
        assertThat(reopened().warning()).as("told once").isEmpty();
        assertThat(hashing.opens(reopened().lock(lock.id()).orElseThrow(), Passcode.of("sesame")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2,\"locks\":[],\"files\":[]}",
                "{\"version\":1,\"locks\":[]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"../a\",\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":5,\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"lock\":\"L\"}]}",
                "{\"version\":1,\"locks\":[],\"files\":[null]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"lock\":\"L\",\"identities\":[]},",
                "\u0000\u0000\u0000"
            })
    void whereItIsNotKnownWhatWasProtectedEverythingIs(String text) throws IOException {
        make("free");
        Files.createDirectories(state.getParent());
        Files.write(state, text.getBytes(UTF_8));
        ProtectedFiles again = reopened();
        assertThat(again.isEverythingLocked()).isTrue();
        List<String> locks = locks(again, "free");
        assertThat(locks).hasSize(1);
        assertThat(hashing.opens(again.lock(locks.getFirst()).orElseThrow(), Passcode.of("sesame")))
                .isFalse();
        assertThat(locks(again, "not/there")).hasSize(1);
        assertThat(reopened().isEverythingLocked()).as("over a restart").isTrue();
        again.release();
        assertThat(locks(reopened(), "free")).isEmpty();
    }

    /** Whatever becomes of the file, nothing that was protected is open. */
    @Test
    void noDamageOpensAnything() throws IOException {
        protect("docs/a");
        byte[] whole = Files.readAllBytes(state);
        Random random = new Random(20261124);
        for (int round = 0; round < 120; round++) {
            byte[] damaged = round < 60 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length > 0 && round >= 60) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(state, damaged);
            ProtectedFiles again = reopened();
            String named = new String(damaged, UTF_8);
            if (named.contains("\"path\": \"docs/a\"")) {
                assertThat(locks(again, "docs/a")).as(named).isNotEmpty();
            }
        }
    }
}
