package quayside.protocol.text;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A sentence for people, or a part of one: the key of its pattern, and the arguments. The pattern has the form of
 * {@link MessageFormat}. It comes from the resource bundle of the reader's language, and is read only when the
 * sentence is put into words.
 *
 * <p>This is the only place where arguments become text. Sentences and keys are put into words, and durations and sizes
 * have one form. Numbers and sizes are written as in the language of the pattern. Everything else is escaped by {@link DisplayText}, because it may
 * come from a peer. No argument is a secret.
 *
 * @param key names the pattern
 * @param arguments immutable values, {@code {0}} first
 */
public record Sentence(Key key, List<Object> arguments) {
    /** Reads property files only. A language without a file falls back to English, not to the system's language. */
    private static final ResourceBundle.Control FILES =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** The patterns that were used, by language. They come from our own files, and to parse one takes longer than to fill it. */
    private static final Map<Locale, Map<String, MessageFormat>> PARSED = new ConcurrentHashMap<>();

    /** Longer durations are shown in minutes. */
    private static final long MAX_SHOWN_SECONDS = 119;

    /** A constant of an enum. The bundle beside the enum has the enum's name and holds the pattern of each constant. */
    public interface Key {
        String name();

        Class<? extends Key> getDeclaringClass();
    }

    /** An argument with a form of its own in sentences. */
    public interface Argument {
        /** Returns another argument that stands for this one in a sentence of {@code language}. */
        Object inSentences(Locale language);
    }

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(Key key, Object... arguments) {
        return new Sentence(key, List.of(arguments));
    }

    /** Returns the words of a peer or of another program as they are, to be escaped like every argument. */
    public static Sentence said(String words) {
        return of(Phrase.SAID, words);
    }

    /** Returns the sentence in words of {@code language}, or in English if there are none. */
    public String in(Locale language) {
        Class<? extends Key> keys = key.getDeclaringClass();
        return words(bundle(keys.getName(), keys, language), key.name(), arguments, language);
    }

    /** Returns the bundle {@code name} in {@code language}, or in English, from where {@code beside} was loaded. */
    public static ResourceBundle bundle(String name, Class<?> beside, Locale language) {
        return ResourceBundle.getBundle(name, language, beside.getClassLoader(), FILES);
    }

    /**
     * Returns the text of the pattern {@code key} of {@code bundle} with these arguments.
     *
     * @throws java.util.MissingResourceException if there is no such pattern: our own mistake, which a test finds
     */
    public static String words(ResourceBundle bundle, String key, List<?> arguments, Locale language) {
        Locale spoken = bundle.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : bundle.getLocale();
        Object[] shown = new Object[arguments.size()];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = shown(arguments.get(i), language, spoken);
        }
        // A copy, because a format serves one thread at a time.
        return ((MessageFormat) parsed(bundle.getString(key), spoken).clone()).format(shown);
    }

    private static MessageFormat parsed(String pattern, Locale language) {
        return PARSED.computeIfAbsent(language, added -> new ConcurrentHashMap<>())
                .computeIfAbsent(pattern, added -> new MessageFormat(added, language));
    }

    /** @param spoken the language of the pattern: English if there is none in {@code language} */
    private static Object shown(Object argument, Locale language, Locale spoken) {
        return switch (argument) {
            case Sentence part -> part.in(language);
            case Key part -> of(part).in(language);
            case Argument other -> shown(other.inSentences(spoken), language, spoken);
            case Duration length -> inWords(length).in(language);
            case Number number -> number;
            default -> DisplayText.escape(argument.toString());
        };
    }

    private static Sentence inWords(Duration length) {
        long seconds = length.toSeconds();
        return seconds <= MAX_SHOWN_SECONDS ? of(Phrase.SECONDS, seconds) : of(Phrase.MINUTES, (seconds + 59) / 60);
    }

    /** Returns the sentence in English, for logs. */
    @Override
    public String toString() {
        return in(Locale.ROOT);
    }
}
