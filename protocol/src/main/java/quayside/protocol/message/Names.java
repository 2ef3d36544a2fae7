package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Limits;

/**
 * The one checker of names, for both sides (PROTOCOL.md section 4.1).
 *
 * <p>A name is what one folder holds: neither empty nor {@code .} nor {@code ..}, without {@code /} and NUL, without
 * control characters and lone surrogates, at most 255 bytes of UTF-8. Everything else that people use is a
 * name; what a system cannot store is that system's concern ({@code CON}, {@code a:b}), not the wire's.
 */
public final class Names {
    /** The folder in which uploads are staged; no verb sees or touches it, in any spelling. */
    public static final String RESERVED = ".quayside";

    /** What the names of clients' part files and their records begin with (PROTOCOL.md section 8.4). */
    private static final String RESERVED_BEGINNING = RESERVED + "-";

    /**
     * Eight characters at most, of the name's beginning and a number, or of its beginning, a hash and a number; and for a part file or record the beginning of
     * what follows its last dot.
     */
    private static final Pattern SHORT_FORM =
            Pattern.compile("(quaysi~\\d+|quays~\\d\\d|quay~\\d{3}|qu[0-9a-f]{4}~\\d)(\\.[^.]{1,3})?");

    private Names() {}

    /** Why {@code name} is no name, as the end of a sentence ("contains a slash"), or null where it is one. */
    public static @Nullable String fault(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "names a folder by its place";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/') {
                return "contains a slash";
            }
            if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
                return "contains a control character";
            }
            if (Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "contains half a character";
            }
        }
        if (utf8Length(name) > Limits.MAX_NAME_BYTES) {
            return "is longer than " + Limits.MAX_NAME_BYTES + " bytes";
        }
        return null;
    }

    /**
     * Whether {@code name} is the reserved folder, or begins like the part files and records of clients, in any spelling that some file system takes for it:
     * other case, other Unicode form, ignorable characters, trailing dots and spaces, a stream suffix, the short form of Windows. Whoever could give a file such a
     * name would write what the server, or a later transfer, trusts.
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

    /** Asked for each name of each path and listing: most are told by their first letter. */
    private static boolean mayBeOurs(String name) {
        char first = name.isEmpty() ? 0 : name.charAt(0);
        return first <= ' ' || first >= 0x7F || first == '.' || first == 'q' || first == 'Q';
    }

    /** Whether the owner has to choose to share it: names that begin with a dot. */
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

    /** Returns the same for all spellings of a name or path that some file system takes for one: in other cases, or another form of Unicode. */
    public static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static int utf8Length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
