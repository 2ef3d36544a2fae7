package quayside.app.core.share;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quayside.protocol.crypto.Fingerprint;

/**
 * The fingerprint that the sentence of SERVER_KEY_CHANGED shows as the one found. The sentence is made on this computer
 * and is all that carries it; what the user read and what is trusted are thus the same.
 */
final class FoundFingerprint {
    private static final Pattern SHOWN = Pattern.compile("its fingerprint is \"([a-z2-7 ]+)\"");

    private FoundFingerprint() {}

    /** Empty where the sentence shows none. */
    static Optional<Fingerprint> in(String sentence) {
        Matcher shown = SHOWN.matcher(sentence);
        try {
            return shown.find() ? Optional.of(Fingerprint.parse(shown.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
