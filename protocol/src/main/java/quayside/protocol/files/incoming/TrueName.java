package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import quayside.protocol.files.Spellings;

/**
 * Finds the name under which a disk has a file that it finds under another one, too. Of Windows and macOS Java tells it; Linux gives back whatever was asked for, so there the folder
 * is read through, but only where it answers to another spelling as well.
 *
 * @param telling as Java has it
 */
record TrueName(Telling telling) {
    /** Tells the path of a file that is there; perhaps as the disk has it, or as it was asked for. */
    @FunctionalInterface
    interface Telling {
        Path of(Path file) throws IOException;
    }

    /** This computer's. */
    static TrueName ofSystem() {
        return new TrueName(file -> file.toRealPath(LinkOption.NOFOLLOW_LINKS));
    }

    /** The name of what is found at {@code target}; empty where the disk has no such name and does not tell which it has. */
    Optional<String> of(Path target) throws IOException {
        String asked = target.getFileName().toString();
        String told = told(target);
        if (!told.equals(asked)) {
            return Optional.of(told);
        }
        for (String other : Spellings.others(asked)) {
            Optional<Path> path = path(target, other).filter(at -> Files.exists(at, LinkOption.NOFOLLOW_LINKS));
            if (path.isPresent()) {
                // Whoever tells it of the other spelling has told it of this one, too.
                return told(path.get()).equals(other) ? stored(target, asked) : Optional.of(asked);
            }
        }
        return Spellings.mayBeShort(asked) ? stored(target, asked) : Optional.of(asked);
    }

    private String told(Path file) {
        try {
            return telling.of(file).getFileName().toString();
        } catch (IOException e) {
            return file.getFileName().toString();
        }
    }

    /** Empty where this system has no such names. */
    private static Optional<Path> path(Path target, String name) {
        try {
            return Optional.of(target.resolveSibling(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> stored(Path target, String asked) throws IOException {
        String folded = Spellings.folded(asked);
        Optional<String> alike = Optional.empty();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(target.toAbsolutePath().getParent())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.equals(asked)) {
                    return Optional.of(asked);
                }
                if (Spellings.folded(name).equals(folded)) {
                    alike = Optional.of(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return alike;
    }
}
