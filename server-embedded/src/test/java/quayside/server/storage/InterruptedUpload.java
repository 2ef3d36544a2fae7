package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;

/** A share, and an upload to it that is cut off and tried again. */
abstract class InterruptedUpload {
    static final int MIB = 1024 * 1024;

    @TempDir
    Path root;

    final byte[] content = new byte[4 * MIB + 13];
    FolderStorage storage;
    Path area;

    @BeforeEach
    void openShare() {
        new Random(5).nextBytes(content);
        storage = Shares.open(root);
        area = root.resolve(".quayside/staging");
    }

    static Storage.Upload upload(String target, int size, String source, OnConflict onConflict) {
        return new Storage.Upload(
                path(target), size, MODIFIED, onConflict, true, Optional.empty(), false, Optional.of(source));
    }

    Storage.Upload upload() {
        return upload("new.bin", content.length, "v1", OnConflict.FAIL);
    }

    /** The first {@code count} bytes arrive, then the connection is cut. */
    void cutAfter(int count) throws IOException {
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            writeInPieces(single, count);
        }
    }

    void writeInPieces(SingleUpload single, int count) throws IOException {
        for (int at = 0; at < count; at += 100_000) {
            single.write(Arrays.copyOfRange(content, at, Math.min(count, at + 100_000)));
        }
    }

    /** The next try begins at {@code offset}, brings the rest, and leaves the file and nothing else. */
    void assertGoesOnAt(int offset) throws IOException {
        try (SingleUpload single = new SingleUpload(storage, upload())) {
            assertThat(single.staged().offset()).isEqualTo(offset);
            assertThat(single.run(content)).isInstanceOf(Storage.UploadResult.Stored.class);
        }
        assertThat(root.resolve("new.bin")).hasBinaryContent(content);
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    Path only(String suffix) throws IOException {
        List<String> found = Shares.filesIn(area).stream()
                .filter(name -> name.endsWith(suffix))
                .toList();
        assertThat(found).hasSize(1);
        return area.resolve(found.getFirst());
    }

    Path part() throws IOException {
        return only(".part");
    }

    Path record() throws IOException {
        return only(".resume");
    }

    static void flipByte(Path file, int at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }
}
