package quayside.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text for fuzz targets, whose input is bytes: UTF-8, in which a backslash, {@code u} and four hexadecimal digits stand
 * for one UTF-16 unit. So people can read a corpus, and it can contain half a surrogate pair, which UTF-8 cannot.
 */
public final class FuzzText {
    private static final int ESCAPE_CHARS = 6;

    private FuzzText() {}

    public static String of(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                out.append((char) HexFormat.fromHexDigits(text, i + 2, i + ESCAPE_CHARS));
                i += ESCAPE_CHARS - 1;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isEscape(String text, int at) {
        return text.startsWith("\\u", at)
                && at + ESCAPE_CHARS <= text.length()
                && text.substring(at + 2, at + ESCAPE_CHARS).chars().allMatch(HexFormat::isHexDigit);
    }
}
