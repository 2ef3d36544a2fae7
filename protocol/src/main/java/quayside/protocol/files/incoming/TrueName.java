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
 * Finds the name that a file has on a disk, if the disk also finds it under another one. On Windows and macOS Java
 * reports that name. On Linux Java returns the name that was asked for. There the folder is read, but only if the file
 * is also found under another spelling.
 *
 * @param lookup asks Java for the name
 */
record TrueName(PathLookup lookup) {
    /** Returns the path of an existing file, either as the disk has it or as it was asked for. */
    @FunctionalInterface
    interface PathLookup {
        Path of(Path file) throws IOException;
    }

    /** Returns the lookup of this computer. */
    static TrueName ofSystem() {
        return new TrueName(file -> file.toRealPath(LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Returns the name of the file found at {@code target}; empty if no entry has that name and the disk does not
     * report the real one.
     */
    Optional<String> of(Path target) throws IOException {
        String asked = target.getFileName().toString();
        String reported = reported(target);
        if (!reported.equals(asked)) {
            return Optional.of(reported);
        }
        for (String other : Spellings.others(asked)) {
            Optional<Path> path = path(target, other).filter(at -> Files.exists(at, LinkOption.NOFOLLOW_LINKS));
            if (path.isPresent()) {
                // A system that reports the real name for the other spelling would have done so for this one too.
                return reported(path.get()).equals(other) ? stored(target, asked) : Optional.of(asked);
            }
        }
        return Spellings.mayBeShort(asked) ? stored(target, asked) : Optional.of(asked);
    }

    private String reported(Path file) {
        try {
            return lookup.of(file).getFileName().toString();
        } catch (IOException e) {
            return file.getFileName().toString();
        }
    }

    /** Returns the path of {@code name} beside {@code target}; empty if this system cannot express it. */
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
