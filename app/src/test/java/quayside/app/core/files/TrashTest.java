package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.wire.ProtocolException;

@EnabledOnOs(OS.LINUX)
class TrashTest {
    private static final Path OTHER_DISK = Path.of("/dev/shm");

    @TempDir
    private Path folder;

    private int user;
    private Path home;
    private Trash trash;

    @BeforeEach
    void make() throws IOException {
        user = (Integer) Files.getAttribute(folder, "unix:uid");
        home = folder.resolve("data").resolve("Trash");
        trash = new Trash(
                Optional.of(home), user, Clock.fixed(Instant.parse("2026-11-30T10:58:01.5Z"), ZoneOffset.UTC));
    }

    @Test
    void aDeletedFileIsInTheTrashWithItsPlaceAndTimeAndComesBack() throws IOException {
        Path file = Files.writeString(folder.resolve("50 % of ü.txt"), "kept");
        assertThat(trash.isFor(folder)).isTrue();
        Trash.Trashed trashed = trash.put(file);
        assertThat(file).doesNotExist();
        assertThat(home.resolve("files/50 % of ü.txt")).hasContent("kept");
        assertThat(home.resolve("info/50 % of ü.txt.trashinfo"))
                .hasContent("[Trash Info]\nPath=" + folder.toRealPath() + "/50%20%25%20of%20%C3%BC.txt\n"
                        + "DeletionDate=2026-11-30T10:58:01\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        trash.restore(trashed);
        assertThat(file).hasContent("kept");
        assertThat(home.resolve("info")).isEmptyDirectory();
    }

    @Test
    void oneThatCannotComeBackHoldsUpNoOther() throws IOException {
        Trash.Trashed one = trash.put(Files.writeString(folder.resolve("one"), "1"));
        Trash.Trashed two = trash.put(Files.writeString(folder.resolve("two"), "2"));
        Files.writeString(folder.resolve("one"), "another");
        assertThatThrownBy(() -> trash.restoreAll(List.of(one, two))).isInstanceOf(ProtocolException.class);
        assertThat(folder.resolve("one")).hasContent("another");
        assertThat(one.file()).hasContent("1");
        assertThat(folder.resolve("two")).hasContent("2");
    }

    @Test
    void filesOfTheSameNameStayApartAndFoldersKeepTheirContent() throws IOException {
        for (String content : new String[] {"one", "two"}) {
            Path inner = Files.createDirectories(folder.resolve("a"));
            Files.writeString(inner.resolve("x"), content);
            trash.put(inner);
        }
        assertThat(home.resolve("files/a/x")).hasContent("one");
        assertThat(home.resolve("files/a.2/x")).hasContent("two");
        assertThat(home.resolve("info/a.2.trashinfo")).exists();
    }

    @Test
    void aLinkGoesAloneAndALongNameIsShortened() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "stays");
        trash.put(Files.createSymbolicLink(folder.resolve("link"), target));
        assertThat(target).exists();
        assertThat(Files.isSymbolicLink(home.resolve("files/link"))).isTrue();
        trash.put(Files.createFile(folder.resolve("ü".repeat(125))));
        assertThat(home.resolve("files")).isDirectoryContaining("glob:**/üüü*");
    }

    @Test
    void anotherDiskHasItsOwnTrashAndOneOfAnotherUserIsNotUsed() throws IOException {
        assumeTrue(Files.isWritable(OTHER_DISK));
        assumeTrue(!Files.getAttribute(OTHER_DISK, "unix:dev").equals(Files.getAttribute(folder, "unix:dev")));
        Path there = Files.createTempDirectory(OTHER_DISK, "trash-test");
        int nobody = 1_999_999_999;
        Path own = OTHER_DISK.resolve(".Trash-" + user);
        boolean existed = Files.exists(own);
        try {
            Path file = Files.writeString(there.resolve("x"), "kept");
            Trash.Trashed trashed = trash.put(file);
            assertThat(trashed.file()).startsWith(own);
            assertThat(trashed.info()).content().contains("Path=" + there.getFileName() + "/x\n");
            trash.restore(trashed);
            Files.createDirectory(OTHER_DISK.resolve(".Trash-" + nobody));
            Trash ofNobody = new Trash(Optional.of(home), nobody, Clock.systemUTC());
            assertThat(ofNobody.isFor(there)).isFalse();
            assertThatThrownBy(() -> ofNobody.put(file))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("has no trash");
            assertThat(file).hasContent("kept");
        } finally {
            Files.deleteIfExists(OTHER_DISK.resolve(".Trash-" + nobody));
            new LocalFiles().delete(there);
            if (!existed && Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
                new LocalFiles().delete(own);
            }
        }
    }

    @Test
    void withoutATrashNothingIsMoved() throws IOException {
        Path file = Files.createFile(folder.resolve("x"));
        Trash none = new Trash(Optional.empty(), user, Clock.systemUTC());
        assertThat(none.isFor(folder)).isFalse();
        assertThatThrownBy(() -> none.put(file)).hasMessageContaining("has no trash");
        assertThat(file).exists();
    }

    @Test
    void aNameThatIsNoTextIsNotedByteForByte() throws IOException, InterruptedException {
        Path odd = Files.createDirectory(folder.resolve("odd"));
        assertThat(new ProcessBuilder("sh", "-c", "touch \"$(printf 'caf\\351')\"")
                        .directory(odd.toFile())
                        .start()
                        .waitFor())
                .isZero();
        try (Stream<Path> files = Files.list(odd)) {
            Trash.Trashed trashed = trash.put(files.findFirst().orElseThrow());
            assertThat(trashed.info()).content().contains("/odd/caf%E9\n");
            trash.restore(trashed);
            assertThat(trashed.original()).exists();
        }
    }

    @Test
    void aTrashThatIsALinkIsNotUsed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(home);
        Files.createSymbolicLink(home.resolve("files"), elsewhere);
        Path file = Files.createFile(folder.resolve("x"));
        assertThat(trash.isFor(folder)).isFalse();
        assertThatThrownBy(() -> trash.put(file)).hasMessageContaining("has no trash");
        assertThat(elsewhere).isEmptyDirectory();
    }
}
