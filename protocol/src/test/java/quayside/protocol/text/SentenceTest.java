package quayside.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

final class SentenceTest {
    @Test
    void everyReasonAndPhraseHasItsWords() throws IOException {
        Catalog.check(Reason.class);
        Catalog.check(Phrase.class);
    }

    @Test
    void argumentsAreEscapedAndNeverPartOfThePattern() {
        ProtocolException exists = new ProtocolException(Reason.EXISTS, "{0} it's\u202e\n");
        assertThat(exists).hasMessage("“{0} it's\\u{202e}\\u{a}” is already there.");
        assertThat(Sentence.said("{0}'\u001b[31m")).hasToString("{0}'\\u{1b}[31m");
    }

    @Test
    void partsAreInTheLanguageOfTheWhole() throws ProtocolException {
        Sentence all = Sentence.of(Phrase.COMMA, Phrase.SHARED_FOLDER, RemotePath.parse("a/b"));
        assertThat(all.in(Locale.GERMAN)).isEqualTo("der geteilte Ordner, „a/b“");
        assertThat(Sentence.of(Phrase.COMMA, RemotePath.root(), new ByteSize(1_400_000)))
                .hasToString("the shared folder, 1.4 MB");
    }

    @Test
    void numbersAndSizesAreWrittenAsInTheLanguageOfTheWords() {
        Sentence full = Sentence.of(Reason.NO_SPACE, new ByteSize(1_400_000), new ByteSize(0));
        assertThat(full.in(Locale.GERMANY)).contains("1,4 MB");
        assertThat(full.in(Locale.FRANCE)).contains("1.4 MB");
        assertThat(Sentence.of(Reason.FOLDER_TOO_LARGE, 2_000_000).in(Locale.GERMAN))
                .contains("2.000.000");
    }

    @ParameterizedTest
    @CsvSource({"1, a second", "119, 119 seconds", "120, 2 minutes", "121, 3 minutes"})
    void durationsAreInWords(long seconds, String words) {
        assertThat(Sentence.of(Phrase.SAID, Duration.ofSeconds(seconds))).hasToString(words);
    }

    /** No language of the system changes what a log or a peer reads. */
    @Test
    void theMessageIsEnglishInEveryLanguageOfTheSystem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new ProtocolException(Reason.FOLDER_TOO_LARGE, 2_000_000))
                    .hasMessageContaining("2,000,000");
        } finally {
            Locale.setDefault(before);
        }
    }
}
