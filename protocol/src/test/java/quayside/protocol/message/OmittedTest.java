package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OmittedTest {
    private static final Omitted SOME = new Omitted(1, 20, 300, 4000);

    /** Who downloads a folder says that not all of it arrived where any of them was left out (PROTOCOL.md section 5.1). */
    @Test
    void whatTheHostHidesIsNoPartOfWhatIsNotServed() {
        assertThat(SOME.notServed()).isEqualTo(321);
        assertThat(SOME.total()).isEqualTo(4321);
        assertThat(SOME.withoutHidden()).isEqualTo(new Omitted(1, 20, 300, 0));
    }

    @Test
    void theCountsOfSeveralFoldersAddUpEachForItself() {
        assertThat(SOME.plus(new Omitted(5, 6, 7, 8))).isEqualTo(new Omitted(6, 26, 307, 4008));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 0 | 0 | nothing",
                "1 | 0 | 0 | 0 | 1 name that cannot be sent",
                "0 | 2 | 0 | 1 | 2 links and 1 hidden entry",
                "2 | 1 | 1 | 4000 | 2 names that cannot be sent, 1 link, 1 special file and 4,000 hidden entries",
                "0 | 0 | 3 | 0 | 3 special files"
            })
    void theSentenceNamesWhatWasLeftOutAndNothingElse(
            long names, long links, long specials, long hidden, String words) {
        assertThat(new Omitted(names, links, specials, hidden).inWords()).hasToString(words);
    }
}
