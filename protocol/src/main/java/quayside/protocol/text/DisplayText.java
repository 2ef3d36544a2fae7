package quayside.protocol.text;

import java.util.Locale;

/**
 * Makes text from other programs safe to show in the window, on a terminal and in a log.
 *
 * <p>Controls, line ends, ANSI escapes, bidirectional overrides, zero-width and other invisible characters and lone
 * surrogates become visible as <code>&#92;u{202e}</code>. Ordinary text, accents and emoji stay as they are.
 */
public final class DisplayText {
    private static final int MAX_QUOTED = 200;
    private static final int JOINER = 0x200D;
    private static final int EMOJI_FORM = 0xFE0F;
    private static final int KEYCAP = 0x20E3;

    /** Characters that are drawn as nothing, although Unicode does not count them as spaces. */
    private static final int EMPTY_BRAILLE = 0x2800;

    private static final int EMPTY_NOTE_HEAD = 0x1D159;

    private DisplayText() {}

    /** Returns {@code text} with every character that is not plainly visible written as an escape. */
    public static String escape(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int width = Character.charCount(point);
            if (isHidden(point) && !joinsEmoji(text, i, point)) {
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

    /**
     * Returns a peer's text between quotation marks that it cannot close. The text is escaped and cut at {@value
     * #MAX_QUOTED} characters. So it cannot pass for text of this program, nor push that text out of sight.
     */
    public static String quote(String text) {
        String shown = escape(text).replaceAll("[\"“”„]", "'");
        if (shown.length() > MAX_QUOTED) {
            int end = MAX_QUOTED - 1;
            shown = shown.substring(0, Character.isHighSurrogate(shown.charAt(end - 1)) ? end - 1 : end) + "…";
        }
        return '“' + shown + '”';
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> point == EMPTY_BRAILLE || point == EMPTY_NOTE_HEAD || InvisibleCharacters.contain(point);
        };
    }

    /**
     * Returns whether the effect of {@code point} is visible: it selects an emoji's form or joins two emoji. Elsewhere
     * it would allow two different names that look the same.
     */
    private static boolean joinsEmoji(String text, int at, int point) {
        if ((point != EMOJI_FORM && point != JOINER) || at == 0) {
            return false;
        }
        int before = text.codePointBefore(at);
        int after = at + 1 < text.length() ? text.codePointAt(at + 1) : 0;
        if (point == EMOJI_FORM) {
            return Character.isExtendedPictographic(before) || after == KEYCAP;
        }
        return Character.isExtendedPictographic(after)
                && (Character.isExtendedPictographic(before)
                        || Character.isEmojiModifier(before)
                        || before == EMOJI_FORM);
    }
}
