package quayside.protocol.crypto;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rough, honest estimate of how hard an owner's own key is to guess.
 *
 * <p>Guesses are possible only online and are slowed down, so 30 bits are enough: a thousand million guesses. The estimate counts
 * characters by the size of the alphabet they come from; one that repeats or continues those before adds a
 * single bit, and a well-known password counts as one pick from its list.
 */
final class KeyStrength {
    private static final double ENOUGH_BITS = 30;
    private static final double WORD_BITS = 8;
    private static final double PREDICTABLE_BITS = 1;

    /** Rows of a keyboard, for walks along them; alphabet and digits are found by their code points. */
    private static final String KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm";

    private static final String DISGUISES = "0134578@$!";
    private static final String DISGUISED = "oleastbasi";

    private static final Set<String> WELL_KNOWN = Set.of("""
            abc access admin administrator baseball batman changeme charlie computer daniel default
            donald dragon flower football freedom hello iloveyou internet jordan letmein login lovely
            master michael monkey mustang nothing parola pass passphrase password passwort princess
            quayside qwerty root secret shadow share starwars summer sunshine superman test trustno
            welcome whatever winter
            """.strip().split("\\s+"));

    private KeyStrength() {}

    /** A sentence for the user where {@code normalized} is too weak, otherwise null. */
    static @Nullable String weakness(String normalized) {
        int[] points = normalized.codePoints().toArray();
        int from = 0;
        int to = points.length;
        while (from < to && !Character.isLetter(points[from])) {
            from++;
        }
        while (to > from && !Character.isLetter(points[to - 1])) {
            to--;
        }
        if (WELL_KNOWN.contains(plainLetters(points, from, to))) {
            double around = bits(Arrays.copyOf(points, from)) + bits(Arrays.copyOfRange(points, to, points.length));
            return WORD_BITS + around >= ENOUGH_BITS
                    ? null
                    : "This key is among the first that anybody would try. Use several unrelated words, or let Quayside make one.";
        }
        return bits(points) >= ENOUGH_BITS
                ? null
                : "This key is too easy to guess. Make it longer, mix letters and digits, or let Quayside make one.";
    }

    /** The word without its disguise: everybody knows that a zero may stand for an o. */
    private static String plainLetters(int[] points, int from, int to) {
        StringBuilder word = new StringBuilder();
        for (int i = from; i < to; i++) {
            int at = DISGUISES.indexOf(points[i]);
            word.appendCodePoint(at < 0 ? points[i] : DISGUISED.charAt(at));
        }
        return word.toString();
    }

    private static double bits(int[] points) {
        double perCharacter = Math.log(alphabetSize(points)) / Math.log(2);
        double bits = 0;
        for (int i = 0; i < points.length; i++) {
            boolean predictable = inRun(points, i) || seenTwice(points, i);
            bits += predictable ? PREDICTABLE_BITS : perCharacter;
        }
        return bits;
    }

    /** Letters count once: normalisation has taken the capitals away. */
    private static int alphabetSize(int[] points) {
        boolean letters = false;
        boolean digits = false;
        boolean signs = false;
        boolean others = false;
        for (int point : points) {
            letters |= point >= 'a' && point <= 'z';
            digits |= point >= '0' && point <= '9';
            signs |= point < 0x80 && !Character.isLetterOrDigit(point);
            others |= point >= 0x80;
        }
        return 1 + (letters ? 26 : 0) + (digits ? 10 : 0) + (signs ? 32 : 0) + (others ? 64 : 0);
    }

    /** Whether this is at least the third of a row like "123", "aaa" or "qwe"; two in a row happen by chance. */
    private static boolean inRun(int[] points, int at) {
        return at > 1 && follows(points[at - 1], points[at]) && follows(points[at - 2], points[at - 1]);
    }

    private static boolean follows(int before, int point) {
        if (Math.abs(point - before) <= 1) {
            return true;
        }
        String pair = Character.toString(before) + Character.toString(point);
        String back = Character.toString(point) + Character.toString(before);
        return KEYBOARD.contains(pair) || KEYBOARD.contains(back);
    }

    /** Whether this character and the one before stood together earlier, as in "hahaha". */
    private static boolean seenTwice(int[] points, int at) {
        for (int i = 1; i < at - 1; i++) {
            if (points[i - 1] == points[at - 1] && points[i] == points[at]) {
                return true;
            }
        }
        return false;
    }
}
