package quayside.server.protect;

import java.text.Normalizer;
import java.util.Locale;

/** Names without what some file systems do not tell apart: case, and the forms of Unicode. */
public final class FoldedName {
    private FoldedName() {}

    /** Equal for all spellings of a name or path that some file system takes for one. */
    public static String of(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
