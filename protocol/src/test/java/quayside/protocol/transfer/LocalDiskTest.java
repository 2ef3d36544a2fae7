package quayside.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalDiskTest {
    @TempDir
    Path folder;

    /** A disk of {@code total} bytes that is full. */
    private static File full(long total) {
        return new File("full") {
            private static final long serialVersionUID = 1;

            @Override
            public long getUsableSpace() {
                return 0;
            }

            @Override
            public long getTotalSpace() {
                return total;
            }
        };
    }

    @Test
    void aFullDiskIsNotADiskOfUnknownRoom() {
        assertThat(LocalDisk.freeBytes(full(1_000))).isZero();
        assertThat(LocalDisk.freeBytes(full(0))).isEqualTo(-1);
        assertThat(LocalDisk.freeBytes(folder.toFile())).isPositive();
    }
}
