package quayside.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

    @Test
    void aFolderThatIsNotTheOneJavaHoldsIsNotUsed(@TempDir Path top) throws IOException {
        Path docs = Files.createDirectory(top.resolve("docs"));
        Object key = Files.readAttributes(docs, BasicFileAttributes.class).fileKey();
        assumeTrue(NativeFolder.of(top, docs, key).isPresent(), "This system has no such calls.");
        Files.move(docs, top.resolve("moved"));
        assertThat(NativeFolder.of(top, docs, key)).isEmpty();
        Files.createSymbolicLink(docs, top.resolve("moved"));
        assertThat(NativeFolder.of(top, docs, key)).isEmpty();
        Files.delete(docs);
        Files.createDirectory(docs);
        assertThat(NativeFolder.of(top, docs, key)).isEmpty();
    }
}
