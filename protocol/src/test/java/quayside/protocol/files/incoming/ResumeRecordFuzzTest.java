package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Records of part files that somebody may have damaged or made up (PROTOCOL.md section 8.4). */
class ResumeRecordFuzzTest {
    /** The part file of the corpus: byte {@code i} of it is {@code i * 31}. */
    private static final byte[] PART = new byte[3000];

    private static final int MOST_SOURCE_BYTES = 10_000;

    static {
        for (int i = 0; i < PART.length; i++) {
            PART[i] = (byte) (i * 31);
        }
    }

    @FuzzTest
    @DictionaryEntries({"quayside resume 1 v1 3000", "+ 00000000000003e8 ", "ffffffffffffffff"})
    void records(byte[] input) throws IOException {
        assertThatOnlyWhatIsProvenIsKept(input);
        Optional<ResumeRecord> read = ResumeRecord.read(new MemoryChannel(input));
        if (read.isEmpty()) {
            return;
        }
        ResumeRecord record = read.get();
        assertThat(record.bytes()).isBetween(1, input.length);
        long end = 0;
        for (ResumeRecord.Step step : record.steps()) {
            assertThat(step.end()).isGreaterThan(end).isLessThanOrEqualTo(record.size());
            end = step.end();
        }
        assertThat(record.end()).isEqualTo(end);

        ResumeRecord again = parse(write(record));
        assertThat(again.steps()).isEqualTo(record.steps());
        assertThat(again.version()).isEqualTo(record.version());
        assertThat(again.size()).isEqualTo(record.size());
        ResumeRecord cut = parse(Arrays.copyOf(input, record.bytes()));
        assertThat(cut.steps()).as("what is kept means the same").isEqualTo(record.steps());
        assertThat(cut.bytes()).isEqualTo(record.bytes());
    }

    /** Whatever the record says: only bytes that it has a checksum for are kept, and the transfer can be ended from there. */
    private static void assertThatOnlyWhatIsProvenIsKept(byte[] input) throws IOException {
        ResumeRecord said = ResumeRecord.read(new MemoryChannel(input)).orElse(parse(ResumeRecord.first("v1", 3000)));
        MemoryChannel part = new MemoryChannel(PART);
        MemoryChannel record = new MemoryChannel(input);

        PartFile file = proven(part, record, said);

        long kept = file.offset();
        assertThat(kept).isEqualTo(part.size()).isLessThanOrEqualTo(said.size());
        assertThat(part.bytes()).isEqualTo(Arrays.copyOf(PART, (int) kept));
        assertThat(kept == 0 || isProven(said, kept))
                .as("%d bytes are proven", kept)
                .isTrue();
        assertThat(parse(record.bytes()).end()).isEqualTo(kept);
        if (said.size() <= MOST_SOURCE_BYTES) {
            file.write(new byte[MOST_SOURCE_BYTES], (int) (said.size() - kept));
            file.seal();
            assertThat(file.isWhole()).isTrue();
            assertThat(proven(part, record, said).isWhole()).isTrue();
        }
    }

    private static PartFile proven(MemoryChannel part, MemoryChannel record, ResumeRecord said) throws IOException {
        PartFile file = PartFile.open(part, record, said.version(), said.size());
        while (file.prove(7)) {
            assertThat(file.isProven()).isFalse();
        }
        return file;
    }

    private static boolean isProven(ResumeRecord said, long kept) {
        long from = 0;
        for (ResumeRecord.Step step : said.steps()) {
            CRC32C crc = new CRC32C();
            crc.update(PART, (int) from, (int) (Math.min(step.end(), PART.length) - from));
            boolean holds = step.end() <= PART.length && (int) crc.getValue() == step.crc32c();
            if (!holds) {
                return false;
            }
            if (step.end() == kept) {
                return true;
            }
            from = step.end();
        }
        return false;
    }

    private static byte[] write(ResumeRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ResumeRecord.first(record.version(), record.size()));
        record.steps().forEach(step -> out.writeBytes(ResumeRecord.step(step.end(), step.crc32c())));
        return out.toByteArray();
    }

    private static ResumeRecord parse(byte[] text) {
        return ResumeRecord.parse(new String(text, StandardCharsets.ISO_8859_1)).orElseThrow();
    }
}
