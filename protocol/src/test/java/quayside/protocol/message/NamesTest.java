package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "...",
                ".profile",
                "-rf",
                "report (2).pdf",
                "Übung.txt",
                "日本語",
                "👩‍👩‍👧.png",
                "a:b",
                "CON",
                "nul.txt",
                "COM¹",
                "trailing.",
                "trailing ",
                "100%",
                "#1",
                "a\\b",
                "C:x",
                "\\\\?\\x",
                "~",
                "*",
                "?",
                "\"",
                "<b>",
                "quayside"
            })
    void whatPeopleNameTheirFilesIsAName(String name) throws ProtocolException {
        assertThat(Names.fault(name)).isNull();
        assertThat(RemotePath.root().child(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "/",
                "\0",
                "a\0b",
                "a\nb",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\ud800",
                "x\udc00",
                "\udc00\ud800"
            })
    void whatCouldLeadElsewhereOrCannotBeWrittenIsNone(String name) {
        assertThat(Names.fault(name)).isNotNull();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> RemotePath.root().child(name))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void theLimitOfANameCountsBytesNotCharacters() {
        assertThat(Names.fault("a".repeat(255))).isNull();
        assertThat(Names.fault("a".repeat(256))).isNotNull();
        assertThat(Names.fault("é".repeat(127))).isNull();
        assertThat(Names.fault("é".repeat(128))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".quayside",
                ".Quayside",
                ".QUAYSIDE",
                ".quay\u200bside",
                ".quaysıde",
                "．quayside",
                ".quayside.",
                ".quayside ",
                ".quayside. .",
                "QUAYSI~1",
                "quaysi~2",
                ".quayside::$DATA",
                ".quayside:x",
                ".ｑuayside",
                ".quay\u00adside",
                ".quay\u034fside",
                ".quayside\ufe0f",
                "QUAYS~10",
                "QU1A2B~1",
                ".quayside\u3164",
                ".quayside\ufe00",
                ".quayside\udb40\udd00",
                "QUAYSI~1.PAR",
                ".quayside-0123456789abcdef.part",
                ".QUAYSIDE-0123456789ABCDEF.RESUME",
                ".quays\u0131de-x",
                ".quay\u200bside-x",
                ".quayside\uff0dx",
                ".quayside-",
                ".quayside-x:y"
            })
    void whatIsReservedIsKnownInEverySpelling(String name) {
        assertThat(Names.isReserved(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quayside",
                ".quaysides",
                "my.quayside",
                ".quay",
                "quaysi~",
                "quaysi~x",
                ".quayside2",
                "quayside-x",
                ".quayside.x",
                "a.quayside-x"
            })
    void otherNamesAreNotReserved(String name) {
        assertThat(Names.isReserved(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "//x", "a/\0"})
    void whatIsNoPathIsRefused(String path) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> RemotePath.parse(path))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void aPathEndsAtItsLimits() throws ProtocolException {
        assertThat(RemotePath.parse("a/".repeat(63) + "a").names()).hasSize(64);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> RemotePath.parse("a/".repeat(64) + "a"));
        String longest = ("b".repeat(255) + "/").repeat(16);
        assertThat(RemotePath.parse(longest.substring(0, 4095)).toString()).hasSize(4095);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> RemotePath.parse(longest + "cc"));
    }

    @Test
    void pathsAreComparedByNameNotByPrefix() throws ProtocolException {
        RemotePath share = RemotePath.parse("share");
        assertThat(RemotePath.parse("share/x").startsWith(share)).isTrue();
        assertThat(RemotePath.parse("share").startsWith(share)).isTrue();
        assertThat(RemotePath.parse("share-x").startsWith(share)).isFalse();
        assertThat(RemotePath.root().startsWith(share)).isFalse();
    }

    @Test
    void aPathKnowsItsTrailAndParent() throws ProtocolException {
        RemotePath path = RemotePath.parse("a/b/c");
        assertThat(path.trail())
                .isEqualTo(List.of(
                        RemotePath.root(), RemotePath.parse("a"), RemotePath.parse("a/b"), RemotePath.parse("a/b/c")));
        assertThat(path.parent()).isEqualTo(RemotePath.parse("a/b"));
        assertThat(RemotePath.root().parent()).isEqualTo(RemotePath.root());
        assertThat(path).hasToString("a/b/c");
    }

    @Test
    void aReservedNameIsKnownWhereverNothingVisibleWasAddedToIt() {
        int tried = 0;
        for (String name : HostileNames.all("/canary/secret.txt")) {
            String visible = name.codePoints()
                    .filter(point -> !PathClaims.isIgnorable(point))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining())
                    .toLowerCase(Locale.ROOT);
            boolean spelled = visible.equals(Names.RESERVED) || visible.startsWith(Names.RESERVED + "-");
            if (spelled && Names.fault(name) == null) {
                assertThat(Names.isReserved(name)).as(HostileNames.json(name)).isTrue();
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(300);
    }

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
        assertThat(DisplayText.escape("a\u200db\ufe0f")).isEqualTo("a\\u{200d}b\\u{fe0f}");
        assertThat(DisplayText.escape("1\u200d2 \u2764\u200d")).isEqualTo("1\\u{200d}2 \u2764\\u{200d}");
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
}
