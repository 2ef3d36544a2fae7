package quayside.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFileTest {
    private static final byte[] OLD = "old".getBytes(UTF_8);
    private static final byte[] NEW = "new".getBytes(UTF_8);

    @TempDir
    Path top;

    private PrivateFile file() {
        return new PrivateFile(top.resolve("folder/file"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatIsWrittenIsReadAndReplacedWhole() throws IOException {
        assertThat(file().read()).isNull();
        file().write(OLD);
        file().write(NEW);
        assertThat(file().read()).isEqualTo(NEW);
        assertThat(top.resolve("folder").toFile().list()).containsExactly("file");
        file().delete();
        file().delete();
        assertThat(file().read()).isNull();
        PrivateFile deep = new PrivateFile(top.resolve("missing/folder/file"));
        deep.write(NEW);
        assertThat(deep.read()).isEqualTo(NEW);
    }

    @Test
    void theFileAndItsFolderAreTheirOwnersAlone() throws IOException {
        assumeTrue(Disk.isPosix(top), "This system has no modes.");
        file().write(OLD);
        assertThat(mode(top.resolve("folder"))).isEqualTo("rwx------");
        assertThat(mode(file().path())).isEqualTo("rw-------");
        // As a killed program may leave it.
        Files.writeString(file().sibling(".new").path(), "left");
        file().write(NEW);
        assertThat(mode(file().path())).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-rw-rw-"));
        file().narrow();
        assertThat(mode(file().path())).isEqualTo("rw-------");
    }

    @Test
    void onlyAFileThatIsAsItWasLeftIsAppendedTo() throws IOException {
        assertThat(file().append(NEW, 0)).isFalse();
        file().write(OLD);
        assertThat(file().append(NEW, 2)).isFalse();
        assertThat(file().append(NEW, 4)).isFalse();
        assertThat(file().read()).isEqualTo(OLD);
        assertThat(file().append(NEW, 3)).isTrue();
        assertThat(file().path()).hasContent("oldnew");
    }

    @Test
    void aFailureLeavesTheOldContentAndNothingElse() throws IOException {
        Path folder =
                Files.createDirectories(file().path().resolve("in-the-way")).getParent();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> file().write(NEW));
        assertThat(folder).isDirectory();
        assertThat(top.resolve("folder").toFile().list()).containsExactly("file");
    }

    @Test
    void whereAFileHasTheNameOfTheFolderNoneIsMade() throws IOException {
        Files.createFile(top.resolve("folder"));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> file().write(NEW));
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> PrivateFile.at(top.resolve("folder/file")));
    }

    @Test
    void aFolderMayBeReachedByLinksButNotBeOneItself() throws IOException {
        Path real = Files.createDirectories(top.resolve("real/folder"));
        Files.createSymbolicLink(top.resolve("link"), top.resolve("real"));
        PrivateFile file = PrivateFile.at(top.resolve("link/folder/file"));
        assertThat(file.path()).isEqualTo(real.toRealPath().resolve("file"));
        Files.createSymbolicLink(top.resolve("folder"), real);
        PrivateFile.makeFolder(top.resolve("folder"));
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> PrivateFile.makeFolder(top.resolve("folder"), LinkOption.NOFOLLOW_LINKS));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> file().write(NEW));
        assertThat(real).isEmptyDirectory();
    }
}
