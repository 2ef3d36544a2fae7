package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.NativeFile.Writers;

/** Who has a file open for writing, as Linux tells it to the file's owner. */
final class NativeFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[10_000]);
        assumeThat(writers()).isNotEqualTo(Writers.UNKNOWN);
    }

    private Writers writers() throws IOException {
        return NativeFile.writers(
                file, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    @Test
    void whoReadsAFileWritesNothing() throws IOException {
        try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
            assertThat(writers()).isEqualTo(Writers.NONE);
        }
    }

    @Test
    void whoHasItOpenForWritingIsToldUntilItIsClosed() throws IOException {
        try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(writers()).isEqualTo(Writers.SOME);
        }
        assertThat(writers()).isEqualTo(Writers.NONE);
    }

    @Test
    void whoHasMappedItForWritingIsToldThoughItIsClosed() throws IOException {
        MappedByteBuffer map;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            map = channel.map(MapMode.READ_WRITE, 0, 10_000);
        }
        assertThat(writers()).isEqualTo(Writers.SOME);
        map.put(0, (byte) 1);
    }

    @Test
    void anotherFileThanTheOneThatIsMeantTellsNothing() throws IOException {
        Path other = Files.write(folder.resolve("other"), new byte[10]);
        Object key = Files.readAttributes(other, BasicFileAttributes.class).fileKey();
        assertThat(NativeFile.writers(file, key)).isEqualTo(Writers.UNKNOWN);
    }

    /** Whoever opens it meanwhile waits for a lease to be given back, and no signal ends anybody. */
    @Test
    void itIsAskedWhileOthersOpenTheFile() throws Exception {
        Thread opener = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 2_000; i++) {
                    FileChannel.open(file, StandardOpenOption.WRITE).close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        while (opener.isAlive()) {
            assertThat(writers()).isNotEqualTo(Writers.UNKNOWN);
        }
        opener.join();
        assertThat(writers()).isEqualTo(Writers.NONE);
    }
}
