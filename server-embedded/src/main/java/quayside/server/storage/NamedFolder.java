package quayside.server.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import quayside.protocol.files.LocalNames;
import quayside.protocol.message.Names;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * One of several folders that are shared under one link.
 *
 * @param name what guests see: a folder of this name in the root of the share
 */
public record NamedFolder(String name, Path folder) {
    /** The most folders under one link. */
    public static final int MAX = 64;

    /** The most UTF-16 units of a name. */
    public static final int MAX_LETTERS = 64;

    /** The most bytes of a name in UTF-8. */
    static final int MAX_BYTES = 3 * MAX_LETTERS;

    /** The name of a folder whose own has no usable letter. */
    private static final String NAMELESS = "Folder";

    /** Returns {@code folder} under its own name, or under the most similar one that is valid and not {@code taken}. */
    public static NamedFolder of(Path folder, Collection<String> taken) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String plain = usable(last == null ? folder.toString() : last.toString());
        String name = plain;
        for (int number = 2; isTaken(name, taken); number++) {
            String ending = " (" + number + ")";
            name = cut(plain, MAX_LETTERS - ending.length()) + ending;
        }
        return new NamedFolder(name, folder);
    }

    private static String usable(String text) {
        String cleaned = text.codePoints()
                .map(each -> isAllowed(each) ? each : '_')
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .replaceFirst("^[._ ]+", "");
        String name = cut(cleaned, MAX_LETTERS).replaceFirst("[. ]+$", "");
        if (isValid(name)) {
            return name;
        }
        String other = cut(name, MAX_LETTERS - 1) + "_";
        return !name.isEmpty() && isValid(other) ? other : NAMELESS;
    }

    private static boolean isAllowed(int letter) {
        String alone = Character.toString(letter);
        return "._ ".indexOf(letter) >= 0
                || (letter != '%' && Names.fault(alone) == null && LocalNames.isStoredEverywhere(alone));
    }

    private static String cut(String text, int letters) {
        if (text.length() <= letters) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(letters - 1)) ? letters - 1 : letters);
    }

    private static boolean isTaken(String name, Collection<String> taken) {
        return taken.stream().anyMatch(each -> Names.folded(each).equals(Names.folded(name)));
    }

    private static boolean isValid(String name) {
        return name.length() <= MAX_LETTERS
                && Names.fault(name) == null
                && !name.isBlank()
                && !Names.isHidden(name)
                && !Names.isReserved(name)
                && LocalNames.isStoredEverywhere(name);
    }

    /** Returns why {@code name} cannot be the name of a folder beside {@code others}; empty if it can. */
    public static Optional<Sentence> fault(String name, Collection<String> others) {
        if (!isValid(name)) {
            return Optional.of(Sentence.of(ServerReason.FOLDER_NAME_INVALID, name, MAX_LETTERS));
        }
        return isTaken(name, others)
                ? Optional.of(Sentence.of(ServerReason.FOLDER_NAME_TAKEN, name))
                : Optional.empty();
    }

    /**
     * Checks whether the folders can be shared under one link. Blocks on the disk.
     *
     * @throws ProtocolException with a plain sentence if a name is not valid or taken, or if a folder is another one or
     *     is inside another one
     */
    public static void check(List<NamedFolder> folders) throws ProtocolException {
        if (folders.size() > MAX) {
            throw new ProtocolException(ServerReason.TOO_MANY_FOLDERS, MAX);
        }
        for (int i = 0; i < folders.size(); i++) {
            NamedFolder folder = folders.get(i);
            List<NamedFolder> before = folders.subList(0, i);
            Optional<Sentence> fault =
                    fault(folder.name(), before.stream().map(NamedFolder::name).toList());
            if (fault.isPresent()) {
                throw new ProtocolException(((ServerReason) fault.get().key()).fault(), fault.get());
            }
            for (NamedFolder other : before) {
                requireApart(folder, other);
            }
        }
    }

    private static void requireApart(NamedFolder folder, NamedFolder other) throws ProtocolException {
        Path place = ExcludedFolders.real(folder.folder());
        Path otherPlace = ExcludedFolders.real(other.folder());
        boolean inside = ExcludedFolders.isWithin(place, otherPlace);
        boolean outside = ExcludedFolders.isWithin(otherPlace, place);
        if (inside && outside) {
            throw new ProtocolException(ServerReason.FOLDER_TWICE, folder.folder(), other.name());
        } else if (inside || outside) {
            throw new ProtocolException(
                    ServerReason.FOLDER_INSIDE,
                    inside ? folder.folder() : other.folder(),
                    inside ? other.folder() : folder.folder());
        }
    }
}
