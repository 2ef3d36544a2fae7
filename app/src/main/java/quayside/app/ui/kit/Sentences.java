package quayside.app.ui.kit;

import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.ProtocolException;

/** What went wrong, in the words for the user. */
public final class Sentences {
    private Sentences() {}

    /** The plain sentence of a {@link ProtocolException}; for anything else one that names it. */
    public static String of(Exception e) {
        if (e instanceof ProtocolException known) {
            return known.sentence();
        }
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? Texts.get("error.unnamed")
                : Texts.get("error.unexpected", DisplayText.escape(message));
    }
}
