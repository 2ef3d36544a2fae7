package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;

final class LeftoversTest {
    /** In which the files are made; a week and more before the sweep. */
    private static final Instant PRESENT = Instant.now();

    private static final Instant NOW = PRESENT.plus(Duration.ofDays(8));
    private static final Instant OLD = PRESENT.minus(Duration.ofDays(1));
    private static final Instant YOUNG = NOW.minus(Duration.ofDays(6));
    private static final String STEM = ".quayside-0123456789abcdef";

    @TempDir
    Path folder;

    private final Disk disk = Disk.ofSystem();

    @BeforeEach
    void alsoThere() throws IOException {
        file("report.pdf", OLD);
        file(".quayside-0123456789abcde.part", OLD);
        file(".quayside-0123456789abcdeg.part", OLD);
        file(".quayside-0123456789abcdef.txt", OLD);
    }

    private Path file(String name, Instant modified) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private List<String> left() throws IOException {
        Leftovers.sweep(disk, folder, NOW);
        assertThat(folder.resolve("report.pdf")).exists();
        assertThat(folder.resolve(".quayside-0123456789abcde.part")).exists();
        assertThat(folder.resolve(".quayside-0123456789abcdeg.part")).exists();
        assertThat(folder.resolve(".quayside-0123456789abcdef.txt")).exists();
        try (Directory directory = disk.open(folder)) {
            return directory.names(PartNames::isLeftover).stream()
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatNobodyCameBackForInSevenDaysGoes() throws IOException {
        file(STEM + ".part", OLD);
        file(STEM + ".resume", OLD);
        file(".quayside-aaaaaaaaaaaaaaaa.part", OLD);
        file(".quayside-bbbbbbbbbbbbbbbb.resume", OLD);
        file(".quayside-bbbbbbbbbbbbbbbb.part.trial", OLD);
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsYoungerStays() throws IOException {
        file(STEM + ".part", OLD);
        file(STEM + ".resume", YOUNG);
        file(".quayside-aaaaaaaaaaaaaaaa.part", YOUNG);
        file(".quayside-bbbbbbbbbbbbbbbb.part", YOUNG);
        file(".quayside-bbbbbbbbbbbbbbbb.resume", OLD);
        assertThat(left()).hasSize(5);
    }

    /** Between being given the source's time and its name. */
    @Test
    void aPartWithTheTimeOfAnOldSourceIsAsYoungAsItIs() throws IOException {
        file(STEM + ".part", Instant.EPOCH);
        Leftovers.sweep(disk, folder, PRESENT.plus(Duration.ofDays(6)));
        assertThat(folder.resolve(STEM + ".part")).exists();
        assertThat(left()).isEmpty();
    }

    @Test
    void whatSomebodyHoldsStays() throws IOException {
        file(STEM + ".part", OLD);
        Path record = file(STEM + ".resume", OLD);
        try (FileChannel _ = hold(record)) {
            assertThat(left()).hasSize(2);
        }
        assertThat(left()).isEmpty();
    }

    private FileChannel hold(Path record) throws IOException {
        try (Directory directory = disk.open(folder)) {
            return HeldRecords.OF_PROGRAM
                    .lock(directory, record.getFileName(), false)
                    .orElseThrow();
        }
    }

    @Test
    void noFaultOfASweepIsTheDownloads() throws IOException {
        file(STEM + ".part", OLD);
        file(STEM + ".resume", OLD);
        for (int i = 0; i < 12; i++) {
            RecordingDisk failing = new RecordingDisk().failing(i, () -> new IOException("Input/output error"));
            assertThatCode(() -> Leftovers.sweep(failing, folder, NOW)).doesNotThrowAnyException();
        }
        assertThatCode(() -> Leftovers.sweep(disk, folder.resolve("missing"), NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsGivenUpGoesHoweverYoungAndNothingElse() throws IOException {
        PartNames name = new PartNames("0123456789abcdef");
        file(STEM + ".part", YOUNG);
        Path record = file(STEM + ".resume", YOUNG);
        Path aside = file(PartNames.aside(name.part(folder)).getFileName().toString(), YOUNG);
        file(".quayside-aaaaaaaaaaaaaaaa.part", YOUNG);
        file(".quayside-aaaaaaaaaaaaaaaa.resume", YOUNG);
        try (FileChannel _ = hold(record)) {
            Leftovers.delete(disk, folder, name);
            assertThat(left()).hasSize(5);
        }
        Leftovers.delete(disk, folder, name);
        assertThat(aside).doesNotExist();
        Leftovers.delete(disk, folder, name);
        assertThat(left()).containsExactly(".quayside-aaaaaaaaaaaaaaaa.part", ".quayside-aaaaaaaaaaaaaaaa.resume");
    }
}
