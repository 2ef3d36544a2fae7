package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireTimeTest {
    /** The only form of the wire, with the values that a clock shows every day. */
    private static final Pattern FORM =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z");

    private interface Parser {
        Instant parse(String text);
    }

    private static Optional<Instant> parsed(Parser parser, String text) {
        try {
            return Optional.of(parser.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks that text in this form is read as the JDK reads it, and that other text is refused, although the JDK
     * accepts more forms.
     */
    private static void check(String text) {
        Optional<Instant> expected = FORM.matcher(text).matches() ? parsed(Instant::parse, text) : Optional.empty();
        assertThat(parsed(WireTime::parse, text)).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:00:00Z",
                "2026-11-22T10:00:00.1Z",
                "2026-11-22T10:00:00.123456789Z",
                "2026-11-22T10:00:00.1234567890Z",
                "2026-11-22T10:00:00.Z",
                "2026-02-29T10:00:00Z",
                "2024-02-29T10:00:00Z",
                "2026-04-31T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-00-01T10:00:00Z",
                "2026-01-00T10:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T23:59:60Z",
                "2026-11-22T10:60:00Z",
                "2026-11-22t10:00:00z",
                "2026-11-22T10:00:00+00:00",
                "2026-11-22T12:00:00+02:00",
                "+12026-11-22T10:00:00Z",
                "-2026-11-22T10:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "2026-11-22T10:00Z",
                "2026-11-22 10:00:00Z",
                "20261122T100000Z",
                "２026-11-22T10:00:00Z",
                "",
                "Z"
            })
    void aTimeIsReadInOneFormOnly(String text) {
        check(text);
    }

    @Test
    void everyTimeThatIsWrittenIsRead() {
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-62_167_219_200L, 253_402_300_800L),
                    random.nextInt(4) == 0 ? random.nextInt(1000) * 1_000_000 : random.nextInt(1_000_000_000));
            assertThat(WireTime.parse(time.toString())).isEqualTo(time);
        }
    }

    @Test
    void aTimeThatFourDigitsOfAYearCannotTellIsSentAsTheNearest() {
        assertThat(WireTime.text(Instant.MIN)).isEqualTo("0000-01-01T00:00:00Z");
        assertThat(WireTime.text(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999999Z");
        assertThat(WireTime.text(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void aDamagedTimeIsReadInOneFormOnly() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("2026-11-22T10:00:00.123456789Z");
            text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZtz+ ".charAt(random.nextInt(19)));
            check(text.toString());
        }
    }
}
