package quayside.protocol.files;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import quayside.protocol.message.Names;

/** Names that some disks take for one (PROTOCOL.md section 8.3). */
public final class Spellings {
    private Spellings() {}

    /**
     * Other spellings of {@code name}, to ask a folder whether it answers to any of them: one that answers to none has what it has under {@code name} itself. All are
     * names as in section 4.1.
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

    /** The same for most names that some disk takes for one. */
    public static String folded(String name) {
        return NameFolding.foldCases(Normalizer.normalize(name, Normalizer.Form.NFC))
                .replaceFirst("(?<=[^. ])[. ]+$", "");
    }

    /** Whether {@code name} may be the short form that a disk has made up for any other name. */
    public static boolean mayBeShort(String name) {
        return name.contains("~");
    }
}
