package quayside.protocol.files;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import quayside.protocol.message.Names;

/** Names that some disks treat as equal (PROTOCOL.md section 8.3). */
public final class Spellings {
    private Spellings() {}

    /**
     * Returns other spellings of {@code name}. If a folder finds the entry of {@code name} under none of them, the
     * entry has exactly that name. All are valid names of section 4.1.
     */
    public static List<String> others(String name) {
        return Stream.of(
                        name.toUpperCase(Locale.ROOT),
                        name.toLowerCase(Locale.ROOT),
                        NameFolding.upperCases(name),
                        NameFolding.foldCases(name),
                        Normalizer.normalize(name, Normalizer.Form.NFD),
                        Normalizer.normalize(name, Normalizer.Form.NFC),
                        name + ".",
                        name.replaceFirst("(?<=[^. ])[. ]+$", ""))
                .distinct()
                .filter(other -> !other.equals(name) && Names.fault(other) == null)
                .toList();
    }

    /** Folds {@code name}. The results are equal for most names that some disk treats as equal. */
    public static String folded(String name) {
        return NameFolding.foldCases(Normalizer.normalize(name, Normalizer.Form.NFC))
                .replaceFirst("(?<=[^. ])[. ]+$", "");
    }

    /** Returns whether {@code name} may be the short form that a disk has made up for another name. */
    public static boolean mayBeShort(String name) {
        return name.contains("~");
    }
}
