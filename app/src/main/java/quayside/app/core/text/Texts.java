package quayside.app.core.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.ProtocolException;

/** Every word that the window shows and the core says, from {@code texts.properties} beside this class. */
public final class Texts {
    private static final String BUNDLE = "quayside.app.core.text.texts";

    private Texts() {}

    /**
     * The text of {@code key}, its {@code {0}}, {@code {1}} ... replaced in the way of {@link MessageFormat}.
     *
     * @throws java.util.MissingResourceException where there is no such key: our own mistake, which a test finds
     */
    public static String get(String key, Object... args) {
        String pattern = ResourceBundle.getBundle(BUNDLE, Locale.ROOT).getString(key);
        return args.length == 0 ? pattern : new MessageFormat(pattern, Locale.ENGLISH).format(args);
    }

    /** Returns the sentence of a {@link ProtocolException}; for any other failure one that names it. */
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
