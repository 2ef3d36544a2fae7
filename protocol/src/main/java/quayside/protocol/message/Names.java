package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.InvisibleCharacters;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Limits;

/**
 * Checks names, for both sides (PROTOCOL.md section 4.1).
 *
 * <p>A name identifies an entry of one folder. It is neither empty nor {@code .} nor {@code ..}, has no {@code /}, NUL,
 * control characters or lone surrogates, and at most 255 bytes of UTF-8. Any other text is a name. Some systems cannot
 * store every name ({@code CON}, {@code a:b}); that does not matter on the wire.
 */
public final class Names {
    /** The folder in which uploads are staged. No request can list, read or change it, in any spelling. */
    public static final String RESERVED = ".quayside";

    /** The beginning of the names of clients' part files and their records (PROTOCOL.md section 8.4). */
    private static final String RESERVED_BEGINNING = RESERVED + "-";

    /**
     * The short forms that Windows makes of reserved names. They have at most eight characters: the beginning of the
     * name and a number, or the beginning, a hash and a number. A part file or record also has the beginning of the
     * text after its last dot.
     */
    private static final Pattern SHORT_FORM =
            Pattern.compile("(quaysi~\\d+|quays~\\d\\d|quay~\\d{3}|qu[0-9a-f]{4}~\\d)(\\.[^.]{1,3})?");

    private Names() {}

    /**
     * Returns why {@code name} is not a valid name, as the end of a sentence ("contains a slash"); null if it is valid.
     */
    public static @Nullable Sentence fault(String name) {
        if (name.isEmpty()) {
            return Sentence.of(Phrase.NAME_EMPTY);
        }
        if (name.equals(".") || name.equals("..")) {
            return Sentence.of(Phrase.NAME_DOTS);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/') {
                return Sentence.of(Phrase.NAME_SLASH);
            }
            if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
                return Sentence.of(Phrase.NAME_CONTROL);
            }
            if (Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Sentence.of(Phrase.NAME_INCOMPLETE);
            }
        }
        if (utf8Length(name) > Limits.MAX_NAME_BYTES) {
            return Sentence.of(Phrase.NAME_LONG, Limits.MAX_NAME_BYTES);
        }
        return null;
    }

    /**
     * Returns whether {@code name} is the reserved folder, or begins like clients' part files and records. Every
     * spelling that some file system treats as the same counts: other case, other Unicode form, ignorable characters,
     * trailing dots and spaces, a stream suffix, the short form of Windows. If a client could create such a file, it
     * could write data that the server or a later transfer trusts.
     */
    public static boolean isReserved(String name) {
        if (!mayBeOurs(name)) {
            return false;
        }
        String folded = fold(name);
        return folded.equals(RESERVED)
                || folded.startsWith(RESERVED_BEGINNING)
                || SHORT_FORM.matcher(folded).matches();
    }

    /**
     * Returns whether the first letter permits that {@code name} is reserved. This quick check comes first, because
     * each name of each path and listing is checked.
     */
    private static boolean mayBeOurs(String name) {
        char first = name.isEmpty() ? 0 : name.charAt(0);
        return first <= ' ' || first >= 0x7F || first == '.' || first == 'q' || first == 'Q';
    }

    /** Returns whether {@code name} begins with a dot, so that it is shared only if the owner chose that. */
    public static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    private static String fold(String name) {
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .filter(point -> !Character.isIdentifierIgnorable(point)
                        && Character.getType(point) != Character.FORMAT
                        && !InvisibleCharacters.contain(point))
                .forEach(plain::appendCodePoint);
        int stream = plain.indexOf(":");
        if (stream >= 0) {
            plain.setLength(stream);
        }
        int end = plain.length();
        while (end > 0 && (plain.charAt(end - 1) == '.' || plain.charAt(end - 1) == ' ')) {
            end--;
        }
        plain.setLength(end);
        return plain.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the same result for all spellings of a name or path that some file system treats as equal, in another
     * case or another form of Unicode.
     */
    public static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static int utf8Length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Returns {@code name} as the name of a computer (PROTOCOL.md section 5.6): without control characters and unpaired
     * surrogates, and cut to the limit. Empty if nothing is left.
     */
    public static Optional<String> label(String name) {
        StringBuilder label = new StringBuilder();
        name.strip()
                .codePoints()
                .filter(each -> !Character.isISOControl(each) && Character.getType(each) != Character.SURROGATE)
                .takeWhile(each -> label.length() + Character.charCount(each) <= Limits.MAX_LABEL_LENGTH)
                .forEach(label::appendCodePoint);
        String kept = label.toString().strip();
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }
}
