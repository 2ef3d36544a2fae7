package quayside.app.core.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import quayside.protocol.message.DisplayText;
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
