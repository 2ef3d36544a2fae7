package quayside.app.ui.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.ui.connect.ConnectModel.Typed;

class TypedTest {
    private static final String LINK = "quayside://192.168.1.5:4870/?id=abcdefghijklmnopqrstuvwxyz234567";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void nothingTypedIsNoFault(String blank) {
        assertThat(Typed.of(blank, "")).isEqualTo(new Typed.Incomplete(Typed.Field.ADDRESS));
        assertThat(Typed.of(blank, "key")).isEqualTo(new Typed.Incomplete(Typed.Field.ADDRESS));
    }

    @Test
    void anAddressWaitsForItsKey() {
        assertThat(Typed.of(" 192.168.1.5 ", " ")).isEqualTo(new Typed.Incomplete(Typed.Field.KEY));
        assertThat(Typed.of(LINK, "")).isEqualTo(new Typed.Incomplete(Typed.Field.KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:0", "host:65536", "http://host/", "quayside://", "a b"})
    void whatIsNoAddressIsExplainedWithoutRepeatingAKey(String bad) {
        assertThat(Typed.of(bad, "secret")).isInstanceOfSatisfying(Typed.Problem.class, problem -> {
            assertThat(problem.where()).isEqualTo(Typed.Field.ADDRESS);
            assertThat(problem.sentence()).isNotBlank().doesNotContain("secret");
        });
    }

    @Test
    void aKeyThatHoldsNothingIsExplained() {
        assertThat(Typed.of("host", "---"))
                .isInstanceOfSatisfying(
                        Typed.Problem.class,
                        problem -> assertThat(problem.where()).isEqualTo(Typed.Field.KEY));
    }

    @Test
    void theTypedKeyCountsBeforeTheLinksOwn() {
        assertThat(Typed.of(LINK + "#linkskey", "typedkey"))
                .isInstanceOfSatisfying(
                        Typed.Ready.class,
                        ready -> assertThat(ready.key().reveal()).contains("typed"));
        assertThat(Typed.of(LINK + "#linkskey", ""))
                .isInstanceOfSatisfying(
                        Typed.Ready.class,
                        ready -> assertThat(ready.key().reveal()).contains("links"));
    }
}
