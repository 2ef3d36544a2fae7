package quayside.protocol.message;

import java.util.Locale;

/**
 * Makes text from elsewhere safe to show: in the window, on a terminal, in a log.
 *
 * <p>Controls, line ends, ANSI escapes, bidirectional overrides, zero-width and other invisible characters and lone surrogates
 * become visible as <code>&#92;u{202e}</code>. Ordinary text, accents and emoji stay as they are.
 */
public final class DisplayText {
    private DisplayText() {}

    /** {@code text} with everything that is not plainly visible written as an escape. */
    public static String escape(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int width = Character.charCount(point);
            if (isHidden(point)) {
                if (out == null) {
                    out = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                out.append("\\u{")
                        .append(Integer.toHexString(point).toLowerCase(Locale.ROOT))
                        .append('}');
            } else if (out != null) {
                out.appendCodePoint(point);
            }
            i += width;
        }
        return out == null ? text : out.toString();
    }

    private static boolean isHidden(int point) {
        // U+200D joins emoji families and U+FE0F asks for the emoji form; alone they change nothing else.
        if (point == 0x200D || point == 0xFE0F) {
            return false;
        }
        if (InvisibleCharacters.contain(point)) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
