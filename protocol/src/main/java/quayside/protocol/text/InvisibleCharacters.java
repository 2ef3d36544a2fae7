package quayside.protocol.text;

/**
 * The characters that are invisible and that many disks ignore in comparisons: Unicode's Default_Ignorable_Code_Point,
 * for which Java has no test. Stateless.
 */
public final class InvisibleCharacters {
    /**
     * The first and last character of each range, in ascending order. They include those that Unicode reserves for
     * future ignorable characters.
     */
    private static final int[] RANGES = {
        0x00AD, 0x00AD, // soft hyphen
        0x034F, 0x034F, // combining grapheme joiner
        0x061C, 0x061C, // Arabic letter mark
        0x115F, 0x1160, // fillers of Hangul
        0x17B4, 0x17B5, // inherent vowels of Khmer
        0x180B, 0x180F, // Mongolian selectors
        0x200B, 0x200F, // zero-width characters and direction marks
        0x202A, 0x202E, // embeddings and overrides
        0x2060, 0x206F, // joiner, invisible operators, isolates
        0x3164, 0x3164, // filler of Hangul
        0xFE00, 0xFE0F, // variation selectors
        0xFEFF, 0xFEFF, // zero-width no-break space
        0xFFA0, 0xFFA0, // half-width filler of Hangul
        0xFFF0, 0xFFF8,
        0x1BCA0, 0x1BCA3, // shorthand controls
        0x1D173, 0x1D17A, // musical controls
        0xE0000, 0xE0FFF, // tags and more variation selectors
    };

    private InvisibleCharacters() {}

    public static boolean contain(int point) {
        if (point < RANGES[0]) {
            return false;
        }
        for (int i = 0; i < RANGES.length; i += 2) {
            if (point >= RANGES[i] && point <= RANGES[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
