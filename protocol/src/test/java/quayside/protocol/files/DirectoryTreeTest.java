package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.files.incoming.HeldRecords;
import quayside.protocol.message.Mode;

/** A disk below a trusted folder, with descriptors of folders and without. */
final class DirectoryTreeTest {
    private static final PartNames NAME = new PartNames("0123456789abcdef");

    private static final String RECORD = ".quayside-0123456789abcdef.resume";

    @TempDir
    Path temporary;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.LINKS, Feature.FILE_CHANNEL)
            .build());

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private Path around(boolean descriptors) throws IOException {
        Path around = descriptors ? temporary : Files.createDirectory(memory.getPath("/around"));
        Files.writeString(Files.createDirectory(around.resolve("outside")).resolve("file"), "outside");
        Files.createDirectories(around.resolve("top/docs"));
        return around;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileGetsItsNameInAFolderBelow(boolean descriptors) throws IOException {
        Path top = around(descriptors).resolve("top");
        Path docs = top.resolve("docs");
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), top)) {
            assertThat(disk.makeDirectory(docs, Optional.empty())).isTrue();
            Path made = docs.resolve("new");
            assertThat(disk.makeDirectory(made, Optional.empty())).isFalse();
            Path part = NAME.part(made).getFileName();
            Path file = part.resolveSibling("file");
            Directory directory = disk.open(made);
            directory.openFile(part, Directory.Opening.NEW).close();
            directory.setModified(part, FileTime.fromMillis(5_000));
            assertThat(directory.attributes(part).lastModifiedTime()).isEqualTo(FileTime.fromMillis(5_000));
            assertThat(directory.names(PartNames::isLeftover)).containsExactly(part);
            try (FileChannel held = lock(directory)) {
                assertThat(held.isOpen()).isTrue();
            }
            directory.publish(part, file);
            if (directory.find(part) != null) {
                directory.deleteFile(part);
            }
            directory.deleteFile(part.resolveSibling(RECORD));
            assertThat(names(made)).containsExactly("file");
            directory.openFile(part, Directory.Opening.NEW).close();
            assertThatThrownBy(() -> directory.publish(part, file)).isInstanceOf(FileAlreadyExistsException.class);
            directory.move(part, directory, file, true);
            assertThatThrownBy(() -> disk.makeDirectory(made.resolve("file"), Optional.empty()))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(names(top)).containsExactly("docs");
        }
    }

    private static FileChannel lock(Directory directory) throws IOException {
        Path record = directory.names(_ -> true).getFirst().resolveSibling(RECORD);
        return HeldRecords.OF_PROGRAM.lock(directory, record, true).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasSwappedForALinkIsNotUsed(boolean descriptors) throws IOException {
        Path around = around(descriptors);
        Path docs = around.resolve("top/docs");
        Files.move(docs, around.resolve("aside"));
        Files.createSymbolicLink(docs, around.resolve("outside"));
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), around.resolve("top"))) {
            Directory directory = disk.open(docs);
            Path part = NAME.part(docs).getFileName();
            Path file = part.resolveSibling("file");
            Path other = part.resolveSibling("other");
            BasicFileAttributes known = Files.readAttributes(around.resolve("outside/file"), BasicFileAttributes.class);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> disk.makeDirectory(docs, Optional.empty()),
                    () -> disk.makeDirectory(docs.resolve("new"), Optional.empty()),
                    () -> directory.openFile(part, Directory.Opening.NEW),
                    () -> directory.openFile(file, Directory.Opening.OLD),
                    () -> HeldRecords.OF_PROGRAM.lock(directory, part, true),
                    directory::attributes,
                    () -> directory.attributes(file),
                    () -> directory.find(file),
                    () -> directory.changed(file, known),
                    () -> directory.writers(file, known),
                    () -> directory.mode(file, known),
                    () -> directory.hasOneName(file, known),
                    () -> directory.setModified(file, FileTime.fromMillis(0)),
                    () -> directory.giveMetadata(file, directory, null, Optional.empty()),
                    () -> directory.publish(file, other),
                    () -> directory.move(file, directory, part, true),
                    () -> directory.deleteFile(file),
                    () -> directory.deleteDirectory(file),
                    () -> directory.makeDirectory(other),
                    () -> directory.open(other),
                    directory::next,
                    directory::sync,
                    () -> NAME.folding(disk, docs),
                    () -> directory.names(_ -> true))) {
                assertThatThrownBy(use).isInstanceOf(IOException.class);
            }
        }
        assertThat(names(around.resolve("outside"))).containsExactly("file");
        assertThat(around.resolve("outside/file")).hasContent("outside");
        assertThat(names(around.resolve("top"))).containsExactly("docs");
    }

    @Test
    void aPartThatHasASecondNameIsTold() throws IOException {
        Path docs = around(true).resolve("top/docs");
        Path part = NAME.part(docs);
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), docs.getParent())) {
            Directory directory = disk.open(docs);
            directory.openFile(part.getFileName(), Directory.Opening.NEW).close();
            BasicFileAttributes known = directory.attributes(part.getFileName());
            assertThat(directory.hasOneName(part.getFileName(), known)).isTrue();
            Files.createLink(docs.resolve("second"), part);
            assertThat(directory.hasOneName(part.getFileName(), known)).isFalse();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aNewFolderIsNoMoreOpenThanItsSource() throws IOException {
        Path top = around(true).resolve("top");
        assumeTrue(Disk.isPosix(top), "This system has no modes.");
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), top)) {
            for (Path folder : List.of(top.resolve("new"), top.resolve("docs/new"))) {
                disk.makeDirectory(folder, Optional.of(new Mode(0510)));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .isEqualTo("rwx--x---");
            }
        }
    }

    @Test
    void aFolderOfATreeDoesWhatTheFolderItselfDoes() throws IOException {
        Path top = around(true).resolve("top");
        Path docs = top.resolve("docs");
        Path file = Files.writeString(docs.resolve("file"), "text").getFileName();
        Path other = file.resolveSibling("other");
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), top);
                Directory real = Disk.ofSystem().open(docs)) {
            Directory directory = disk.open(docs);
            BasicFileAttributes attributes = directory.attributes(file);
            assertThat(disk.freeBytes(docs)).isPositive();
            assertThat(directory.attributes().fileKey())
                    .isEqualTo(real.attributes().fileKey());
            assertThat(directory.changed(file, attributes)).isEqualTo(real.changed(file, attributes));
            assertThat(directory.writers(file, attributes)).isEqualTo(real.writers(file, attributes));
            assertThat(directory.mode(file, attributes)).isEqualTo(real.mode(file, attributes));
            assertThat(directory.seemsFree(file)).isFalse();
            assertThat(directory.makesDirectories()).isEqualTo(real.makesDirectories());
            directory.makeDirectory(other);
            try (Directory opened = directory.open(other)) {
                assertThat(opened.attributes().isDirectory()).isTrue();
            }
            directory.deleteDirectory(other);
            assertThatIllegalArgumentException().isThrownBy(() -> directory.move(file, real, other, true));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> directory.giveMetadata(file, real, null, Optional.empty()));
            directory.move(file, directory, other, true);
            assertThat(directory.next()).isEqualTo(other);
            assertThat(directory.next()).isNull();
            if (Disk.isPosix(docs)) {
                directory.giveMetadata(other, directory, null, Optional.of(new Mode(0400)));
                assertThat(Mode.of(directory.attributes(other))).contains(new Mode(0400));
            }
        }
        assertThat(DirectoryTest.openFiles()).noneMatch(each -> each.startsWith(top));
    }

    @Test
    void withoutCallsOfTheSystemAFolderIsMadeWhereThePathIsTrustedAndMoved() throws IOException {
        try (FileSystem held = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.LINKS, Feature.SECURE_DIRECTORY_STREAM)
                .build())) {
            Path top = held.getPath("/top");
            Path docs = Files.createDirectories(top.resolve("docs"));
            Path made = docs.resolve("new");
            try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), top)) {
                assertThat(disk.open(docs).makesDirectories()).isFalse();
                assertThat(disk.makeDirectory(made, Optional.empty())).isFalse();
                assertThat(disk.makeDirectory(made, Optional.empty())).isTrue();
                assertThat(disk.makeDirectory(top.resolve("beside"), Optional.empty()))
                        .isFalse();
            }
            assertThat(made).isEmptyDirectory();
            assertThat(names(top)).containsExactlyInAnyOrder("docs", "beside");
        }
    }

    @Test
    void aNewFolderHasTheGroupThatItsParentGives() throws IOException {
        Path top = around(true).resolve("top");
        Path docs = top.resolve("docs");
        assumeTrue(NativeFileTest.areKnown(), "This system has no such calls.");
        assumeTrue(Metadata.isDone(() -> Files.setAttribute(docs, "unix:gid", 12_346)), "Only root gives files away.");
        Files.setAttribute(docs, "unix:mode", 02755);
        try (DirectoryTree disk = new DirectoryTree(Disk.ofSystem(), top)) {
            disk.makeDirectory(docs.resolve("new"), Optional.empty());
        }
        assertThat(Files.getAttribute(docs.resolve("new"), "unix:gid")).isEqualTo(12_346);
    }
}
