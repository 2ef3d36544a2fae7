package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.wire.ProtocolException;

final class ShareLockTest {
    @TempDir
    Path share;

    @Test
    void aFolderIsSharedOnceAtATime() throws IOException {
        try (ShareLock _ = ShareLock.of(share, new Random(1))) {
            assertThatThrownBy(() -> ShareLock.of(share, new Random(2))).isInstanceOf(ProtocolException.class);
        }
        ShareLock.of(share, new Random(3)).close();
    }

    @Test
    void aCheckFindsTheServerThatHasTheFolder() throws IOException {
        try (ShareLock _ = ShareLock.of(share, new Random(1))) {
            assertThatThrownBy(() -> ShareLock.requireFree(share)).isInstanceOf(ProtocolException.class);
        }
        ShareLock.requireFree(share);
        assertThat(file()).doesNotExist();
    }

    @Test
    void aCheckLeavesWhatAKilledProcessHasLeft() throws IOException {
        ShareLock.of(share, new Random(1)).close();
        byte[] left = {1, 2, 3, 4, 5, 6, 7, 8, 0, 0};
        Files.write(file(), left);
        ShareLock.requireFree(share);
        assertThat(file()).hasBinaryContent(left);
        try (ShareLock next = ShareLock.of(share, new Random(1))) {
            assertThat(next.line()).isEqualTo(0x0102030405060708L);
        }
    }

    @Test
    void aLockThatCannotBeCheckedIsReleased() throws IOException {
        Random failing = new Random() {
            @Override
            public int nextInt(int origin, int bound) {
                throw new UncheckedIOException(new IOException("no entropy"));
            }
        };
        assertThatThrownBy(() -> ShareLock.of(share, failing)).isInstanceOf(UncheckedIOException.class);
        ShareLock.of(share, new Random(1)).close();
    }

    @Test
    void aLockWhoseFileCannotBeDeletedIsReleased() throws IOException {
        ShareLock lock = ShareLock.of(share, new Random(1));
        Path file = file();
        Path same = Files.createLink(file.resolveSibling(file.getFileName() + " same file"), file);
        Files.delete(file);
        Path inTheWay = Files.createDirectories(file.resolve("in the way"));
        lock.close();
        Files.delete(inTheWay);
        Files.delete(file);
        try (FileChannel channel = FileChannel.open(same, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();
        } finally {
            Files.delete(same);
        }
    }

    private Path file() {
        return Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("quayside-shares-" + System.getProperty("user.name"))
                .resolve(Sha256.word(share.toUri().toString()));
    }
}
