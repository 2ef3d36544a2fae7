package quayside.protocol.crypto;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An estimate of how hard an owner's own key is to guess for somebody who tries words, names, dates and rows of the keyboard first.
 *
 * <p>Guesses are possible only online and are slowed down, so 30 bits are enough: a thousand million guesses. zxcvbn takes the key
 * apart into what its lists know and the rest. That rest it counts as ten guesses a character, whatever the character, and what is put together of several
 * parts as ten thousand a part, whatever the parts; both are counted here by what they are. The library makes strings of its own, which stay in
 * memory until they are collected: it is for a key that is being chosen, never for one that a guest says.
 */
final class KeyStrength {
    private static final double ENOUGH_BITS = 30;

    /** What more characters add is not worth what measuring them costs. */
    private static final int MOST_MEASURED = 100;

    /** What people choose here, and the library's lists do not know. */
    private static final List<String> NEAR_AT_HAND = List.of("quayside", "share", "passwort", "parola", "passphrase");

    private KeyStrength() {}

    /** The lists take a moment to read, which only those wait for who choose a key. */
    private static final class Lists {
        private static final Zxcvbn READ = new Zxcvbn();
    }

    /** A sentence for the user where {@code normalized} is too weak, otherwise null. */
    static @Nullable String weakness(String normalized) {
        String measured = normalized.substring(0, Math.min(normalized.length(), MOST_MEASURED));
        return bits(measured) >= ENOUGH_BITS
                ? null
                : "This key is too easy to guess. Use several unrelated words, or let Quayside make one.";
    }

    static double bits(String text) {
        Strength strength = Lists.READ.measure(text, NEAR_AT_HAND);
        List<Match> parts = strength.getSequence();
        double bits = 0;
        for (int i = 0; i < parts.size(); i++) {
            // In which order the parts come is to be guessed as well.
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
        // Between other parts the library takes a year, say, and the sign behind it for noise.
        return rest.length() < whole.length() ? Math.min(unknown, bits(rest)) : unknown;
    }

    private static double log2(double guesses) {
        return Math.log(guesses) / Math.log(2);
    }

    /** Letters count once: normalisation has taken the capitals away. */
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
