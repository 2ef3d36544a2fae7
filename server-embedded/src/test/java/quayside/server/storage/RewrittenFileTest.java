package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.NativeFile.Writers;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.TestHost;

/** Files that a program of the host rewrites in their place while they are read (PROTOCOL.md sections 4.2, 5.2 and 5.7). */
@Timeout(60)
final class RewrittenFileTest {
    private static final int SIZE = 1_000_000;

    @TempDir
    Path share;

    private Storage storage;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        storage = FolderStorage.open(share, false, InstantSource.system(), new Random(3));
        file = Files.write(share.resolve("file"), bytes('A'));
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private static byte[] bytes(char each) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) each);
        return bytes;
    }

    private Storage.Content read(Storage.Reader reader) throws ProtocolException {
        return reader.open(path("file"), Optional.empty());
    }

    private static void assertChanged(Storage.Content content) {
        assertThatThrownBy(() -> content.bytes().readAllBytes())
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CHANGED));
    }

    private enum Loss {
        REPLACED,
        DELETED,
        RENAMED
    }

    /** Once nothing leads to it any more, nobody can tell what was done to it before. */
    @ParameterizedTest
    @EnumSource
    void whatIsRewrittenAndThenLosesItsNameIsNotReadToItsEnd(Loss loss) throws IOException {
        TestHost.settled(file);
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = read(reader)) {
            assertThat(content.bytes().readNBytes(SIZE / 2)).containsOnly('A');
            Files.write(file, bytes('B'), StandardOpenOption.WRITE);
            switch (loss) {
                case REPLACED ->
                    Files.move(
                            Files.write(share.resolve("other"), bytes('C')), file, StandardCopyOption.REPLACE_EXISTING);
                case DELETED -> Files.delete(file);
                case RENAMED -> Files.move(file, share.resolve("away"));
            }
            assertChanged(content);
        }
    }

    @Test
    void whatIsInAFolderThatWasMovedAwayIsNotReadToItsEnd() throws IOException {
        Files.createDirectory(share.resolve("folder"));
        Files.move(file, share.resolve("folder/file"));
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = reader.open(path("folder/file"), Optional.empty())) {
            assertThat(content.bytes().readNBytes(SIZE / 2)).containsOnly('A');
            FileTime modified = Files.getLastModifiedTime(share.resolve("folder/file"));
            Files.move(share.resolve("folder"), share.resolve("away"));
            Files.write(share.resolve("away/file"), bytes('B'), StandardOpenOption.WRITE);
            Files.setLastModifiedTime(share.resolve("away/file"), modified);
            assertChanged(content);
        }
    }

    private void requireThatWritersAreTold() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        assumeThat(NativeFile.writers(file, key)).isEqualTo(Writers.NONE);
    }

    /** The file mapped for writing, all of it changed just now: what is written to it next leaves no trace in its times. */
    private MappedByteBuffer map() throws IOException {
        requireThatWritersAreTold();
        MappedByteBuffer map;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            map = channel.map(MapMode.READ_WRITE, 0, SIZE);
        }
        map.put(0, bytes('A'));
        TestHost.settled(file);
        return map;
    }

    @Test
    void whatIsWrittenThroughAMappingIsNoticedThoughNoTimeTellsIt() throws IOException {
        MappedByteBuffer map = map();
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = read(reader)) {
            assertThat(content.reading())
                    .as("which another try would go on with")
                    .isEmpty();
            assertThat(content.bytes().readNBytes(SIZE / 2)).containsOnly('A');
            map.put(0, bytes('B'));
            assertChanged(content);
        }
    }

    @Test
    void theDigestOfAMappedFileIsThatOfTheFileAsItIs() throws IOException {
        MappedByteBuffer map = map();
        String before = storage.digest(path("file"), "somebody").sha256();
        map.put(SIZE - 1, (byte) 'B');
        assertThat(storage.digest(path("file"), "somebody").sha256()).isNotEqualTo(before);
    }

    @Test
    void whatSomebodyHasOpenForWritingAndLeavesAsItIsArrives() throws IOException {
        requireThatWritersAreTold();
        TestHost.settled(file);
        try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE);
                Storage.Reader reader = storage.reader();
                Storage.Content content = read(reader)) {
            assertThat(content.certain()).isFalse();
            assertThat(content.bytes().readAllBytes()).isEqualTo(bytes('A'));
        }
    }

    @Test
    void whatNobodyWritesToCanBeGoneOnWith() throws IOException {
        requireThatWritersAreTold();
        TestHost.settled(file);
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = read(reader)) {
            assertThat(content.certain()).isTrue();
            assertThat(content.reading()).isPresent();
        }
    }
}
