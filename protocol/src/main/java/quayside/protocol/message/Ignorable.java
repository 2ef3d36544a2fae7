package quayside.protocol.message;

/** Characters that are drawn as nothing: Unicode's property {@code Default_Ignorable_Code_Point}, which Java does not tell. */
final class Ignorable {
    /** First and last of each range, ascending. */
    private static final int[] RANGES = {
        0x00ad, 0x00ad, 0x034f, 0x034f, 0x061c, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b, 0x200f,
        0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfff8,
        0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
    };

    private Ignorable() {}

    static boolean contains(int point) {
        if (point < RANGES[0]) {
            return false;
        }
        for (int i = 0; i < RANGES.length; i += 2) {
            if (point <= RANGES[i + 1]) {
                return point >= RANGES[i];
            }
        }
        return false;
    }
}
