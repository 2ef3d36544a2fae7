package quayside.app.core.share;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quayside.protocol.crypto.Fingerprint;

/**
 * Extracts the found fingerprint from the sentence of SERVER_KEY_CHANGED. The sentence is made on this computer, and
 * nothing else contains the fingerprint. So the fingerprint that the user read is the one that is trusted.
 */
final class FoundFingerprint {
    private static final Pattern SHOWN = Pattern.compile("its fingerprint is \"([a-z2-7 ]+)\"");

    private FoundFingerprint() {}

    /** Returns the fingerprint; empty if the sentence shows none. */
    static Optional<Fingerprint> in(String sentence) {
        Matcher shown = SHOWN.matcher(sentence);
        try {
            return shown.find() ? Optional.of(Fingerprint.parse(shown.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
