package quayside.app.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoughtTest {
    private static final String COMPOSED = "R\u00e9sum\u00e9.pdf";
    private static final String DECOMPOSED = "Re\u0301sume\u0301.pdf";

    @ParameterizedTest
    @CsvSource({
        COMPOSED + ", r\u00e9SUM\u00c9",
        COMPOSED + ", re\u0301SUME\u0301",
        DECOMPOSED + ", r\u00e9SUM\u00c9",
        DECOMPOSED + ", re\u0301SUME\u0301"
    })
    void aNameIsFoundInBothFormsOfItsAccents(String name, String typed) {
        assertThat(Sought.words("PDF " + typed).isIn(name)).isTrue();
        assertThat(Sought.whole(typed).isIn(name)).isTrue();
        assertThat(Sought.whole(typed).begins(name)).isTrue();
        assertThat(Sought.whole("x" + typed).isIn(name)).isFalse();
        assertThat(Sought.whole(typed.substring(1)).begins(name)).isFalse();
    }

    @Test
    void anAccentIsNotLeftOut() {
        assertThat(Sought.whole("resume").isIn(COMPOSED)).isFalse();
        assertThat(Sought.whole("resume").isIn(DECOMPOSED)).isFalse();
    }

    @Test
    void wordsMayStandAnywhereAndAWholeHasItsSpaces() {
        assertThat(Sought.words(" b  a ").isIn("a b")).isTrue();
        assertThat(Sought.whole("b a").isIn("a b")).isFalse();
        assertThat(Sought.whole("a b").isIn("A B.txt")).isTrue();
    }

    @Test
    void nothingIsFoundEverywhere() {
        assertThat(Sought.words("  ").isIn("x")).isTrue();
        assertThat(Sought.whole("").isIn("x")).isTrue();
        assertThat(Sought.whole("").isNothing()).isTrue();
    }
}
