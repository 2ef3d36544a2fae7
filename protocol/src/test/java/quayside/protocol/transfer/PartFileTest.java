package quayside.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartFileTest {
    private static final int MIB = 1024 * 1024;
    private static final int SIZE = 5 * MIB + 100;

    @TempDir
    Path folder;

    private final byte[] source = new byte[SIZE];

    PartFileTest() {
        new Random(7).nextBytes(source);
    }

    private Path part() {
        return folder.resolve("part");
    }

    private Path record() {
        return folder.resolve("record");
    }

    @FunctionalInterface
    private interface Use {
        void of(PartFile file) throws IOException;
    }

    private void open(String version, long size, Use use) throws IOException {
        try (FileChannel part = channel(part());
                FileChannel record = channel(record())) {
            use.of(PartFile.open(part, record, version, size, Files.getLastModifiedTime(part())));
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void write(PartFile file, int to) throws IOException {
        while (file.offset() < to) {
            int from = (int) file.offset();
            byte[] piece = Arrays.copyOfRange(source, from, Math.min(to, from + 200_000));
            file.write(piece, piece.length);
        }
    }

    /** Writes the source's first bytes, and seals them or leaves them as a kill would. */
    private void leave(int bytes, boolean sealed) throws IOException {
        open("v1", SIZE, file -> {
            write(file, bytes);
            if (sealed) {
                file.seal(() -> Files.getLastModifiedTime(part()));
            }
        });
    }

    private long kept(String version, long size) throws IOException {
        long[] offset = new long[1];
        open(version, size, file -> offset[0] = file.offset());
        assertThat(Files.size(part())).as("what is not proven is cut off").isEqualTo(offset[0]);
        byte[] there = Files.readAllBytes(part());
        assertThat(there).isEqualTo(Arrays.copyOf(source, there.length));
        return offset[0];
    }

    private void damage(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLaterTryGoesOnAndTheFileBecomesWhole(boolean sealed) throws IOException {
        leave(3 * MIB + 17, sealed);
        open("v1", SIZE, file -> {
            assertThat(file.offset()).isEqualTo(sealed ? 3 * MIB + 17 : 3 * MIB);
            assertThat(file.sourceChanged()).isFalse();
            write(file, SIZE);
            assertThat(file.isWhole()).isTrue();
        });
        assertThat(part()).hasBinaryContent(source);
    }

    @Test
    void manyTriesEachAddAndNothingIsLost() throws IOException {
        for (int end = 100_000; end < SIZE; end += 700_001) {
            int before = end - 700_001;
            int now = end;
            open("v1", SIZE, file -> {
                assertThat(file.offset()).isEqualTo(Math.max(0, before));
                write(file, now);
                file.seal(() -> Files.getLastModifiedTime(part()));
            });
        }
        assertThat(kept("v1", SIZE)).isGreaterThan(4 * MIB);
    }

    /** The seal says that nobody was here since; a file that was written to since is read whole. */
    @Test
    void aDamagedByteInAnyStepCostsThatStepAndWhatFollows() throws IOException {
        for (int step = 0; step < 4; step++) {
            Files.deleteIfExists(part());
            Files.deleteIfExists(record());
            leave(4 * MIB + 5, true);
            damage(part(), (long) step * MIB + 12_345);
            assertThat(kept("v1", SIZE)).as("step %d", step).isEqualTo((long) step * MIB);
        }
    }

    @Test
    void ofASealedFileTheLastStepIsReadAllTheSame() throws IOException {
        leave(4 * MIB + 5, true);
        FileTime sealed = Files.getLastModifiedTime(part());
        damage(part(), 4 * MIB + 2);
        Files.setLastModifiedTime(part(), sealed);
        assertThat(kept("v1", SIZE)).isEqualTo(4 * MIB);
    }

    @Test
    void aSealedFileIsNotReadFromItsBeginning() throws IOException {
        leave(4 * MIB + 5, true);
        FileTime sealed = Files.getLastModifiedTime(part());
        damage(part(), 10);
        Files.setLastModifiedTime(part(), sealed);
        open("v1", SIZE, file -> assertThat(file.offset()).isEqualTo(4 * MIB + 5));
    }

    @Test
    void whatWasWrittenAfterTheLastStepIsNotProven() throws IOException {
        leave(2 * MIB + 500_000, false);
        Files.write(part(), new byte[3000], StandardOpenOption.APPEND);
        assertThat(kept("v1", SIZE)).isEqualTo(2 * MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MIB, 2 * MIB + 1})
    void aPartFileThatBecameShorterIsKeptAsFarAsItsStepsAreWhole(int length) throws IOException {
        leave(3 * MIB + 5, true);
        try (FileChannel part = channel(part())) {
            part.truncate(length);
        }
        assertThat(kept("v1", SIZE)).isEqualTo(length / MIB * MIB);
    }

    @Test
    void aPartFileThatBecameLongerIsCutToWhatIsProven() throws IOException {
        leave(3 * MIB + 5, true);
        Files.write(part(), new byte[100], StandardOpenOption.APPEND);
        assertThat(kept("v1", SIZE)).isEqualTo(3 * MIB + 5);
    }

    @Test
    void twoVersionsAreNeverJoined() throws IOException {
        leave(3 * MIB, true);
        open("v2", SIZE, file -> {
            assertThat(file.offset()).isZero();
            assertThat(file.sourceChanged()).isTrue();
        });
        leave(3 * MIB, true);
        assertThat(kept("v1", SIZE + 1)).isZero();
    }

    @Test
    void withoutARecordNothingIsProven() throws IOException {
        Files.write(part(), Arrays.copyOf(source, 3 * MIB));
        assertThat(kept("v1", SIZE)).isZero();
        open("v1", SIZE, file -> assertThat(file.sourceChanged()).isFalse());
    }

    @Test
    void aRecordThatIsTooLongForAnyFileIsNone() throws IOException {
        leave(3 * MIB, true);
        try (RandomAccessFile record = new RandomAccessFile(record().toFile(), "rw")) {
            record.setLength(5 * MIB);
        }
        assertThat(kept("v1", SIZE)).isZero();
    }

    @Test
    void anyDamageToTheRecordLeavesOnlyWhatIsProven() throws IOException {
        leave(3 * MIB + 5, true);
        byte[] record = Files.readAllBytes(record());
        byte[] part = Files.readAllBytes(part());
        FileTime time = Files.getLastModifiedTime(part());
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = record.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(record(), damaged);
            Files.write(part(), part);
            Files.setLastModifiedTime(part(), time);
            kept("v1", SIZE);
        }
    }

    @Test
    void aFileOf64GiBHasStepsOfAMiBAndALargerOneLongerSteps() {
        assertThat(PartFile.stepBytes(0)).isEqualTo(MIB);
        assertThat(PartFile.stepBytes(64L * 1024 * MIB)).isEqualTo(MIB);
        assertThat(PartFile.stepBytes(1L << 44)).isEqualTo((1L << 44) / 65_536);
    }

    @Test
    void moreThanAnnouncedIsAMistakeOfTheCaller() throws IOException {
        open("v1", 10, file -> assertThatIllegalStateException().isThrownBy(() -> file.write(new byte[11], 11)));
    }

    @Test
    void theTimeOfTheSealIsThatAfterItsLastByte() throws IOException {
        leave(MIB, true);
        String record = Files.readString(record());
        Instant time = Files.getLastModifiedTime(part()).toInstant();
        assertThat(record).endsWith("= %016x %08x\n".formatted(time.getEpochSecond(), time.getNano()));
    }
}
