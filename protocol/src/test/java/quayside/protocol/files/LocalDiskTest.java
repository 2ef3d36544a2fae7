package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    /** It tells of what grows beside it. */
    @Test
    void aRecordIsItsOwnersAlone() throws IOException {
        assumeTrue(LocalDisk.isPosix(folder), "This system has no modes.");
        Path sub = Files.createDirectory(folder.resolve("sub"));
        LocalDisk disk = new LocalDisk();
        try (FileChannel _ = disk.lockRecord(folder.resolve("a"), true).orElseThrow();
                Disk.Within within = disk.within(folder);
                FileChannel _ = within.lockRecord(sub.resolve("b"), true).orElseThrow()) {
            for (Path record : List.of(folder.resolve("a"), sub.resolve("b"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aFullDiskIsNotADiskOfUnknownRoom() {
        assertThat(LocalDisk.freeBytes(full(1_000))).isZero();
        assertThat(LocalDisk.freeBytes(full(0))).isEqualTo(-1);
        assertThat(LocalDisk.freeBytes(folder.toFile())).isPositive();
    }
}
