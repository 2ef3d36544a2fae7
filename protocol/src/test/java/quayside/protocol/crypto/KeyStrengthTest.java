package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyStrengthTest {
    /** 26 letters, 10 digits, 32 signs and 64 others, and one more than those that occur. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a, 27",
                "z, 27",
                "0, 11",
                "9, 11",
                "`, 33",
                "{, 33",
                "/, 33",
                ":, 33",
                "\u007f, 33",
                "\u0080, 65",
                "\u00e4, 65",
                "abz, 27",
                "a1, 37",
                "a1-, 69",
                "1-a\u00e4, 133",
                "\u00e4-1a, 133"
            })
    void eachKindOfCharacterThatAKeyHasCountsOnce(String key, int size) {
        assertThat(KeyStrength.alphabetSize(key)).isEqualTo(size);
    }

    /** A thing is worth one bit more behind another: either may be the first. */
    @Test
    void theOrderOfWordsIsToBeGuessedAsWell() {
        double each = KeyStrength.bits("zebra") + KeyStrength.bits("window");
        assertThat(KeyStrength.bits("zebrawindow")).isCloseTo(each + 1, within(0.001));
    }

    /** What no list knows is worth what its characters are; 30 bits are enough. */
    @ParameterizedTest
    @CsvSource({"mkwzpq, false", "mkwzpqa, true", "kx9f2, false", "kx9f2t, true"})
    void sevenLettersOrSixWithDigitsAmongThemAreEnough(String key, boolean enough) {
        assertThat(KeyStrength.weakness(key) == null).isEqualTo(enough);
    }
}
