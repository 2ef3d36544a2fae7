package quayside.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.PathClaims;

final class DisplayTextTest {
    @Test
    void nothingOfANameIsShownThatCouldMoveTheCursorOrIsNotSeen() {
        for (String name : HostileNames.all("/canary/secret.txt")) {
            assertThat(DisplayText.escape(name))
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u3164\\ufe0f]");
        }
    }

    @Test
    void anEmojisPartsAreShownAsTheyAreAndNothingElseIsJoinedUnseen() {
        assertThat(DisplayText.escape("\u2764\ufe0f 1\ufe0f\u20e3")).isEqualTo("\u2764\ufe0f 1\ufe0f\u20e3");
        assertThat(DisplayText.escape("👩🏽\u200d🚀 \u2764\ufe0f\u200d🔥"))
                .isEqualTo("👩🏽\u200d🚀 \u2764\ufe0f\u200d🔥");
        assertThat(DisplayText.escape("a\u200db\ufe0f")).isEqualTo("a\\u{200d}b\\u{fe0f}");
        assertThat(DisplayText.escape("1\u200d2 \u2764\u200d")).isEqualTo("1\\u{200d}2 \u2764\\u{200d}");
        assertThat(DisplayText.escape("a\u200d🚀 \u200d")).isEqualTo("a\\u{200d}🚀 \\u{200d}");
        assertThat(DisplayText.escape("\u200d🚀")).isEqualTo("\\u{200d}🚀");
    }

    @Test
    void hiddenCharactersAreShown() {
        assertThat(DisplayText.escape("a\u202etxt.exe")).isEqualTo("a\\u{202e}txt.exe");
        assertThat(DisplayText.escape("\u001b[31mred\n")).isEqualTo("\\u{1b}[31mred\\u{a}");
        assertThat(DisplayText.escape("zero\u200bwidth")).isEqualTo("zero\\u{200b}width");
        assertThat(DisplayText.escape("filled\u3164")).isEqualTo("filled\\u{3164}");
        assertThat(DisplayText.escape("varied\ufe00")).isEqualTo("varied\\u{fe00}");
        assertThat(DisplayText.escape("blank\u2800")).isEqualTo("blank\\u{2800}");
        assertThat(DisplayText.escape("mute\ud834\udd59")).isEqualTo("mute\\u{1d159}");
        assertThat(DisplayText.escape("a\u00a0b\u202fc\u3000d")).isEqualTo("a\u00a0b\u202fc\u3000d");
        assertThat(DisplayText.escape("half\ud83d")).isEqualTo("half\\u{d83d}");
        assertThat(DisplayText.escape("Übung 👩‍👩‍👧 日本 100%")).isEqualTo("Übung 👩‍👩‍👧 日本 100%");
    }

    @Test
    void theInvisibleCharactersAreThoseOfUnicode() {
        assertThat(IntStream.rangeClosed(0, 0xE1000).filter(InvisibleCharacters::contain))
                .isEqualTo(IntStream.rangeClosed(0, 0xE1000)
                        .filter(PathClaims::isIgnorable)
                        .boxed()
                        .toList());
    }

    @Test
    void whatIsQuotedCannotEndItsQuotationNorHideAnything() {
        assertThat(DisplayText.quote("a” is “safe\" „\u202e")).isEqualTo("“a' is 'safe' '\\u{202e}”");
    }

    @Test
    void aLongQuotationIsCutButNotInsideACharacter() {
        assertThat(DisplayText.quote("q".repeat(200))).isEqualTo('“' + "q".repeat(200) + '”');
        assertThat(DisplayText.quote("q".repeat(201))).isEqualTo('“' + "q".repeat(199) + "…”");
        assertThat(DisplayText.quote("q".repeat(198) + "😀qq")).isEqualTo('“' + "q".repeat(198) + "…”");
        assertThat(DisplayText.quote("q".repeat(199) + "😀😀")).isEqualTo('“' + "q".repeat(199) + "…”");
    }
}
