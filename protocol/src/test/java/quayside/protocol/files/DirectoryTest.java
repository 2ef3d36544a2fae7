package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.Mode;

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

    /** The ways to hold a folder. */
    private enum Kind {
        BY_DESCRIPTOR,
        BY_PATH,
        /** By its descriptor, but without calls of the system. */
        IN_MEMORY;

        Directory open(Path folder) throws IOException {
            return this == BY_PATH
                    ? CheckedDirectory.root(folder, false)
                    : Disk.ofSystem().open(folder);
        }
    }

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .setSupportedFeatures(
                    Feature.SYMBOLIC_LINKS, Feature.LINKS, Feature.FILE_CHANNEL, Feature.SECURE_DIRECTORY_STREAM)
            .build());

    @AfterEach
    void forgetMemory() throws IOException {
        memory.close();
    }

    /** Returns a folder "share" with "docs/file.txt" in it. */
    private Path share(Kind kind) throws IOException {
        if (kind != Kind.IN_MEMORY) {
            return root;
        }
        Path share = memory.getPath("/share");
        Files.writeString(Files.createDirectories(share.resolve("docs")).resolve("file.txt"), "public");
        return share;
    }

    @ParameterizedTest
    @EnumSource
    void eachEntryIsToldOnceAndTheListAsOftenAsWanted(Kind kind) throws IOException {
        Path share = share(kind);
        Files.createFile(share.resolve("docs/more"));
        try (Directory top = kind.open(share);
                Directory docs = top.open(share.resolve("docs").getFileName())) {
            Set<String> told = new TreeSet<>();
            for (Path each = docs.next(); each != null; each = docs.next()) {
                assertThat(told.add(each.toString())).isTrue();
            }
            assertThat(told).containsExactly("file.txt", "more");
            for (int i = 0; i < 2; i++) {
                assertThat(docs.names(name -> name.toString().startsWith("m")))
                        .map(Path::toString)
                        .containsExactly("more");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderIsMadeAndDeletedAndAFileIsNoFolder(Kind kind) throws IOException {
        Path share = share(kind);
        Path made = share.resolve("new").getFileName();
        try (Directory top = kind.open(share);
                Directory docs = top.open(share.resolve("docs").getFileName())) {
            docs.makeDirectory(made);
            assertThat(docs.attributes(made).isDirectory()).isTrue();
            assertThat(docs.attributes().isDirectory()).isTrue();
            assertThat(docs.makesDirectories())
                    .isEqualTo(kind == Kind.BY_PATH || (kind == Kind.BY_DESCRIPTOR && NativeFileTest.areKnown()));
            docs.deleteDirectory(made);
            assertThat(docs.find(made)).isNull();
            assertThatThrownBy(() -> docs.open(share.resolve("file.txt").getFileName()))
                    .isInstanceOf(NotDirectoryException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsTakenOnlyIfItIsFreeAndByOneAfterTheOther(Kind kind) throws Exception {
        Path share = share(kind);
        Path file = share.resolve("file.txt").getFileName();
        Path other = share.resolve("other.txt").getFileName();
        Path third = share.resolve("third.txt").getFileName();
        try (Directory top = kind.open(share);
                Directory docs = top.open(share.resolve("docs").getFileName());
                ExecutorService another = Executors.newSingleThreadExecutor()) {
            Files.writeString(share.resolve("docs/other.txt"), "other");
            assertThatThrownBy(() -> docs.publish(file, other)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(another.submit(() -> {
                                docs.publish(file, third);
                                return docs.attributes(third).size();
                            })
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(6);
            docs.move(third, top, other, false);
            docs.move(other, top, other, true);
            assertThat(share.resolve("other.txt")).hasContent("other");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsLastChangeAndItsNamesAreThoseOfTheVeryFile(Kind kind) throws IOException {
        Path share = share(kind);
        Path file = share.resolve("docs/file.txt");
        Path name = file.getFileName();
        BasicFileAttributes anothers = Files.readAttributes(share, BasicFileAttributes.class);
        assumeThat(anothers.fileKey()).isNotNull();
        try (Directory top = kind.open(share);
                Directory docs = top.open(file.getParent().getFileName())) {
            BasicFileAttributes attributes = docs.attributes(name);
            assertThat(docs.changed(name, attributes))
                    .isEqualTo(
                            FileTimes.change(file).map(FileTimes.Change::time).orElse(null));
            assertThat(docs.changed(name, anothers)).isNull();
            assertThat(docs.hasOneName(name, anothers)).isFalse();
            assertThat(docs.hasOneName(name, attributes)).isTrue();
            Files.createLink(share.resolve("second"), file);
            assertThat(docs.hasOneName(name, attributes)).isFalse();
            assertThat(docs.seemsFree(name)).isFalse();
            assertThat(docs.seemsFree(name.resolveSibling("free"))).isEqualTo(kind != Kind.BY_PATH);
        }
    }

    @Test
    void whoWritesToAFileIsToldOfTheVeryFile() throws IOException {
        assumeTrue(NativeFileTest.areKnown(), "This system has no such calls.");
        Path file = root.resolve("docs/file.txt");
        try (Directory top = Kind.BY_DESCRIPTOR.open(root);
                Directory docs = top.open(Path.of("docs"));
                Directory byPath = CheckedDirectory.root(root.resolve("docs"), false)) {
            BasicFileAttributes attributes = docs.attributes(FILE);
            assertThat(docs.writers(FILE, attributes)).isEqualTo(NativeFile.Writers.NONE);
            assertThat(docs.writers(FILE, top.attributes())).isEqualTo(NativeFile.Writers.UNKNOWN);
            assertThat(docs.writers(Path.of("missing"), attributes)).isEqualTo(NativeFile.Writers.UNKNOWN);
            assertThat(byPath.writers(FILE, attributes)).isEqualTo(NativeFile.Writers.UNKNOWN);
            try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE)) {
                assertThat(docs.writers(FILE, attributes)).isEqualTo(NativeFile.Writers.SOME);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeBefore1970IsKeptAsWellAsTheSystemCan(Kind kind) throws IOException {
        Path share = share(kind);
        Path name = share.resolve("file.txt").getFileName();
        FileTime asked = FileTime.from(Instant.parse("1969-12-31T23:59:58.5Z"));
        try (Directory top = kind.open(share);
                Directory docs = top.open(share.resolve("docs").getFileName())) {
            Instant now = Instant.now();
            docs.setModified(name, asked);
            if (kind == Kind.BY_DESCRIPTOR && NativeFileTest.areKnown()) {
                assertThat(docs.attributes(name).lastAccessTime().toInstant()).isBetween(now, Instant.now());
            }
            assertThat(docs.attributes(name).lastModifiedTime())
                    .isEqualTo(
                            kind == Kind.BY_DESCRIPTOR && NativeFileTest.areKnown() ? asked : FileTimes.nearest(asked));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsNoMoreOpenThanItsSourceAndWhatItReplaces(Kind kind) throws IOException {
        Path share = share(kind);
        assumeThat(Disk.isPosix(share)).isTrue();
        Path old = share.resolve("docs/file.txt");
        Path fresh = share.resolve("docs/fresh");
        Files.setPosixFilePermissions(old, new Mode(0640).permissions());
        try (Directory top = kind.open(share);
                Directory docs = top.open(old.getParent().getFileName())) {
            docs.openFile(fresh.getFileName(), Directory.Opening.NEW).close();
            docs.giveMetadata(fresh.getFileName(), docs, old.getFileName(), Optional.of(new Mode(0604)));
            assertThat(Mode.of(Files.getPosixFilePermissions(fresh))).isEqualTo(new Mode(0600));
            docs.giveMetadata(fresh.getFileName(), docs, null, Optional.of(new Mode(0640)));
            assertThat(Mode.of(Files.getPosixFilePermissions(fresh))).isEqualTo(new Mode(0640));
            assertThat(docs.names(_ -> true)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BY_DESCRIPTOR", "BY_PATH"})
    void aClosedFolderHoldsNothingOpen(Kind kind) throws IOException {
        try (Directory top = kind.open(root);
                Directory docs = top.open(Path.of("docs"))) {
            assertThat(docs.next()).isNotNull();
            docs.setModified(FILE, FileTime.fromMillis(0));
            docs.sync();
        }
        assertThat(openFiles()).noneMatch(each -> each.startsWith(root));
    }

    /** Returns the files that this program has open, where the system tells that. */
    static List<Path> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "This system does not tell which files are open.");
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.map(DirectoryTest::target).toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // It was the one that listed them.
            return descriptor;
        }
    }

    @Test
    void aHiddenFileIsReachedByItsOwnNameAlone() throws IOException {
        try (FileSystem blind = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setNameCanonicalNormalization(PathNormalization.CASE_FOLD_ASCII)
                .build())) {
            Path folder = Files.createDirectories(blind.getPath("/share"));
            Path hidden = Files.createDirectory(folder.resolve(".git")).getFileName();
            try (Directory checked = CheckedDirectory.root(folder, true)) {
                assertThat(checked.attributes(hidden).isDirectory()).isTrue();
                assertThatExceptionOfType(NoSuchFileException.class)
                        .isThrownBy(() -> checked.attributes(blind.getPath(".GIT")));
            }
        }
    }
}
