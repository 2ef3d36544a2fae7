package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import quayside.protocol.text.DisplayText;

/**
 * The claims of PROTOCOL.md section 4.1 about every accepted name and path, checked in a different way than in the
 * code.
 */
public final class PathClaims {
    private static final int MOST_NAME_BYTES = 255;
    private static final int MOST_PATH_BYTES = 4096;
    private static final int MOST_NAMES = 64;

    /** Unicode's Default_Ignorable_Code_Point: first and last of each range. */
    private static final int[][] IGNORABLE = {
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}
    };

    private PathClaims() {}

    static void assertPath(RemotePath path) {
        List<String> names = path.names();
        assertThat(String.join("/", names)).isEqualTo(path.toString());
        assertThat(names.size()).isLessThanOrEqualTo(MOST_NAMES);
        assertThat(utf8Length(path.toString())).isLessThanOrEqualTo(MOST_PATH_BYTES);
        names.forEach(PathClaims::assertName);
    }

    static void assertName(String name) {
        assertThat(name).isNotEmpty().isNotEqualTo(".").isNotEqualTo("..");
        assertThat(name.chars().noneMatch(unit -> unit == '/' || unit <= 0x1F || (unit >= 0x7F && unit <= 0x9F)))
                .as("no separator and no control")
                .isTrue();
        assertThat(utf8Length(name)).isLessThanOrEqualTo(MOST_NAME_BYTES);
        if (someDiskTakesItForTheReservedOne(name)) {
            assertThat(Names.isReserved(name)).as(DisplayText.escape(name)).isTrue();
        }
    }

    /** Returns the bytes of UTF-8; half a character has none. */
    private static int utf8Length(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return bytes.remaining();
        } catch (CharacterCodingException e) {
            throw new AssertionError("half a character", e);
        }
    }

    /** Compares names as Windows, macOS and a case-insensitive folder of Linux do, each in its most generous form. */
    static boolean someDiskTakesItForTheReservedOne(String name) {
        String beforeStream = name.indexOf(':') < 0 ? name : name.substring(0, name.indexOf(':'));
        for (Normalizer.Form form : Normalizer.Form.values()) {
            StringBuilder plain = new StringBuilder();
            Normalizer.normalize(beforeStream, form)
                    .codePoints()
                    .filter(point -> !isIgnorable(point))
                    .map(Character::toUpperCase)
                    .forEach(plain::appendCodePoint);
            String folded = plain.toString().replaceAll("[. ]+$", "");
            if (folded.equalsIgnoreCase(".quayside")
                    || folded.regionMatches(true, 0, ".quayside-", 0, 10)
                    || folded.toLowerCase(Locale.ROOT).matches("quaysi~[0-9]+")) {
                return true;
            }
        }
        return false;
    }

    public static boolean isIgnorable(int point) {
        return Arrays.stream(IGNORABLE).anyMatch(range -> point >= range[0] && point <= range[1]);
    }
}
