package quayside.protocol.files;

import java.util.function.IntUnaryOperator;

/**
 * Which names a folder of this computer treats as equal.
 *
 * @param cases whether names are equal that differ only in upper and lower case
 * @param forms whether names are equal that differ only in their Unicode form, as {@code é} in one character and in two
 */
public record NameFolding(boolean cases, boolean forms) {
    public static final NameFolding NONE = new NameFolding(false, false);
    public static final NameFolding BOTH = new NameFolding(true, true);

    /**
     * Returns {@code name} as a disk without case distinction treats it. Each character is folded alone, so a German
     * sharp s does not become a double s.
     */
    public static String foldCases(String name) {
        return perCharacter(name, c -> Character.toLowerCase(Character.toUpperCase(c)));
    }

    /** Converts to upper case, each character alone. */
    public static String upperCases(String name) {
        return perCharacter(name, Character::toUpperCase);
    }

    private static String perCharacter(String name, IntUnaryOperator change) {
        StringBuilder changed = new StringBuilder(name.length());
        name.codePoints().map(change).forEach(changed::appendCodePoint);
        return changed.toString();
    }
}
