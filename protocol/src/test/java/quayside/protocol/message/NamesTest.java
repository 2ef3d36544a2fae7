package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "a\u00a0b",
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
                "\u009f",
                "a\u001fb",
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
        assertThat(Names.fault("a".repeat(256))).hasToString("is longer than 255 bytes");
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
                ".quayside-x:y",
                "\u200b.quayside",
                "\u0001.quayside",
                "\u007f.quayside"
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
                "",
                "...",
                ". .",
                ":quayside",
                ".quayside2",
                "quayside-x",
                ".quayside.x",
                "a.quayside-x"
            })
    void otherNamesAreNotReserved(String name) {
        assertThat(Names.isReserved(name)).isFalse();
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

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "., stands for a folder",
        ".., stands for a folder",
        "a/b, contains a slash",
        "'a\tb', contains a control character",
        "x\udc00, contains an incomplete character"
    })
    void aSentenceSaysWhatIsWrongWithAName(String name, String fault) {
        assertThat(Names.fault(name)).hasToString(fault);
    }

    @Test
    void whatADiskMayTakeForOneNameFoldsToOne() {
        assertThat(Names.folded("Stra\u00dfe/E\u0301")).isEqualTo(Names.folded("STRASSE/\u00e9"));
        assertThat(Names.folded("a")).isNotEqualTo(Names.folded("b"));
    }

    @Test
    void aLabelHasNoControlCharactersAndIsCutBetweenCharacters() {
        assertThat(Names.label("  Mara's laptop\n")).contains("Mara's laptop");
        assertThat(Names.label("a\u0000b\u0085c\ud800")).contains("abc");
        assertThat(Names.label("x".repeat(63) + "\ud83d\ude00y")).contains("x".repeat(63));
        assertThat(Names.label("x".repeat(100))).contains("x".repeat(64));
        assertThat(Names.label(" \t\n")).isEmpty();
        assertThat(Names.label("")).isEmpty();
    }
}
