package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk below a trusted folder, with descriptors of folders and without. */
final class ConfinedDiskTest {
    private static final PartName NAME = new PartName("0123456789abcdef");

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
        try (Disk.Within disk = new LocalDisk().within(top)) {
            assertThat(disk.makeFolder(docs, Optional.empty())).isTrue();
            assertThat(disk.makeFolder(docs.resolve("new"), Optional.empty())).isFalse();
            Path part = NAME.part(docs.resolve("new"));
            disk.createPart(part).close();
            disk.setModified(part, FileTime.fromMillis(5_000));
            assertThat(disk.attributes(part).lastModifiedTime()).isEqualTo(FileTime.fromMillis(5_000));
            assertThat(disk.leftovers(docs.resolve("new"))).containsExactly(part);
            try (FileChannel held = disk.lockRecord(NAME.record(docs), true).orElseThrow()) {
                assertThat(held.isOpen()).isTrue();
            }
            disk.publish(part, docs.resolve("new/file"));
            disk.delete(part);
            assertThat(names(docs.resolve("new"))).containsExactly("file");
            disk.createPart(part).close();
            assertThatThrownBy(() -> disk.publish(part, docs.resolve("new/file")))
                    .isInstanceOf(FileAlreadyExistsException.class);
            disk.publishReplacing(part, docs.resolve("new/file"));
            assertThatThrownBy(() -> disk.makeFolder(docs.resolve("new/file"), Optional.empty()))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(names(top)).containsExactly("docs");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasSwappedForALinkIsNotUsed(boolean descriptors) throws IOException {
        Path around = around(descriptors);
        Path docs = around.resolve("top/docs");
        Files.move(docs, around.resolve("aside"));
        Files.createSymbolicLink(docs, around.resolve("outside"));
        try (Disk.Within disk = new LocalDisk().within(around.resolve("top"))) {
            Path part = NAME.part(docs);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> disk.makeFolder(docs, Optional.empty()),
                    () -> disk.makeFolder(docs.resolve("new"), Optional.empty()),
                    () -> disk.createPart(part),
                    () -> disk.openPart(part),
                    () -> disk.lockRecord(NAME.record(docs), true),
                    () -> disk.attributes(docs.resolve("file")),
                    () -> disk.touched(docs.resolve("file")),
                    () -> disk.setModified(docs.resolve("file"), FileTime.fromMillis(0)),
                    () -> disk.dress(docs.resolve("file"), Optional.empty(), Optional.empty()),
                    () -> disk.publish(docs.resolve("file"), docs.resolve("other")),
                    () -> disk.renamePart(docs.resolve("file"), part),
                    () -> disk.publishReplacing(docs.resolve("file"), docs.resolve("other")),
                    () -> disk.delete(docs.resolve("file")),
                    () -> disk.folding(docs, NAME),
                    () -> disk.leftovers(docs))) {
                assertThatThrownBy(use).isInstanceOf(IOException.class);
            }
        }
        assertThat(names(around.resolve("outside"))).containsExactly("file");
        assertThat(around.resolve("outside/file")).hasContent("outside");
        assertThat(names(around.resolve("top"))).containsExactly("docs");
    }

    @Test
    void aPartThatHasASecondNameIsNotOpened() throws IOException {
        Path docs = around(true).resolve("top/docs");
        Path part = NAME.part(docs);
        try (Disk.Within disk = new LocalDisk().within(docs.getParent())) {
            disk.createPart(part).close();
            disk.openPart(part).orElseThrow().close();
            Files.createLink(docs.resolve("second"), part);
            assertThat(disk.openPart(part)).isEmpty();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
