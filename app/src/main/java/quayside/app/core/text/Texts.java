package quayside.app.core.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The texts of the window and the sentences of the core, from {@code texts.properties} beside this class. */
public final class Texts {
    private static final String BUNDLE = "quayside.app.core.text.texts";

    private Texts() {}

    /**
     * Returns the text of {@code key}. Arguments replace {@code {0}}, {@code {1}} ... as {@link MessageFormat} does it.
     *
     * @throws java.util.MissingResourceException if there is no such key; a test finds such mistakes
     */
    public static String get(String key, Object... args) {
        String pattern = ResourceBundle.getBundle(BUNDLE, Locale.ROOT).getString(key);
        return args.length == 0 ? pattern : new MessageFormat(pattern, Locale.ENGLISH).format(args);
    }

    /**
     * Returns why a guest's transfer did not complete, for the host.
     *
     * @param words the reason that the guest's program gave, quoted; empty if it gave none
     */
    public static String hostReason(Fault why, String words) {
        String reason = get(
                switch (why) {
                    case CHANGED -> "host.log.failed.changed";
                    case CORRUPTED -> "host.log.failed.corrupted";
                    case DISK_FULL -> "host.log.failed.diskFull";
                    case SERVER_FULL, TOO_MANY_TRIES -> "host.log.failed.busy";
                    case CONNECTION_LOST, HANDSHAKE_LOST, UNREACHABLE, CANCELLED -> "host.log.failed.lost";
                    case BROKEN_PROTOCOL, MALFORMED, UNKNOWN_STATUS, NOT_QUAYSIDE -> "host.log.failed.protocol";
                    case SERVER_ERROR, LOCAL_STORAGE, LOCAL_DENIED, NOT_FOUND, NOT_SERVED, EXISTS, TOO_LARGE ->
                        "host.log.failed.storage";
                    case REFUSED, PASSCODE_NEEDED, WRONG_PASSCODE, WRONG_KEY, SERVER_KEY_CHANGED, LOCKED, UNPROVEN ->
                        "host.log.failed.refused";
                });
        return words.isEmpty() ? reason : get("host.log.failed.words", reason, words);
    }

    /**
     * Returns the sentence of a {@link ProtocolException}, and for any other failure a sentence that quotes its
     * message.
     */
    public static String problem(Exception e) {
        if (e instanceof ProtocolException known) {
            return known.sentence();
        }
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? get("error.unnamed")
                : get("error.unexpected", DisplayText.escape(message));
    }
}
