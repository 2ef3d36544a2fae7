package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.Sha256;

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
            PartFile file = PartFile.open(part, record, version, size);
            while (file.prove(300_000)) {
                assertThat(file.isProven()).isFalse();
            }
            use.of(file);
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

    @Test
    void aDiskCopiesToAPartFileWithoutARecordAndNoticesWhatOthersDoToIt() throws IOException {
        Files.write(record(), source);
        try (FileChannel part = channel(part());
                FileChannel other = channel(record())) {
            PartFile file = PartFile.withoutRecord(part, SIZE);
            assertThat(file.takesFrom(other)).isTrue();
            while (!file.isWhole()) {
                assertThat(file.transferFrom(other, Math.min(200_000, SIZE - file.offset())))
                        .isPositive();
            }
            assertThat(file.isAsWritten()).isTrue();
            assertThat(part()).hasBinaryContent(source);
            assertThatIllegalStateException().isThrownBy(() -> file.transferFrom(other, 1));
        }
        Files.delete(part());
        try (FileChannel part = channel(part());
                FileChannel other = channel(record())) {
            PartFile file = PartFile.withoutRecord(part, SIZE);
            assertThat(file.transferFrom(other, 1_000)).isEqualTo(1_000);
            part.truncate(500);
            assertThat(file.transferFrom(other, 1_000)).isEqualTo(1_000);
            assertThat(file.isAsWritten()).isFalse();
            other.position(SIZE);
            assertThat(file.transferFrom(other, 1_000)).isZero();
        }
    }

    /** Writes the source's first bytes, and seals them or leaves them as a kill would. */
    private void leave(int bytes, boolean sealed) throws IOException {
        open("v1", SIZE, file -> {
            write(file, bytes);
            if (sealed) {
                file.seal();
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
            assertThat(file.isWhole()).isFalse();
            write(file, SIZE);
            assertThat(file.isWhole()).isTrue();
        });
        assertThat(part()).hasBinaryContent(source);
    }

    /** As a damaged sector. */
    @Test
    void whatTheDiskCannotReadIsFetchedAgain() throws IOException {
        leave(3 * MIB + 17, true);
        try (FileChannel part = channel(part());
                FileChannel record = channel(record())) {
            SeekableByteChannel damaged = (SeekableByteChannel) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {SeekableByteChannel.class}, (_, method, arguments) -> {
                        if (method.getName().equals("read") && part.position() >= 2 * MIB) {
                            throw new IOException("Input/output error");
                        }
                        return method.invoke(part, arguments);
                    });
            PartFile file = PartFile.open(damaged, record, "v1", SIZE);
            while (file.prove(300_000)) {
                assertThat(file.isProven()).isFalse();
            }
            assertThat(file.offset()).isEqualTo(2 * MIB);
            write(file, SIZE);
        }
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
                file.seal();
            });
        }
        assertThat(kept("v1", SIZE)).isGreaterThan(4 * MIB);
    }

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

    /** Whatever its time says: the time can be set. */
    @Test
    void aDamagedByteIsFoundThoughTheTimeIsTheSame() throws IOException {
        leave(4 * MIB + 5, true);
        FileTime sealed = Files.getLastModifiedTime(part());
        damage(part(), 10);
        Files.setLastModifiedTime(part(), sealed);
        open("v1", SIZE, file -> assertThat(file.prefix()).isEmpty());
        assertThat(kept("v1", SIZE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MIB - 1, MIB, MIB + 1, 4 * MIB + 5, SIZE})
    void digestAndChecksumAreOfWhatIsThere(int bytes) throws IOException {
        leave(bytes, true);
        CRC32C whole = new CRC32C();
        whole.update(source, 0, bytes);
        open("v1", SIZE, file -> {
            assertThat(file.prefix()).contains(sha256(bytes));
            assertThat(file.checksum().value()).isEqualTo((int) whole.getValue());
        });
        if (bytes > MIB) {
            damage(part(), MIB + 3 > bytes ? bytes - 1 : MIB + 3);
            open(
                    "v1",
                    SIZE,
                    file -> assertThat(file.prefix())
                            .as("of the step that holds")
                            .contains(sha256(MIB)));
        }
    }

    private String sha256(int bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(Arrays.copyOf(source, bytes)));
    }

    @Test
    void whatIsNotProvenStaysAsItIs() throws IOException {
        leave(4 * MIB + 5, false);
        byte[] before = Files.readAllBytes(part());
        byte[] record = Files.readAllBytes(record());
        try (FileChannel part = channel(part());
                FileChannel recorded = channel(record())) {
            PartFile file = PartFile.open(part, recorded, "v1", SIZE);
            assertThat(file.prove(2 * MIB)).isTrue();
            assertThatIllegalStateException().isThrownBy(file::offset);
            assertThatIllegalStateException().isThrownBy(() -> file.write(new byte[1], 1));
        }
        assertThat(part()).hasBinaryContent(before);
        assertThat(record()).hasBinaryContent(record);
    }

    @Test
    void whatBeginsAnewHasNothingOfTheEarlierTry() throws IOException {
        leave(4 * MIB + 5, true);
        open("v1", SIZE, file -> {
            file.restart();
            assertThat(file.offset()).isZero();
            assertThat(file.prefix()).isEmpty();
            assertThat(file.checksum().value()).isZero();
            write(file, 500_000);
            file.restart();
            write(file, 2 * MIB);
            file.seal();
        });
        assertThat(kept("v1", SIZE)).isEqualTo(2 * MIB);
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
        assertThat(kept("v2", SIZE)).isZero();
        leave(3 * MIB, true);
        assertThat(kept("v1", SIZE + 1)).isZero();
    }

    @Test
    void withoutARecordNothingIsProven() throws IOException {
        Files.write(part(), Arrays.copyOf(source, 3 * MIB));
        assertThat(kept("v1", SIZE)).isZero();
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
        open("v1", 10, file -> {
            assertThatIllegalStateException().isThrownBy(() -> file.write(new byte[11], 11));
            file.write(new byte[5], 5);
            assertThatIllegalStateException().isThrownBy(() -> file.write(new byte[6], 6));
        });
    }

    @Test
    void whatIsSealedTwiceIsGoneOnWithAllTheSame() throws IOException {
        open("v1", SIZE, file -> {
            write(file, 100_000);
            file.seal();
            file.seal();
            write(file, 300_000);
            file.seal();
        });
        assertThat(kept("v1", SIZE)).isEqualTo(300_000);
    }
}
