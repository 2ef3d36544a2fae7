package quayside.protocol.crypto;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

/**
 * Estimates how hard it is to guess a key that an owner chose, for an attacker who first tries words, names, dates and
 * rows of the keyboard.
 *
 * <p>Guesses are possible only online and are slowed down, so 30 bits, or a billion guesses, are enough. zxcvbn
 * divides the key into parts that its lists know and the rest. It counts ten guesses for each character of the rest,
 * and ten thousand for each part of a combination, regardless of their content. This class counts both by their
 * content. The library makes strings of its own, which stay in memory until they are collected. So it is used only for
 * a key that is being chosen, never for one that a guest sends.
 */
final class KeyStrength {
    private static final double ENOUGH_BITS = 30;

    /** The number of measured characters. Measuring more would take time without improving the estimate much. */
    private static final int MAX_MEASURED = 100;

    /** Words that people choose in this program and that the library's lists do not contain. */
    private static final List<String> LOCAL_WORDS = List.of("quayside", "share", "passwort", "parola", "passphrase");

    private KeyStrength() {}

    /** Loads the lists lazily, since that takes a moment and only users who choose a key need them. */
    private static final class Lists {
        private static final Zxcvbn READ = new Zxcvbn();
    }

    /** Returns a sentence for the user if {@code normalized} is too weak, otherwise null. */
    static @Nullable Sentence weakness(String normalized) {
        String measured = normalized.substring(0, Math.min(normalized.length(), MAX_MEASURED));
        return bits(measured) >= ENOUGH_BITS ? null : Sentence.of(Phrase.KEY_WEAK);
    }

    static double bits(String text) {
        Strength strength = Lists.READ.measure(text, LOCAL_WORDS);
        List<Match> parts = strength.getSequence();
        double bits = 0;
        for (int i = 0; i < parts.size(); i++) {
            // An attacker has to guess the order of the parts as well.
            bits += bits(parts.get(i), text) + log2(i + 1);
        }
        strength.wipe();
        return bits;
    }

    private static double bits(Match part, String whole) {
        if (part.pattern != Pattern.Bruteforce) {
            return log2(part.guesses);
        }
        String rest = part.token.toString();
        double unknown = rest.length() * log2(alphabetSize(rest));
        // Between other parts, the library does not recognise, for example, a year and the sign after it.
        return rest.length() < whole.length() ? Math.min(unknown, bits(rest)) : unknown;
    }

    private static double log2(double guesses) {
        return Math.log(guesses) / Math.log(2);
    }

    /** Returns the size of the alphabet. Letters count once, because normalisation has removed the capitals. */
    static int alphabetSize(String text) {
        boolean letters = false;
        boolean digits = false;
        boolean signs = false;
        boolean others = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            letters |= c >= 'a' && c <= 'z';
            digits |= c >= '0' && c <= '9';
            signs |= c < 0x80 && !Character.isLetterOrDigit(c);
            others |= c >= 0x80;
        }
        return 1 + (letters ? 26 : 0) + (digits ? 10 : 0) + (signs ? 32 : 0) + (others ? 64 : 0);
    }
}
