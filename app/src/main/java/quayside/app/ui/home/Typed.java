package quayside.app.ui.home;

import java.util.Optional;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.InvalidInput;

/** The meaning of the text in the field of the first screen. */
sealed interface Typed {
    /** There is nothing yet. */
    record Nothing() implements Typed {}

    /** An unusable text; the sentence explains why. */
    record Problem(String sentence) implements Typed {}

    /** A link or an address. Without a key, the share asks for it. */
    record Ready(ShareLink link, Optional<AccessKey> key) implements Typed {}

    /**
     * Reads a link or address; never throws.
     *
     * @param key the key that was pasted with the link; empty if there was none
     */
    static Typed of(String text, String key) {
        String where = text.strip();
        if (where.isEmpty()) {
            return new Nothing();
        }
        try {
            ShareLink link = ShareLink.parse(where);
            return new Ready(link, key.isBlank() ? link.key() : Optional.of(link.keyOf(key)));
        } catch (InvalidInput e) {
            return new Problem(Texts.words(e.sentence()));
        }
    }
}
