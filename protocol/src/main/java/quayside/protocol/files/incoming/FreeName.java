package quayside.protocol.files.incoming;

import java.nio.charset.StandardCharsets;
import quayside.protocol.wire.Limits;

/**
 * The names tried under {@link quayside.protocol.message.OnConflict#RENAME}: "report.pdf", "report (2).pdf", "report
 * (3).pdf".
 */
public final class FreeName {
    /** The maximum number of names tried. If all are taken, something else is wrong. */
    public static final int MAX_TRIES = 1000;

    private FreeName() {}

    /**
     * Returns the {@code attempt}-th name, counted from 1: the name itself, then the name with a number before its
     * extension. The part before the number is shortened if the name would exceed {@link Limits#MAX_NAME_BYTES}.
     */
    public static String of(String name, int attempt) {
        int dot = name.lastIndexOf('.');
        return numbered(name, dot <= 0 || name.length() - dot > 16 ? name.length() : dot, attempt);
    }

    /** Returns the {@code attempt}-th name of a folder in the same way. A folder has no extension. */
    public static String ofFolder(String name, int attempt) {
        return numbered(name, name.length(), attempt);
    }

    private static String numbered(String name, int stem, int attempt) {
        if (attempt == 1) {
            return name;
        }
        int end = stem;
        String rest = " (" + attempt + ")" + name.substring(end);
        int room = Limits.MAX_NAME_BYTES - rest.getBytes(StandardCharsets.UTF_8).length;
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > room) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + rest;
    }
}
