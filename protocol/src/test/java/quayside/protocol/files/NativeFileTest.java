package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.NativeFile.Writers;

/** Who has a file open for writing, as Linux tells it to the file's owner. */
final class NativeFileTest {
    /** File systems that tell it for sure. */
    private static final List<String> LEASING = List.of("ext4", "xfs", "btrfs", "tmpfs");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[10_000]);
        assumeTrue(areKnown(), "This system has no such calls.");
        if (!LEASING.contains(Files.getFileStore(folder).type())) {
            assumeThat(writers()).isNotEqualTo(Writers.UNKNOWN);
        }
    }

    /** Returns whether the calls have to be found on this system. */
    static boolean areKnown() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
                && System.getProperty("sun.jnu.encoding").equals("UTF-8");
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

    private NativeFile directory() throws IOException {
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return NativeFile.directory(folder.getParent(), folder.getFileName(), key)
                .orElseThrow();
    }

    @Test
    void neitherALinkIsFollowedNorAPipeWaitedFor() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), file);
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        try (NativeFile directory = directory();
                NativeFile opened = directory.file(pipe.getFileName())) {
            assertThat(opened.is(Files.readAttributes(pipe, BasicFileAttributes.class)
                            .fileKey()))
                    .isTrue();
            assertThatIOException().isThrownBy(() -> directory.file(Path.of("link")));
        }
    }

    /** Its number may be that of another file by then. */
    @Test
    void whatIsClosedTwiceClosesNothingElse() throws IOException {
        NativeFile first = directory();
        first.close();
        try (NativeFile second = directory()) {
            first.close();
            assertThat(second.stat().number()).isPositive();
        }
    }

    @Test
    void aFolderThatIsNotMeantStaysNotOpen() throws IOException {
        Object another = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        assertThat(NativeFile.directory(folder.getParent(), folder.getFileName(), another))
                .isEmpty();
        assertThat(DirectoryTest.openFiles()).noneMatch(each -> each.startsWith(folder));
    }

    @Test
    void attributesAreToldHoweverManyAndLong() throws IOException {
        Set<String> names = Set.of("user.one", "user.other");
        byte[] value = new byte[1_500];
        Arrays.fill(value, (byte) 7);
        try (NativeFile directory = directory();
                NativeFile opened = directory.file(file.getFileName())) {
            assumeTrue(Metadata.isDone(() -> opened.setAttribute("user.one", new byte[] {1})), "This disk has none.");
            opened.setAttribute("user.other", value);
            assertThat(opened.attributes()).containsAll(names);
            assertThat(opened.attribute("user.other")).hasValue(value);
            opened.removeAttribute("user.other");
            opened.removeAttribute("user.other");
            assertThat(opened.attribute("user.other")).isEmpty();
            assertThatIOException()
                    .isThrownBy(() -> opened.setAttribute("nonsense", value))
                    .withMessageContaining("supported");
        }
    }

    @Test
    void aDiskHasTheNumberThatTheSystemsLibraryMakesOfItsParts() {
        assertThat(NativeFile.device(254, 3)).isEqualTo(0xfe03);
        assertThat(NativeFile.device(0xabcde123L, 0xfedcba98L)).isEqualTo(0xabcdefed_cba12398L);
    }
}
