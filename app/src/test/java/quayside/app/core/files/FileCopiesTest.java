package quayside.app.core.files;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.Disk;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.Names;
import quayside.protocol.wire.ProtocolException;

class FileCopiesTest {
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

    private final Cancellation never = new Cancellation();

    @TempDir
    private Path folder;

    @Test
    void aCopyInTheSameFolderGetsANumberAndKeepsItsTime() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one");
        Files.setLastModifiedTime(file, FileTime.from(OLD));
        Path copy = FileCopies.copy(file, folder, never);
        assertThat(copy).hasFileName("a (2).txt").hasContent("one");
        assertThat(Files.getLastModifiedTime(copy).toInstant()).isEqualTo(OLD);
        assertThat(FileCopies.copy(file, folder, never)).hasFileName("a (3).txt");
    }

    @Test
    void aFolderMovesWithItsContentAndReplacesNothing() throws IOException {
        Path source = Files.createDirectories(folder.resolve("from/album"));
        Files.writeString(source.resolve("x"), "x");
        Files.createSymbolicLink(source.resolve("link"), folder);
        Path into = Files.createDirectories(folder.resolve("into"));
        Files.createDirectory(into.resolve("album"));
        Path copy = FileCopies.copy(source, into, never);
        assertThat(copy).hasFileName("album (2)");
        assertThat(Files.isSymbolicLink(copy.resolve("link"))).isTrue();
        assertThat(FileCopies.move(source, into, never)).hasFileName("album (3)");
        assertThat(source).doesNotExist();
        assertThat(into.resolve("album (3)/x")).hasContent("x");
        assertThat(into.resolve("album")).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftOfACancelledCopyAndAFolderDoesNotGoIntoItself() throws IOException {
        Path source = Files.createDirectories(folder.resolve("album/inner"));
        Files.writeString(source.resolve("x"), "x");
        Path into = Files.createDirectories(folder.resolve("into"));
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThatThrownBy(() -> FileCopies.copy(folder.resolve("album"), into, cancelled))
                .isInstanceOf(ProtocolException.class);
        assertThat(into).isEmptyDirectory();
        assertThatThrownBy(() -> FileCopies.move(folder.resolve("album"), source, never))
                .hasMessageContaining("into itself");
        assertThat(source.resolve("x")).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theCopyOfAPrivateFolderIsPrivate() throws IOException {
        Path source = Files.createDirectories(folder.resolve("private"));
        Files.writeString(source.resolve("x"), "x");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r-x------"));
        Path copy = FileCopies.copy(source, Files.createDirectory(folder.resolve("into")), never);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("r-x------");
        assertThat(copy.resolve("x")).hasContent("x");
    }

    @Test
    void whatChangedWhileAFolderMovedToAnotherDiskIsNotDeleted() throws IOException {
        Path source = Files.createDirectories(folder.resolve("album"));
        Files.writeString(source.resolve("copied"), "x");
        Path copy = FileCopies.copy(source, Files.createDirectory(folder.resolve("into")), never);
        Files.writeString(source.resolve("late"), "written after the copy");
        assertThatThrownBy(() -> FileCopies.deleteCopied(source, copy, true)).isInstanceOf(IOException.class);
        assertThat(source.resolve("late")).exists();
        Files.delete(source.resolve("late"));
        Files.writeString(source.resolve("copied"), "longer than its copy");
        assertThatThrownBy(() -> FileCopies.deleteCopied(source, copy, true)).isInstanceOf(ProtocolException.class);
        assertThat(source.resolve("copied")).hasContent("longer than its copy");
        Files.copy(source.resolve("copied"), copy.resolve("copied"), REPLACE_EXISTING, COPY_ATTRIBUTES);
        FileCopies.deleteCopied(source, copy, true);
        assertThat(source).doesNotExist();
    }

    @Test
    void aCopyHasItsNameOnlyOnceItIsWhole() throws IOException {
        Path source = Files.createDirectories(folder.resolve("album"));
        Path file = Files.writeString(source.resolve("a.txt"), "whole");
        Path into = Files.createDirectories(folder.resolve("into"));
        Disk cut = place -> {
            try (Stream<Path> all = Files.list(into)) {
                Path part = all.findFirst().orElseThrow();
                assertThat(into).isDirectoryNotContaining(path -> !path.equals(part));
                assertThat(Names.isReserved(String.valueOf(part.getFileName()))).isTrue();
                throw new FileSystemException(part.toString(), null, "No space left on device");
            }
        };
        for (Path each : List.of(source, file)) {
            assertThatThrownBy(() -> new FileCopies(never, cut).copy(each, into))
                    .hasMessageContaining(String.valueOf(each.getFileName()))
                    .hasMessageNotContaining(".quayside");
            assertThat(into).isEmptyDirectory();
        }
        assertThat(FileCopies.copy(file, into, never)).hasContent("whole");
    }

    @Test
    void aNameThatIsTakenMeanwhileIsNotReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "mine");
        Path into = Files.createDirectories(folder.resolve("into"));
        Disk late = new WatchedDisk((operation, name) -> {
            if (operation == WatchedDisk.Operation.PUBLISH && Files.notExists(into.resolve("a.txt"))) {
                Files.writeString(into.resolve("a.txt"), "theirs");
            }
        });
        assertThat(new FileCopies(never, late).copy(file, into))
                .hasFileName("a (2).txt")
                .hasContent("mine");
        assertThat(into.resolve("a.txt")).hasContent("theirs");
    }

    @Test
    void aMoveDoesNotReplaceWhatTookTheNameAMomentAgo() throws IOException {
        Path theirs = Files.writeString(folder.resolve("theirs"), "theirs");
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), mine);
        Path album = Files.createDirectory(folder.resolve("album"));
        for (Path source : List.of(mine, link, album)) {
            assertThatThrownBy(() -> FileCopies.moveTo(theirs, source)).isInstanceOf(IOException.class);
            assertThat(theirs).hasContent("theirs");
        }
        assertThat(mine).hasContent("mine");
        assertThat(link).isSymbolicLink();
        FileCopies.moveTo(folder.resolve("free"), mine);
        assertThat(folder.resolve("free")).hasContent("mine");
        assertThat(mine).doesNotExist();
    }

    @Test
    void aLinkMovesAsALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        Path into = Files.createDirectories(folder.resolve("into"));
        Path moved = FileCopies.move(link, into, never);
        assertThat(Files.readSymbolicLink(moved)).isEqualTo(Path.of("nowhere"));
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void aFileMovesToAnotherDiskUnlessItIsWrittenMeanwhile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one");
        Files.setLastModifiedTime(file, FileTime.from(OLD));
        Path into = Files.createDirectories(folder.resolve("into"));
        Path moved = new FileCopies(never, Disk.ofSystem()).moveToOtherDisk(file, into, "a.txt");
        assertThat(moved).hasContent("one");
        assertThat(Files.getLastModifiedTime(moved).toInstant()).isEqualTo(OLD);
        assertThat(file).doesNotExist();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(OLD));
        Disk late = place -> {
            Files.writeString(file, "new");
            Files.setLastModifiedTime(file, FileTime.from(OLD.plusMillis(1500)));
            return Disk.ofSystem().open(place);
        };
        assertThatThrownBy(() -> new FileCopies(never, late).moveToOtherDisk(file, into, "a.txt"))
                .isInstanceOf(ProtocolException.class);
        assertThat(file).hasContent("new");
        assertThat(into.resolve("a (2).txt")).hasContent("two");
    }
}
