package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import quayside.protocol.FuzzText;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests paths and names as a peer may send them, and their display (PROTOCOL.md section 4.1). */
class NamesFuzzTest {
    @FuzzTest
    @DictionaryEntries({
        "/../",
        "/./",
        "//",
        ".quayside",
        "QUAYSI~1",
        "\\u0000",
        "\\ud800",
        "\\udc00",
        "\\u200d",
        "::$DATA"
    })
    void paths(byte[] input) throws ProtocolException {
        String text = FuzzText.of(input);
        RemotePath path;
        try {
            path = RemotePath.parse(text);
        } catch (ProtocolException e) {
            assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
            assertThatNothingIsHidden(e.sentence().toString());
            return;
        }
        assertThat(path).hasToString(text);
        PathClaims.assertPath(path);
        RemotePath again = RemotePath.root();
        for (String name : path.names()) {
            assertThat(again).isNotEqualTo(path);
            assertThat(path.startsWith(again)).isTrue();
            again = again.child(name);
        }
        assertThat(again).isEqualTo(path).hasSameHashCodeAs(path).hasToString(text);
        assertThat(path.isRoot()).isEqualTo(text.isEmpty());
        assertThat(path.trail())
                .hasSize(path.names().size() + 1)
                .startsWith(RemotePath.root())
                .endsWith(path);
        if (!path.isRoot()) {
            assertThat(path.parent().child(path.name())).isEqualTo(path);
        }
    }

    @FuzzTest
    @DictionaryEntries({
        ".quayside",
        "QUAYSI~1",
        "\\u200d",
        "\\ufe0f",
        "\\u202e",
        "\\u3164",
        "\\u001b[31m",
        "\\ud83d\\ude00",
        ":x",
        ". "
    })
    void names(byte[] input) {
        String text = FuzzText.of(input);
        if (Names.fault(text) == null) {
            PathClaims.assertName(text);
            assertThat(Names.isHidden(text)).isEqualTo(text.charAt(0) == '.');
        }
        String shown = DisplayText.escape(text);
        assertThatNothingIsHidden(shown);
        assertThat(DisplayText.escape(shown)).isEqualTo(shown);
        if (text.chars().allMatch(unit -> unit >= ' ' && unit <= '~')) {
            assertThat(shown).isEqualTo(text);
        }
    }

    /**
     * Checks that the text neither moves the cursor, changes the text's direction, nor hides a part, in a window or on
     * a terminal.
     */
    private static void assertThatNothingIsHidden(String shown) {
        assertThat(shown.codePoints().noneMatch(point -> {
                    int direction = Character.getDirectionality(point);
                    boolean turns = direction >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING
                            && direction <= Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT;
                    boolean isolates = direction >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE
                            && direction <= Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE;
                    boolean joins = point == 0x200D || point == 0xFE0F;
                    return turns
                            || isolates
                            || Character.isISOControl(point)
                            || (point >= 0xD800 && point <= 0xDFFF)
                            || (PathClaims.isIgnorable(point) && !joins)
                            || point == 0x2028
                            || point == 0x2029;
                }))
                .as(shown)
                .isTrue();
    }
}
