package quayside.app.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.AccessKey;

class TypedTest {
    private static final String LINK = "quayside://192.168.1.5:4870/?id=abcdefghijklmnopqrstuvwxyz234567";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void nothingTypedIsNoFault(String blank) {
        assertThat(Typed.of(blank, "")).isEqualTo(new Typed.Nothing());
        assertThat(Typed.of(blank, "key")).isEqualTo(new Typed.Nothing());
    }

    @Test
    void anAddressIsEnoughWithoutItsKey() {
        assertThat(key(" 192.168.1.5 ", " ")).isEmpty();
        assertThat(key(LINK, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:0", "host:65536", "http://host/", "quayside://", "a b"})
    void whatIsNoAddressIsExplainedWithoutRepeatingAKey(String bad) {
        assertThat(Typed.of(bad, "secret"))
                .isInstanceOfSatisfying(
                        Typed.Problem.class,
                        problem -> assertThat(problem.sentence()).isNotBlank().doesNotContain("secret"));
    }

    @Test
    void aKeyThatHoldsNothingIsExplained() {
        assertThat(Typed.of("host", "---")).isInstanceOf(Typed.Problem.class);
    }

    @Test
    void theKeyThatWasPastedCountsBeforeTheLinksOwn() {
        assertThat(key(LINK + "#linkskey", "typedkey"))
                .hasValueSatisfying(text -> assertThat(text).contains("typed"));
        assertThat(key(LINK + "#linkskey", ""))
                .hasValueSatisfying(text -> assertThat(text).contains("links"));
    }

    private static Optional<String> key(String text, String key) {
        return ((Typed.Ready) Typed.of(text, key)).key().map(AccessKey::reveal);
    }
}
