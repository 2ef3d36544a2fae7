package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyTest {
    @Test
    void generatedKeysAreEightUnambiguousCharactersAndStrongEnough() {
        SecureRandom random = new SeededRandom("generated keys");
        Set<String> seen = new HashSet<>();
        Set<Integer> characters = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            String text = AccessKey.generate(random).reveal();
            assertThat(text).matches("[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}");
            assertThat(AccessKey.weakness(text)).as(text).isNull();
            seen.add(text);
            text.chars().forEach(characters::add);
        }
        assertThat(seen).hasSize(2000);
        assertThat(characters).as("32 characters and the dash").hasSize(33);
    }

    @ParameterizedTest
    @CsvSource({
        "K7PM-2XQA, k7pm2xqa",
        "K7PM-2XQA, '  k7pm 2xqa\n'",
        "K7PM-2XQA, K7PM\u20132XQA",
        "K7PM-2XQA, \uFF2B\uFF17\uFF30\uFF2D\uFF0D\uFF12\uFF38\uFF31\uFF21",
        "K7PM-2XQA, K7PM\u200B2XQA",
        "Blaue B\u00E4ren, blaueba\u0308ren",
        "STRASSE, strasse",
        "\uFB01sch, FISCH"
    })
    void spellingsThatPeopleMixUpAreTheSameKey(String one, String other) {
        assertThat(AccessKey.of(one)).isEqualTo(AccessKey.of(other)).hasSameHashCodeAs(AccessKey.of(other));
        assertThat(AccessKey.of(one).exchangePassword())
                .isEqualTo(AccessKey.of(other).exchangePassword());
    }

    @ParameterizedTest
    @CsvSource({"abc, abd", "abc, ab", "abc, abcc", "stra\u00DFe, strasse", "a_b, ab", "'a.b', ab", "o0, 00"})
    void otherTextsAreOtherKeys(String one, String other) {
        assertThat(AccessKey.of(one)).isNotEqualTo(AccessKey.of(other));
        assertThat(AccessKey.of(one).exchangePassword())
                .isNotEqualTo(AccessKey.of(other).exchangePassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", " \u2014 \n\t", "\u200B\u00A0", "\0"})
    void whatNormalisesToNothingIsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessKey.of(text))
                .withMessage("The access key is empty; enter the one that the share shows.");
        assertThat(AccessKey.weakness(text))
                .hasToString("The access key is empty; enter the one that the share shows.");
    }

    /** PROTOCOL.md section 3.2. */
    @Test
    void thePasswordOfTheExchangeIsTheHashOfTheKeyAndOfWhatItIsFor() {
        assertThat(AccessKey.of("A-BC").exchangePassword())
                .containsExactly("9153f63eaff6735ff8ed87ba8666d1b3fd44cd5da699806bd44b7ac8768b6cfc".toCharArray());
    }

    @Test
    void upTo256CharactersAreAKey() {
        assertThat(AccessKey.of("x".repeat(256)).reveal()).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> AccessKey.of("x".repeat(257)));
        assertThat(AccessKey.weakness("x".repeat(257))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\uD83D", "\uDE00abc", "\uDE00\uD83D"})
    void halfACharacterIsNoKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessKey.of(text));
    }

    @Test
    void theTextIsRevealedAsItWasTyped() {
        assertThat(AccessKey.of(" Blaue B\u00E4ren-7 ").reveal()).isEqualTo("Blaue B\u00E4ren-7");
        assertThat(AccessKey.of("\uD83D\uDE00 smile").reveal()).isEqualTo("\uD83D\uDE00 smile");
    }

    @Test
    void aClosedKeyRevealsNothingAndEqualsNoOther() {
        AccessKey key = AccessKey.of("abc");
        AccessKey other = AccessKey.of("def");
        key.close();
        key.close();
        other.close();

        assertThatIllegalStateException().isThrownBy(key::reveal);
        assertThatIllegalStateException().isThrownBy(key::exchangePassword);
        assertThat(key).isNotEqualTo(other).isNotEqualTo(AccessKey.of("abc"));
        assertThat(AccessKey.of("abc")).isNotEqualTo(key).isNotEqualTo("abc");
        assertThat(key.equals(key)).isTrue();
    }

    @Test
    void noWayToPrintAKeyShowsIt() {
        Object key = AccessKey.of("correct-horse");
        Object another = AccessKey.of("another");

        assertThat(key.toString()).doesNotContainIgnoringCase("horse");
        assertThat(key.toString()).as("not even a hash of it").isEqualTo(another.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "mypassword",
                "jennifer",
                "adminadmin",
                "letmeinplease",
                "october",
                "november2024",
                "hunter2",
                "computer2024!",
                "familyphotos",
                "manchester",
                "quayside 2024",
                "p4ssw0rd!",
                "something else",
                "a",
                "1234",
                "12345678",
                "1234567890123456",
                "password",
                "Password1!",
                "passw0rd123",
                "qwertzuiop",
                "qwerty12345",
                "aaaaaaaaaaaaaaaaaaaa",
                "abcdefghijkl",
                "abcabcabcabc",
                "hahahahaha",
                "letmein2024",
                "mkwzp",
                "kx9f2",
                "112233",
                "\u00E4\u00F6\u00FC\u00E4",
                "iloveyou",
                "!!!!!!!!!!"
            })
    void keysThatAnybodyWouldTryAreWeak(String text) {
        assertThat(String.valueOf(AccessKey.weakness(text))).endsWith("or let Quayside make one.");
        assertThat(AccessKey.weakness(text.toUpperCase(Locale.ROOT))).isNotNull();
    }

    @Test
    void whatComesAfterAHundredCharactersIsNotMeasured() {
        String words = "blue otter stapler";
        assertThat(AccessKey.weakness("a".repeat(99) + words)).isNotNull();
        assertThat(AccessKey.weakness(words + "a".repeat(99))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkwzpqa",
                "kx9f2tb",
                "blue otter stapler",
                "correct horse battery staple",
                "Gr\u00FCne \u00C4pfel 42",
                "password of the third pier 77",
                "SQBE-5PH7",
                "739184620571"
            })
    void longerOrMixedKeysAreNot(String text) {
        assertThat(AccessKey.weakness(text)).isNull();
    }
}
