package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
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

    @Test
    void whichNamesADiskTakesForOneIsTriedAndNothingIsLeft() throws IOException {
        PartNames names = new PartNames("0123456789abcdef");
        Configuration exact = Configuration.unix();
        Configuration blind = exact.toBuilder()
                .setNameCanonicalNormalization(PathNormalization.NFC, PathNormalization.CASE_FOLD_ASCII)
                .build();
        for (Configuration each : List.of(exact, blind)) {
            try (FileSystem memory = Jimfs.newFileSystem(each)) {
                Path place = memory.getPath("/work");
                assertThat(names.folding(Disk.ofSystem(), place))
                        .isEqualTo(each == exact ? NameFolding.NONE : NameFolding.BOTH);
                assertThat(place).isEmptyDirectory();
            }
        }
    }

    @Test
    void aTrustedFolderMayBeReachedByALink() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setSupportedFeatures(Feature.LINKS, Feature.SYMBOLIC_LINKS)
                .build())) {
            Path place = memory.getPath("/work");
            Path link = Files.createSymbolicLink(memory.getPath("/link"), place);
            for (Path each : List.of(place, link)) {
                try (Directory directory = Disk.ofSystem().open(each)) {
                    assertThat(directory.attributes().isDirectory()).isTrue();
                }
            }
            try (Directory directory = Disk.withTrueNames().open(place)) {
                assertThat(directory.attributes().isDirectory()).isTrue();
            }
        }
    }

    @Test
    void theRoomOfADiskInMemoryIsNotKnown() throws IOException {
        assertThat(Disk.ofSystem().freeBytes(folder)).isPositive();
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            assertThat(Disk.ofSystem().freeBytes(memory.getPath("/work"))).isEqualTo(-1);
        }
    }
}
