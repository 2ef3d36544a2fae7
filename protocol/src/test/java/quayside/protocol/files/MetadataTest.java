package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Mode;

class MetadataTest {
    private static byte[] list(int... tagsAndRights) {
        ByteBuffer list = ByteBuffer.allocate(4 + tagsAndRights.length / 2 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        for (int i = 0; i < tagsAndRights.length; i += 2) {
            list.putShort((short) tagsAndRights[i])
                    .putShort((short) tagsAndRights[i + 1])
                    .putInt(5);
        }
        return list.array();
    }

    @Test
    void aListAllowsNoMoreThanTheMode() {
        assertThat(Metadata.masked(list(0x01, 7, 0x02, 7, 0x04, 7, 0x10, 7, 0x20, 7), new Mode(0640)))
                .isEqualTo(list(0x01, 6, 0x02, 7, 0x04, 7, 0x10, 4, 0x20, 0));
        assertThat(Metadata.masked(list(0x01, 6, 0x04, 6, 0x20, 4), new Mode(0750)))
                .isEqualTo(list(0x01, 6, 0x04, 4, 0x20, 0));
    }

    /** A file of mode {@code is} on a disk that takes no modes, as a file of another user is. */
    private static PosixFileAttributeView refusing(Path file, int is) throws IOException {
        Files.setPosixFilePermissions(file, new Mode(is).permissions());
        PosixFileAttributeView real = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return (PosixFileAttributeView) Proxy.newProxyInstance(
                MetadataTest.class.getClassLoader(),
                new Class<?>[] {PosixFileAttributeView.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("setPermissions")) {
                        throw new FileSystemException("f", null, "Operation not permitted");
                    }
                    return method.invoke(real, arguments);
                });
    }

    /** Also where nobody is let in who should not be: a file that its own people cannot read surprises them as much. */
    @Test
    void aModeThatIsNotTakenIsToldWhicheverWayItFailed(@TempDir Path top) throws IOException {
        assumeTrue(Disk.isPosix(top), "This system has no modes.");
        Path file = Files.createFile(top.resolve("f"));
        Optional<Mode> source = Optional.of(new Mode(0640));
        Mode all = new Mode(0777);
        assertThat(Metadata.ofNew(refusing(file, 0600), all, source)).containsExactly(Unkept.NARROW);
        assertThat(Metadata.ofNew(refusing(file, 0644), all, source)).containsExactly(Unkept.MODE);
        assertThat(Metadata.ofNew(refusing(file, 0640), all, source)).isEmpty();
    }

    @Test
    void aFolderThatIsNotTheOneJavaHoldsIsNotUsed(@TempDir Path top) throws IOException {
        Path docs = Files.createDirectory(top.resolve("docs"));
        Object key = Files.readAttributes(docs, BasicFileAttributes.class).fileKey();
        assumeTrue(NativeFile.directory(top, Path.of("docs"), key).isPresent(), "This system has no such calls.");
        Files.move(docs, top.resolve("moved"));
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
        Files.createSymbolicLink(docs, top.resolve("moved"));
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
        Files.delete(docs);
        Files.createDirectory(docs);
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
    }
}
