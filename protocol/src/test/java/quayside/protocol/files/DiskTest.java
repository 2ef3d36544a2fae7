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
import quayside.protocol.files.incoming.HeldRecords;

final class DiskTest {
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
        assumeTrue(Disk.isPosix(folder), "This system has no modes.");
        Path sub = Files.createDirectory(folder.resolve("sub"));
        try (Directory top = Disk.ofSystem().open(folder);
                Directory below = top.open(sub.getFileName());
                FileChannel _ =
                        HeldRecords.OF_PROGRAM.lock(top, Path.of("a"), true).orElseThrow();
                FileChannel _ =
                        HeldRecords.OF_PROGRAM.lock(below, Path.of("b"), true).orElseThrow()) {
            for (Path record : List.of(folder.resolve("a"), sub.resolve("b"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aFullDiskIsNotADiskOfUnknownRoom() {
        assertThat(Disk.freeBytes(full(1_000))).isZero();
        assertThat(Disk.freeBytes(full(0))).isEqualTo(-1);
        assertThat(Disk.freeBytes(folder.toFile())).isPositive();
    }
}
