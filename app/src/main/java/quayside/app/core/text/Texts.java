package quayside.app.core.text;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import quayside.protocol.text.Sentence;

/**
 * Puts everything that people read into words of their language, which is that of {@link Locale.Category#DISPLAY}: the
 * texts in {@code texts}, and every {@link Sentence}.
 * The first word of a key names the file that holds it: {@code host.copy} is in {@code texts/host.properties}.
 */
public final class Texts {
    private static final String FOLDER = "quayside.app.core.text.texts.";

    private Texts() {}

    /**
     * Returns the text of {@code key} with its arguments, which are formatted as in a {@link Sentence}.
     *
     * @throws java.util.MissingResourceException if there is no such key: our own mistake, which a test finds
     */
    public static String get(String key, Object... args) {
        Locale language = language();
        String file = FOLDER + key.substring(0, key.indexOf('.'));
        return Sentence.words(Sentence.bundle(file, Texts.class, language), key, List.of(args), language);
    }

    /** Returns the words of {@code sentence}. */
    public static String words(Sentence sentence) {
        return sentence.in(language());
    }

    /** Returns the sentence of a failure of the protocol, the server or the disk. Any other failure is quoted. */
    public static String problem(Exception e) {
        if (e instanceof IOException failure) {
            return Problem.of(failure).sentence();
        }
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? get("shared.error.unnamed")
                : get("shared.error.unexpected", message);
    }

    /** Returns the language of the texts, of numbers and dates, too: the user's if there are texts in it, or English. */
    public static Locale language() {
        Locale spoken = Sentence.bundle(FOLDER + "shared", Texts.class, Locale.getDefault(Locale.Category.DISPLAY))
                .getLocale();
        return spoken.equals(Locale.ROOT) ? Locale.ENGLISH : spoken;
    }
}
