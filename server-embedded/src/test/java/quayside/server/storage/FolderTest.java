package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is swapped for a link after it was opened, in both ways to hold a folder. */
class FolderTest {
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
            try (Folder share = new SecureFolder((SecureDirectoryStream<Path>) stream, root, root, true);
                    Folder docs = share.open(Path.of("docs"))) {
                swap();
                docs.deleteFile(FILE);
                assertThat(docs.next()).isNull();
                // By path, as Java has it: it does not believe what it finds there.
                assertThatThrownBy(() -> docs.makeFolder(Path.of("new"))).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(NotDirectoryException.class);
                assertThatThrownBy(() -> share.deleteFolder(Path.of("docs"))).isInstanceOf(NotDirectoryException.class);
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
            try (Folder share = new SecureFolder(new SwappingStream(real, this::swap), root, root, true)) {
                assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aLinkIsNotOpenedAsAFile() throws IOException {
        Files.createSymbolicLink(root.resolve("link.txt"), outside.resolve("file.txt"));
        Path link = Path.of("link.txt");
        try (Folder checked = CheckedFolder.root(root, true);
                DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            assertThatThrownBy(() -> checked.openFile(link, Folder.Opening.READ))
                    .isInstanceOf(IOException.class);
            assumeThat(stream).isInstanceOf(SecureDirectoryStream.class);
            try (Folder secure = new SecureFolder((SecureDirectoryStream<Path>) stream, root, root, true)) {
                assertThatThrownBy(() -> secure.openFile(link, Folder.Opening.READ))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void oneKnownByItsPathIsNotUsedAnyMore() throws IOException {
        try (Folder share = CheckedFolder.root(root, true);
                Folder docs = share.open(Path.of("docs"))) {
            assertThat(docs.attributes(FILE).size()).isEqualTo(6);
            swap();
            assertThatThrownBy(docs::attributes).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.attributes(FILE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.openFile(FILE, Folder.Opening.READ))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.deleteFile(FILE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.makeFolder(Path.of("new"))).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> docs.move(FILE, share, Path.of("x"), false))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> share.move(Path.of("docs"), docs, Path.of("x"), true))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(docs::next).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> share.open(Path.of("docs"))).isInstanceOf(NotDirectoryException.class);
        }
        assertThat(Shares.filesIn(outside)).containsExactly("file.txt");
    }

    @Test
    void oneKnownByItsPathIsNotMistakenForAnotherFolderInItsPlace() throws IOException {
        try (Folder share = CheckedFolder.root(root, true);
                Folder docs = share.open(Path.of("docs"))) {
            Files.move(root.resolve("docs"), temporary.resolve("aside"));
            Files.move(outside, root.resolve("docs"));
            assertThatThrownBy(() -> docs.deleteFile(FILE)).isInstanceOf(NotDirectoryException.class);
        }
        assertThat(root.resolve("docs/file.txt")).hasContent("secret");
    }
}
