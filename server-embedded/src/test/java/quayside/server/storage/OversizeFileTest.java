package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.names;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;

/** A sparse file that is larger than can be transferred, on a disk that knows such files. */
class OversizeFileTest {
    @TempDir
    Path folder;

    @Test
    void itIsListedButNotOpened() throws IOException {
        assumeThatCode(this::makeSparseFile).doesNotThrowAnyException();
        FolderStorage storage = Shares.open(folder);
        assertThat(names(storage, "")).containsExactly("sparse");
        assertFault(Fault.TOO_LARGE, () -> Shares.look(storage, "sparse"));
    }

    private void makeSparseFile() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
            file.setLength(Limits.MAX_FILE_BYTES + 1);
        }
    }
}
