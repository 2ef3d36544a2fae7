package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is swapped for a link after it was opened, in both ways to hold a folder. */
final class DirectoryTest {
    private static final Path FILE = Path.of("file.txt");

    @TempDir
    Path temporary;

    private Path root;
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(temporary.resolve("share"));
        outside = Files.createDirectory(temporary.resolve("share-x"));
        Files.createDirectory(root.resolve("docs"));
        Files.writeString(root.resolve("docs/file.txt"), "public");
        Files.writeString(outside.resolve("file.txt"), "secret");
    }

    private void swap() throws IOException {
        Files.move(root.resolve("docs"), temporary.resolve("aside"));
        Files.createSymbolicLink(root.resolve("docs"), outside);
    }

    @Test
    void oneHeldByItsDescriptorStaysTheSame() throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            assumeThat(stream).isInstanceOf(SecureDirectoryStream.class);
            try (Directory share = new SecureDirectory((SecureDirectoryStream<Path>) stream, root, root);
                    Directory docs = share.open(Path.of("docs"))) {
                swap();
                docs.deleteFile(FILE);
                assertThat(docs.next()).isNull();
                // By path, as Java has it: it does not believe what it finds there.
                assertThatThrownBy(() -> docs.makeDirectory(Path.of("new"))).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(NotDirectoryException.class);
                assertThatThrownBy(() -> share.deleteDirectory(Path.of("docs")))
                        .isInstanceOf(NotDirectoryException.class);
            }
        }
        assertThat(outside.resolve("file.txt")).hasContent("secret");
        assertThat(temporary.resolve("aside/file.txt")).doesNotExist();
    }

    @Test
    void aLinkThatAppearsBetweenTheLookAndTheOpeningIsNotFollowed() throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            assumeThat(stream).isInstanceOf(SecureDirectoryStream.class);
            SecureDirectoryStream<Path> real = (SecureDirectoryStream<Path>) stream;
            try (Directory share = new SecureDirectory(new SwappingStream(real, this::swap), root, root)) {
                assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aLinkIsNotOpenedAsAFile() throws IOException {
        Files.createSymbolicLink(root.resolve("link.txt"), outside.resolve("file.txt"));
        Path link = Path.of("link.txt");
        try (Directory checked = CheckedDirectory.root(root, true);
                DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            assertThatThrownBy(() -> checked.openFile(link, Directory.Opening.READ))
                    .isInstanceOf(IOException.class);
            assumeThat(stream).isInstanceOf(SecureDirectoryStream.class);
            try (Directory secure = new SecureDirectory((SecureDirectoryStream<Path>) stream, root, root)) {
                assertThatThrownBy(() -> secure.openFile(link, Directory.Opening.READ))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void oneKnownByItsPathIsNotUsedAnyMore() throws IOException {
        try (Directory share = CheckedDirectory.root(root, true);
                Directory docs = share.open(Path.of("docs"))) {
            assertThat(docs.attributes(FILE).size()).isEqualTo(6);
            swap();
            assertThatThrownBy(docs::attributes).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.attributes(FILE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.openFile(FILE, Directory.Opening.READ))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.deleteFile(FILE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.makeDirectory(Path.of("new"))).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.move(FILE, share, Path.of("x"), false))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> share.move(Path.of("docs"), docs, Path.of("x"), true))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(docs::next).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(NotDirectoryException.class);
        }
        assertThat(outside.toFile().list()).containsExactly("file.txt");
    }

    @Test
    void oneKnownByItsPathIsNotMistakenForAnotherFolderInItsPlace() throws IOException {
        try (Directory share = CheckedDirectory.root(root, true);
                Directory docs = share.open(Path.of("docs"))) {
            Files.move(root.resolve("docs"), temporary.resolve("aside"));
            Files.move(outside, root.resolve("docs"));
            assertThatThrownBy(() -> docs.deleteFile(FILE)).isInstanceOf(NotDirectoryException.class);
        }
        assertThat(root.resolve("docs/file.txt")).hasContent("secret");
    }

    @Test
    void aShortFormIsNoOtherNameOfAFile() {
        assertThat(CheckedDirectory.isShortForm("SECRET~1.TXT", "secret-of-mine.txt"))
                .isTrue();
        assertThat(CheckedDirectory.isShortForm("GIT~1", ".git")).isTrue();
        assertThat(CheckedDirectory.isShortForm(".GIT", ".git")).isTrue();
        assertThat(CheckedDirectory.isShortForm("README.TXT", "Readme.txt")).isFalse();
        assertThat(CheckedDirectory.isShortForm("cafe\u0301", "caf\u00e9")).isFalse();
    }

    @Test
    void underANameThatTheDiskDoesNotTakeThereIsNothing() throws IOException {
        try (Directory directory = Disk.ofSystem().open(root);
                Directory checked = CheckedDirectory.root(root, true)) {
            for (Directory each : List.of(directory, checked)) {
                assertThatExceptionOfType(NoSuchFileException.class)
                        .isThrownBy(() -> each.attributes(Path.of("n".repeat(300))));
            }
        }
    }
}
