package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void jsonKeepsItsMeaningAndShowsNothingThatATerminalObeys() {
        String name = "a\u202e\u001b[31m\u200b b🚢ü";
        String json = "{\"name\":\"a\u202e\\u001b[31m\u200b b🚢ü\"}";
        String shown = Shown.json(json);
        assertThat(shown).doesNotContain("\u202e", "\u200b").contains("🚢ü", "\\u202e", "\\u200b");
        assertThat(JsonParser.parseString(shown).getAsJsonObject().get("name").getAsString())
                .isEqualTo(name);
    }

    @Test
    void aMessageThatQuotesALinkLosesTheKeyInIt() {
        assertThat(Shown.withoutKeys("Unmatched arguments: 'quayside://h:1/?id=abc#K7QM-2XRD', 'x'"))
                .isEqualTo("Unmatched arguments: 'quayside://h:1/?id=abc#…', 'x'");
        assertThat(Shown.withoutKeys("'quayside://h:1/?id=abc.AAECAwQFBgcICQoLDA0ODw#K7QM-2XRD', 'x'"))
                .isEqualTo("'quayside://h:1/?id=abc.…#…', 'x'");
        assertThat(Shown.withoutKeys("a#b is left alone")).isEqualTo("a#b is left alone");
    }
}
