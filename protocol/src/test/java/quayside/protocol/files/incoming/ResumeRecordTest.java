package quayside.protocol.files.incoming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResumeRecordTest {
    private static String text(byte[]... lines) {
        StringBuilder text = new StringBuilder();
        for (byte[] line : lines) {
            text.append(new String(line, ISO_8859_1));
        }
        return text.toString();
    }

    private static final String WHOLE =
            text(ResumeRecord.first("v_-9", 300), ResumeRecord.step(100, 1), ResumeRecord.step(200, -1));

    private static ResumeRecord parsed(String text) {
        return ResumeRecord.parse(text).orElseThrow();
    }

    @Test
    void whatWasWrittenIsRead() {
        ResumeRecord record = parsed(WHOLE);
        assertThat(record.version()).isEqualTo("v_-9");
        assertThat(record.size()).isEqualTo(300);
        assertThat(record.steps()).containsExactly(new ResumeRecord.Step(100, 1), new ResumeRecord.Step(200, -1));
        assertThat(record.bytes()).isEqualTo(WHOLE.length());
        assertThat(record.end()).isEqualTo(200);
        assertThat(parsed(WHOLE + text(ResumeRecord.step(300, 7))).end()).isEqualTo(300);
    }

    /** Cut anywhere it says no more than its whole lines. */
    @Test
    void aTornLineIsAsGoodAsNotWritten() {
        for (int end = 0; end < WHOLE.length(); end++) {
            Optional<ResumeRecord> cut = ResumeRecord.parse(WHOLE.substring(0, end));
            int lines =
                    (int) WHOLE.substring(0, end).chars().filter(c -> c == '\n').count();
            assertThat(cut.isPresent()).as("cut at %d", end).isEqualTo(lines > 0);
            if (lines > 0) {
                assertThat(cut.get().steps()).hasSize(lines - 1);
            }
        }
    }

    @Test
    void whatIsBehindADamagedLineIsNotKnown() {
        String damaged = WHOLE + "rubbish\n" + text(ResumeRecord.step(300, 7));
        assertThat(parsed(damaged).steps()).hasSize(2);
        assertThat(parsed(damaged).bytes()).isEqualTo(WHOLE.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "quayside resume 2 v 10\n",
                "quayside resume 1 v -1\n",
                "quayside resume 1  10\n",
                "quayside resume 1 v 9999999999999999\n",
                "quayside resume 1 v/../x 10\n",
                "quayside resume 1 v 10"
            })
    void whatHasNoHeaderIsNoRecord(String text) {
        assertThat(ResumeRecord.parse(text)).isEmpty();
    }

    @Test
    void stepsThatGoBackOrBeyondTheSourceEndIt() {
        String header = text(ResumeRecord.first("v", 300), ResumeRecord.step(100, 1));
        for (long end : new long[] {0, 100, 99, 301, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(parsed(header + text(ResumeRecord.step(end, 2))).steps()).hasSize(1);
        }
    }

    /** Whatever a disk, or somebody else, made of it. */
    @Test
    void parsingNeverThrows() {
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            char[] text = WHOLE.toCharArray();
            int changes = random.nextInt(8);
            for (int change = 0; change < changes; change++) {
                text[random.nextInt(text.length)] =
                        random.nextBoolean() ? (char) random.nextInt(256) : "0f9 +=\n-".charAt(random.nextInt(8));
            }
            String damaged = new String(text, 0, random.nextInt(text.length + 1));
            ResumeRecord.parse(damaged).ifPresent(record -> {
                assertThat(record.end()).isBetween(0L, record.size());
                assertThat(record.bytes()).isLessThanOrEqualTo(damaged.length());
            });
        }
    }
}
