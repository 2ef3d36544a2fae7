package quayside.app.core.search;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The words that somebody looks for. This is the only rule by which searches, filters and typed letters find a text:
 * neither case matters, nor whether an accent is stored with its letter (NFC) or after it (NFD), as on disks of macOS.
 * Immutable.
 */
public final class Sought {
    private final List<String> words;

    private Sought(List<String> words) {
        this.words = words;
    }

    /** Returns the words of {@code text}, each of which has to be there. */
    public static Sought words(String text) {
        return new Sought(Arrays.stream(folded(text).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    /** Returns {@code text} as a whole, spaces included. */
    public static Sought whole(String text) {
        return new Sought(text.isEmpty() ? List.of() : List.of(folded(text)));
    }

    /** Returns whether nothing is looked for, so that everything is found. */
    public boolean isNothing() {
        return words.isEmpty();
    }

    /** Returns whether {@code text} contains each word. */
    public boolean isIn(String text) {
        if (words.isEmpty()) {
            return true;
        }
        String folded = folded(text);
        return words.stream().allMatch(folded::contains);
    }

    /** Returns whether {@code text} begins with each word. */
    public boolean begins(String text) {
        String folded = folded(text);
        return words.stream().allMatch(folded::startsWith);
    }

    private static String folded(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return isAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** Lists of 100,000 names are filtered at each key, and most names need no normalising. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
